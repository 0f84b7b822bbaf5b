"""Some of the customers who stand for all of them: drawn by chance, and the same ones for the same records."""

from __future__ import annotations

from bleib.customers.importing.load import one
from bleib.customers.importing.unload import unload

# Neighbours came together, and are alike. Steps of the golden section spread any run of them over the whole range, and
# the remainders of a prime are in no step with anything.
PRIME, STEP = 1_000_003, 618_034
ALIVE = "c.merged_into_id is null and c.number not like 'erased-%%'"


def sampled(size: int) -> tuple[list[str], int]:
    """Numbers of about `size` customers, and how many there are; without those merged into another or erased."""
    everybody = one(f"select count(*) from customers_customer c where {ALIVE}")
    limit = min(PRIME, -(-PRIME * size // max(everybody, 1)))
    rows = f"customers_customer c where {ALIVE} and (c.id %% {PRIME}) * {STEP} %% {PRIME} < {limit}"
    return [number for [block] in unload({"number": "c.number"}, rows, by="c.id") for number in block], everybody
