"""A small random history of some sixty customers, and the rules that may be asked of it."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
from hypothesis import strategies as st

from bleib.history.facts import FACTS
from bleib.rules.tests.plain import Customer

FIRST, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
COLUMNS = ("id", "customer", "type", "occurred_on", "amount", "quantity", "product", "ref", "props")


def made(seed=5):
    """Customers by number, each with its record and facts up to AS_OF."""
    dice = random.Random(seed)
    return {str(number): Customer(record(dice), list(facts(dice, str(number)))) for number in range(60)}


def record(dice):
    return {
        "country": dice.choice(["DE", "AT", None]),
        "tags": dice.choice([["a"], ["a", "b"], [], None]),
        "employees": dice.choice([None, 1, 20]),
        "key_account": dice.choice([True, False, None]),
        "customer_since": dice.choice([None, FIRST + timedelta(dice.randrange(200))]),
    }


def facts(dice, customer):
    for _ in range(dice.choice([0, 1, 3, 8, 20])):
        kind = dice.choice(["order", "order", "credit", "usage", "answer", "case_opened"])
        said = {
            "id": dice.randbytes(16),
            "customer": customer,
            "type": kind,
            "props": None,
            "product": None,
            "ref": None,
        }
        said |= {"amount": None, "quantity": None, "occurred_on": FIRST + timedelta(dice.randrange(181))}
        yield said | MAKE[kind](dice, customer)


def document(dice, customer, sign):
    """Lines share few numbers, so that orders have several and some are cancelled."""
    number = f"{customer}-{dice.randrange(6)}"
    return {"ref": number, "amount": Decimal(sign * dice.randrange(1, 5)), "product": dice.choice("XY")}


MAKE = {
    "order": lambda dice, customer: document(dice, customer, 1),
    "credit": lambda dice, customer: document(dice, customer, -1),
    "usage": lambda dice, _customer: {
        "quantity": Decimal(dice.randrange(1, 4)),
        "product": dice.choice("XY"),
    },
    "answer": lambda dice, _customer: {
        "props": json.dumps({"kind": dice.choice(["nps", "ces"]), "score": dice.randrange(8)})
    },
    "case_opened": lambda dice, _customer: {"props": json.dumps({"severity": dice.choice(["low", "high"])})},
}


def fact_table(customers):
    rows = [{name: fact[name] for name in COLUMNS} for each in customers.values() for fact in each.facts]
    return pa.Table.from_pylist(rows, schema=pa.schema([FACTS.field(name).with_nullable(True) for name in COLUMNS]))


def record_table(customers):
    schema = pa.schema(
        [("customer", pa.string()), ("country", pa.string()), ("tags", pa.list_(pa.string())),
         ("employees", pa.int64()), ("key_account", pa.bool_()), ("customer_since", pa.date32())]
    )  # fmt: skip
    return pa.Table.from_pylist([{"customer": number, **each.record} for number, each in customers.items()], schema)


DAYS = st.integers(1, 60)
ORDERED = st.sampled_from(["is", "at_least", "at_most", "above", "below"])
RECORD = st.sampled_from(
    [
        {"field": "country", "is": "DE"}, {"field": "country", "in": ["AT", "FR"]},
        {"field": "country", "contains": "d"}, {"field": "country", "starts_with": "A"},
        {"field": "country", "known": False}, {"field": "tags", "has": "b"}, {"field": "tags", "has_any": ["b", "c"]},
        {"field": "employees", "above": 1}, {"field": "key_account", "is": False},
    ]
)  # fmt: skip


def _pair(name, ops, values):
    return st.builds(lambda op, value: {"field": name, op: value}, ops, values)


DATED = st.sampled_from(["customer_since", "first_order_on", "last_order_on", "last_usage_on"]).flatmap(
    lambda name: st.one_of(
        _pair(name, st.sampled_from(["within_days", "at_least_days_ago", "within_next_days"]), DAYS),
        _pair(name, st.sampled_from(["before", "from", "is"]), st.dates(FIRST, AS_OF).map(date.isoformat)),
    )
)
COUNTED = st.sampled_from(["days_since_order", "days_since_usage", "tenure_days"]).flatmap(
    lambda name: _pair(name, ORDERED, st.integers(0, 90))
)
RATIO = _pair("overdue_ratio", st.sampled_from(["at_least", "at_most", "above", "below"]), st.sampled_from([0.5, 1, 2]))
FALLING = _pair("orders_90", ORDERED, st.integers(0, 3))
TIMES: st.SearchStrategy[dict[str, object]] = st.one_of(
    st.just({}),
    DAYS.map(lambda days: {"within_days": days}),
    st.tuples(st.dates(FIRST, AS_OF), st.integers(1, 90)).map(
        lambda each: {"between": [each[0].isoformat(), (each[0] + timedelta(each[1])).isoformat()]}
    ),
)


def _facts(types, where, measure):
    return st.builds(
        lambda type_, said, time, asked: {"facts": type_, **({"where": said} if said else {}), **time, **asked},
        st.sampled_from(types), st.sampled_from(where), TIMES, measure,
    )  # fmt: skip


COUNTS = st.builds(lambda op, value: {"count": {op: value}}, ORDERED, st.sampled_from([0, 1, 1, 2, 3, 25]))
BOUGHT = [{}, {"product": {"is": "X"}}, {"product": {"in": ["X", "Y"]}, "amount": {"at_least": 3}}]
FOUND = st.one_of(
    _facts(["order", ["order", "usage"]], [{}, {"product": {"contains": "x"}}], COUNTS),
    _facts(["order", "credit", ["credit", "order"]], BOUGHT, COUNTS),
    _facts(["usage", "case_opened", ["answer", "visit"]], [{}], COUNTS),
    _facts(["case_opened"], [{"severity": {"is": "high"}}], COUNTS),
    _facts(["order", ["order", "credit"]], BOUGHT,
           st.builds(lambda op, value: {"sum": {"of": "amount", op: value}}, ORDERED, st.integers(-3, 9))),
    _facts(["answer"], [{}, {"kind": {"is": "nps"}}],
           st.builds(lambda op, value: {"last": {"score": {op: value}}}, ORDERED, st.integers(0, 7))),
)  # fmt: skip
LEAVES = st.one_of(RECORD, DATED, COUNTED, RATIO, FALLING, FOUND)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"all": each}),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"any": each}),
        inner.map(lambda each: {"not": each}),
    ),
    max_leaves=5,
)
