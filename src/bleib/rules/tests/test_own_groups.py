"""What only rules ask: who came back, when the relationship has its birthday, and who brings most."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.past import past_of_facts
from bleib.rules import evaluate, parse
from bleib.rules.own_groups import RANKS, ranks_sql
from bleib.rules.tests.words import WORDS

AS_OF = date(2026, 6, 30)


def who(facts, *conditions, as_of=AS_OF):
    """Per condition for whom it holds, and the day on which any answer may change."""
    rules = {f"r{n}": parse(each, WORDS) for n, each in enumerate(conditions)}
    with past_of_facts(table(facts)) as past:
        engine = past.at(as_of + timedelta(1))
        engine.give("attributes", pa.table({"customer": ["A", "B", "C", "D", "E"]}))
        engine.give(RANKS, engine.run(ranks_sql(as_of)))
        rows = evaluate(rules, engine, as_of=as_of).to_pylist()
    held = ["".join(row["customer"] for row in rows if row[name]) for name in rules]
    return held, {row["customer"]: row["due_on"] for row in rows}


def test_won_back_is_who_buys_again_after_a_year():
    again = [order("2025-01-01"), order("2026-01-01"), order("2026-02-01"), *(order(day, "B", ref=day) for day in
             ("2025-01-02", "2026-01-01")), order("2026-06-01", "C", ref="c")]  # fmt: skip
    lately = {"field": "won_back_on", "within_days": 365}
    held, due = who(again, lately, {"field": "won_back_on", "is": "2026-01-01"})
    assert held == ["A", "A"]
    assert due["A"] == date(2027, 1, 1)


@pytest.mark.slow
def test_the_birthday_of_a_relationship_comes_every_year_from_the_first_on():
    began = [
        order("2020-07-04"),
        order("2026-06-20", "B", ref="b"),
        fact("contract_started", "2024-02-29", "C", ref="c", amount=10),
        order("2024-06-30", "D", ref="d"),
    ]
    soon, now = {"field": "anniversary_on", "within_next_days": 7}, {"field": "anniversary_on", "is": "2026-06-30"}
    held, due = who(began, soon, now, {"field": "anniversary_years", "is": 6})
    assert held == ["AD", "D", "A"]
    assert (due["A"], due["B"], due["D"]) == (date(2026, 7, 5), date(2027, 6, 14), date(2026, 7, 1))
    assert who(began, {"field": "anniversary_on", "is": "2027-02-28"})[0] == ["C"]


@pytest.mark.slow
def test_the_top_fifth_of_five_is_one_and_who_brings_as_much_is_in_it_too():
    brought = [order(f"2026-0{n}-01", name, amount=100 * n, ref=name) for n, name in enumerate("ABCDE", 1)]
    top, half = {"field": "revenue_rank", "at_most": 0.2}, {"field": "revenue_rank", "at_most": 0.6}
    assert who(brought, top, half)[0] == ["E", "CDE"]
    as_much = [*brought[:-2], order("2026-04-01", "D", amount=500, ref="D"), brought[-1]]
    assert who(as_much, top)[0] == ["DE"]
    old = [order("2024-01-01", "A", amount=9000, ref="A"), order("2026-01-01", "B", ref="B")]
    assert who(old, top, {"field": "revenue_rank", "known": True})[0] == ["", "B"]
