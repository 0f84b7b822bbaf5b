"""Fifty rules such as people write: about the record, features, facts counted, summed up and the newest one's words."""

from __future__ import annotations

from typing import Any


def _field(name: str, **asked: Any) -> dict[str, Any]:
    return {"field": name, **asked}


def _facts(types: str | list[str], **asked: Any) -> dict[str, Any]:
    return {"facts": types, **asked}


FIELDS = [
    _field("days_since_order", at_least=30), _field("days_since_order", at_least=90),
    _field("overdue_ratio", at_least=2), _field("orders_90", at_most=1), _field("orders_365", at_least=12),
    _field("revenue_365", at_least=1000),
    _field("revenue_trend", below=0.5), _field("usage_ratio", at_most=0.5), _field("features_used_90", at_most=1),
    _field("groups_dropped", at_least=1), _field("groups_365", at_least=3), _field("open_cases", at_least=1),
    _field("cases_90", at_least=2), _field("nps_last", at_most=6), _field("running_contracts", at_least=1),
    _field("contract_end_on", within_next_days=90), _field("orders_same_season", at_least=1),
    _field("days_since_activity", at_least=30), _field("country", is_="AT"), _field("tenure_days", at_most=90),
]  # fmt: skip
COUNTED = [
    _facts("order", within_days=30), _facts("order", within_days=90, count={"at_least": 3}),
    _facts("order", within_days=365, count={"below": 2}), _facts("order", ever=True, count={"is": 1}),
    _facts("order", where={"product": {"is": "A1"}}, within_days=365), _facts("credit", within_days=180),
    _facts("order", where={"product": {"in": ["A2", "A3"]}}, between=["2025-01-01", "2026-01-01"]),
    _facts("order", within_days=90, sum={"of": "amount", "at_least": 500}),
    _facts("order", within_days=365, sum={"of": "amount", "at_least": 2000}),
    _facts("usage", within_days=30, count={"at_least": 5}),
    _facts("usage", where={"product": {"is": "F1"}}, within_days=90),
    _facts("usage", within_days=30, sum={"of": "quantity", "at_least": 50}), _facts("visit", within_days=14),
    _facts("case_opened", where={"severity": {"is": "high"}}, within_days=180),
    _facts(["case_opened", "case_closed"], within_days=90, count={"at_least": 2}),
    _facts("answer", where={"kind": {"is": "nps"}}, ever=True, last={"score": {"at_most": 2}}),
    _facts("answer", within_days=365, count={"at_least": 2}), _facts("contract_started", within_days=365),
    _facts(["visit", "usage"], within_days=7), _facts("usage", ever=True, last={"product": {"is": "F2"}}),
]  # fmt: skip


def fifty() -> list[dict[str, Any]]:
    """Twenty about fields, twenty about facts, and ten that put both together."""
    fields = [{name.rstrip("_"): value for name, value in each.items()} for each in FIELDS]
    pairs = list(zip(fields[::2], COUNTED[::2], strict=True))
    together = [{"all": [a, {"not": b}]} if n % 2 else {"any": [a, b]} for n, (a, b) in enumerate(pairs)]
    return [*fields, *COUNTED, *together]
