"""Installations of any size for benchmarks of pages: customers, and a history with twenty facts of each of them.

    python -m bench.installations 1000000 facts.csv      (into BLEIB_HOME and BLEIB_DATABASE_URL; what is there stays)

Prints as JSON how long it took to measure everybody. With no file there is no history, and figures are drawn.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

SEED = 20261122
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
OWNERS = 40
TAGS = ("A-Kunde", "Messe 2026", "Schlüsselkunde", "Newsletter", "Beirat")
FORMS = ("GmbH", "AG", "GmbH & Co. KG", "KG", "e.K.", "OHG")
FIRST = ("Nord", "Süd", "Rhein", "Main", "Elbe", "Alpen", "Berg", "Wald", "See", "Stern", "Kraft", "Blitz", "Öko")
SECOND = ("bau", "technik", "handel", "druck", "logistik", "metall", "holz", "werk", "service", "pack", "farben")
COUNTRIES = ("DE",) * 60 + ("AT",) * 15 + ("CH",) * 12 + ("FR", "NL", "IT", "PL", "CZ", "BE", "DK") + ("LU",)
THROUGH = ("",) * 5 + ("Messe", "Empfehlung", "Website", "Außendienst")
FACTS_EACH = 20
# Who comes late in the list buys rarely; a line is an order of its own.
FACTS = """
copy (
    select
        'R' || range as "Invoice", 'A' || (hash(range, 'product') % 4000) as "StockCode",
        1 + hash(range, 'quantity') % 12 as "Quantity",
        strftime(date '2023-11-20' + (hash(range, 'day') % 1096)::integer, '%Y-%m-%d') as "InvoiceDate",
        (0.5 + hash(range, 'price') % 4950 / 100)::decimal(18, 2) as "Price",
        10000001 + floor({customers} * pow((hash(range, 'customer') % 1000003) / 1000003.0, 2.0))::bigint
            as "CustomerID"
    from range({lines})
) to '{path}' (format csv, header)
"""
CUSTOMERS = {"id": "bigint", "number": "text", "name": "text", "country": "text", "through": "text", "owner": "bigint"}
FIGURES = {
    "id": "bigint", "first_on": "date", "last_on": "date", "orders": "bigint", "revenue": "numeric",
    "revenue_year": "numeric", "usual_gap": "double precision", "overdue_on": "date", "mrr": "numeric",
}  # fmt: skip
TEXTS = (
    *("vat_id", "register_number", "register_court", "street", "postcode", "city", "domain", "mail", "phone"),
    *("industry", "language", "time_zone"),
)


def fill(customers: int, facts: Path | None) -> dict[str, float]:
    """Put customers and history in, unless somebody is there already; returns what measuring them cost, in seconds."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    from bleib.customers.models import Customer

    if Customer.objects.exists():
        return {}
    _people()
    _customers(customers)
    if facts is None:
        _figures(customers)
        return {}
    return _history(facts)


def everybody_in(customers: int) -> None:
    """An empty installation gets its tables, people, and so many customers."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _people()
    _customers(customers)


def facts(customers: int, path: Path) -> Path:
    """An export with twenty orders for each customer in three years, most by few; the same for the same number."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")
        with duckdb.connect() as connection:
            connection.execute(FACTS.format(lines=customers * FACTS_EACH, customers=customers, path=draft))
        draft.rename(path)
    return path


def _history(path: Path) -> dict[str, float]:
    """Import the export, compact it, measure all customers and the standard question, as the worker would."""
    from bleib.cli._main import run as command
    from bleib.figures.customer_figures import refresh_everybody
    from bleib.figures.measurement import measure_again
    from bleib.history.upkeep import compact_history

    if command(["import", str(path), "--home", os.environ["BLEIB_HOME"]]) != 0:
        raise SystemExit("The history was not imported.")
    compact_history(now=NOW)  # as every night
    begun, spent = time.perf_counter(), time.process_time()
    refresh_everybody(now=NOW)
    cost = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - spent}
    measure_again(now=NOW)
    return cost | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _people() -> None:
    from bleib.accounts.models import User
    from bleib.customers.models import Tag

    names = [f"Kollege {number}" for number in range(OWNERS)]
    User.objects.bulk_create(
        User(email=f"k{number}@example.com", name=name, role="admin") for number, name in enumerate(names)
    )
    Tag.objects.bulk_create(Tag(name=name) for name in TAGS)


def _customers(count: int) -> None:
    from bleib.accounts.models import User
    from bleib.customers.importing.load import load_rows, run
    from bleib.customers.models import Tag

    owners, tags = (sorted(each.objects.values_list("pk", flat=True)) for each in (User, Tag))
    load_rows((_customer(n, owners) for n in range(1, count + 1)), name="made", columns=CUSTOMERS)
    run(
        "insert into customers_customer (id, number, name, country, acquired_through, owner_id, kept_by, created_at, "
        f"is_person, {', '.join(TEXTS)}) select id, number, name, country, through, owner, 'import', %s, false, "
        f"{', '.join(repr('') for _ in TEXTS)} from made order by id",
        [NOW],
    )
    kinds = "case when id %% 20 = 0 then 'prospect' when id %% 150 = 1 then 'former' else 'customer' end"
    run(
        "insert into customers_standing (customer_id, kind, since, because) "
        f"select id, {kinds}, %s, 'import' from made order by id",
        [NOW],
    )
    for place, tag in enumerate(tags):
        hung = f"select id, {tag} from made where (id * 7919) %% {3 * 10**place} = 0"
        run(f"insert into customers_customer_tags (customer_id, tag_id) {hung}")
    _settle()


def _settle() -> None:
    """Numbers go on behind those given, and the planner knows how much there is."""
    from django.core.management.color import no_style
    from django.db import connection

    from bleib.customers.importing.load import run
    from bleib.customers.models import Customer

    for statement in connection.ops.sequence_reset_sql(no_style(), [Customer]):
        run(statement)
    run("analyze")


def _figures(count: int) -> None:
    from bleib.customers.importing.load import load_rows, run

    names = ", ".join(FIGURES)
    rows = (row for n in range(1, count + 1) if (row := _drawn(n)))
    load_rows(rows, name="drawn", columns=FIGURES)
    run(
        f"insert into figures_customerfigures ({names.replace('id', 'customer_id', 1)}) "
        f"select {names} from drawn order by id"
    )
    run("analyze")


def _customer(n: int, owners: list[int]) -> tuple[Any, ...]:
    dice = random.Random(SEED + n)
    stem = f"{dice.choice(FIRST)}{dice.choice(SECOND)}"
    name = f"{stem} {dice.choice(FIRST)}{dice.randrange(100_000)} {dice.choice(FORMS)}"
    owner = dice.choice(owners) if dice.random() < 0.8 else None
    return n, f"{10_000_000 + n}", name, dice.choice(COUNTRIES), dice.choice(THROUGH), owner


def _drawn(n: int) -> tuple[Any, ...] | None:
    """Nobody in twenty has ordered yet; a third of the others only once; a few buy very much."""
    if n % 20 == 0:
        return None
    dice = random.Random(SEED - n)
    orders = 1 if dice.random() < 0.33 else 1 + int(dice.paretovariate(0.9))
    last = TODAY - timedelta(days=int(min(1_400, dice.expovariate(1 / 200))))
    gap = dice.randrange(2, 240) / 2 if orders > 1 else None
    late = last + timedelta(days=int(2 * gap)) if gap and orders > 2 else None
    revenue = round(orders * dice.lognormvariate(5.5, 1), 2)
    year = round(revenue * dice.random(), 2)
    mrr = round(dice.lognormvariate(4.5, 1), 2) if dice.random() < 0.12 else None
    first = last - timedelta(days=dice.randrange(1_000) if orders > 1 else 0)
    dates = [each and each.isoformat() for each in (first, last, late)]
    money = [None if each is None else str(each) for each in (revenue, year, mrr)]
    return n, dates[0], dates[1], min(orders, 5_000), money[0], money[1], gap, dates[2], money[2]


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    print(json.dumps(fill(int(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)))
