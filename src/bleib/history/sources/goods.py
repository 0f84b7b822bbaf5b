"""Candidates for product codes that are no goods: postage, bank charges, vouchers. Proposed, never assumed."""

from __future__ import annotations

import re

import duckdb

MOST = 15
# Where nearly every code holds a digit, one without any is rarely something to buy.
CODED = 0.95
WORDS = re.compile(
    r"post(age|en)?|dot(com)?|porto|versand\w*|fracht\w*|shipping\w*|freight|carriage|delivery|gebuehr\w*|gebühr\w*|"
    r"bank ?charges?|fee|fees|amazon ?fee|rabatt\w*|discount\w*|skonto|gutschein\w*|voucher\w*|gift.*|pfand|"
    r"verpackung\w*|packing|adjust\w*|manual|test\d*|muster|sample\w*|sw-\w+|shippingdiscount|donation|spende",
    re.IGNORECASE,
)


def candidates(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Codes among the staged products that look like no goods, the most frequent first, at most 15."""
    rows = connection.execute(
        "SELECT product, count(*) AS lines FROM staged WHERE product IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    total = sum(lines for _, lines in rows)
    coded = sum(lines for product, lines in rows if _has_digit(product)) >= CODED * max(total, 1)
    found = [product for product, _ in rows if WORDS.fullmatch(product) or (coded and not _has_digit(product))]
    return found[:MOST]


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)
