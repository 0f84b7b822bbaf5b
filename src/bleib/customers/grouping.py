"""Which product belongs to which group: the table that breadth is counted by."""

from __future__ import annotations

import json
from hashlib import sha256

import pyarrow as pa

from bleib.customers.models import Product
from bleib.history.models import Setting


def product_groups() -> pa.Table | None:
    """product, product_group of those that are in one; None where there are no groups."""
    rows = Product.objects.exclude(group=None).values_list("code", "group__name")
    codes, names = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({"product": list(codes), "product_group": list(names)}) if rows else None


def counted_by(*, groups: bool) -> str:
    """By what purchases are counted besides facts, in one word: codes that are no goods and, if `groups` count, which
    product is in which. What was found by another one has to be found again."""
    said = [sorted(Setting.read("non_goods", [])), _grouped() if groups else []]
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def _grouped() -> list[tuple[str, int]]:
    """What a group is called counts nothing."""
    return list(Product.objects.exclude(group=None).order_by("code").values_list("code", "group_id"))
