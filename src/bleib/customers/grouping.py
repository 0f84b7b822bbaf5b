"""Which product belongs to which group: the table that breadth is counted by."""

from __future__ import annotations

import pyarrow as pa

from bleib.customers.models import Product


def product_groups() -> pa.Table | None:
    """product, product_group of those that are in one; None where there are no groups."""
    rows = Product.objects.exclude(group=None).values_list("code", "group__name")
    codes, names = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({"product": list(codes), "product_group": list(names)}) if rows else None
