"""What contracts are worth over time, for metrics of recurring revenue."""

from __future__ import annotations

import pyarrow as pa
from django.db.models import F, Window
from django.db.models.functions import Lead

from bleib.customers.deadlines import DAY
from bleib.customers.models import ContractVersion
from bleib.history.facts import MONEY

PERIODS = pa.schema(
    [
        pa.field("contract", pa.string(), nullable=False),
        pa.field("customer", pa.string(), nullable=False),
        pa.field("product", pa.string()),
        pa.field("valid_from", pa.date32(), nullable=False),
        pa.field("valid_until", pa.date32()),
        pa.field("amount_per_month", MONEY, nullable=False),
        pa.field("quantity", MONEY),
    ]
)


def contract_periods() -> pa.Table:
    """Every contract's worth as half-open periods `[valid_from, valid_until)`; null: until further notice.

    Columns of PERIODS, amounts in the installation's currency. A customer that was merged counts as the other one,
    because contracts move with a merge; trials are left out. MRR on a day is the sum of the periods that hold it.
    """
    following = Window(Lead("valid_from"), partition_by=[F("contract_id")], order_by=[F("valid_from").asc()])
    rows = (
        ContractVersion.objects.filter(contract__is_trial=False)
        .annotate(following=following)
        .values_list(
            "contract__number", "contract__customer__number", "product__code", "contract__starts_on", "valid_from",
            "following", "contract__ends_on", "amount_per_month", "quantity",
        )
    )  # fmt: skip
    periods = []
    for contract, customer, product, starts, since, following_, ends, amount, quantity in rows.iterator():
        end = min(filter(None, (following_, ends + DAY if ends else None)), default=None)
        begin = max(since, starts)
        if end is None or begin < end:
            periods.append((contract, customer, product, begin, end, amount, quantity))
    columns = list(zip(*periods, strict=True)) or [()] * len(PERIODS)
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, PERIODS, strict=True)], PERIODS)
