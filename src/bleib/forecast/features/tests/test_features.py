"""What each feature says, on histories one can count by hand."""

from datetime import date
from typing import Any

import pytest

from bleib.forecast.features import FEATURES, GROUPS, features, group_sql
from bleib.forecast.features.table import COVERED_BY
from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.past import past_of_facts
from bleib.kernel.errors import UsageError

AS_OF = date(2025, 7, 1)


def known(*facts: dict[str, Any], group: str, as_of: date = AS_OF, customer: str = "A") -> dict[str, Any]:
    """The features of one customer in a group, or nothing where the group knows nobody of that name."""
    with past_of_facts(table(facts)) as past:
        rows = features(past.at(as_of), as_of=as_of, groups=[group]).to_pylist()
    return next((row for row in rows if row["customer"] == customer), {})


def test_a_table_has_every_feature_in_the_order_of_the_list():
    with past_of_facts(table([])) as past:
        found = features(past.at(AS_OF), as_of=AS_OF)
    assert (found.num_rows, found.column_names) == (0, ["customer", *FEATURES])


def test_orders_tell_the_customers_rhythm():
    found = known(*(order(day) for day in ("2025-01-01", "2025-01-31", "2025-03-02")), group="orders")
    assert (found["orders"], found["usual_gap"], found["days_since_order"], found["tenure_days"]) == (3, 30, 121, 181)
    assert (found["overdue_ratio"], found["overdue_on"]) == (121 / 30, date(2025, 5, 1))


def test_a_single_order_has_no_rhythm():
    found = known(order("2025-06-01"), group="orders")
    assert (found["usual_gap"], found["overdue_ratio"], found["overdue_on"], found["orders_90"]) == (
        None,
        None,
        None,
        1,
    )


def test_refunds_count_against_what_was_bought_in_the_year():
    found = known(order("2025-06-01"), fact("credit", "2025-06-05", amount=-25, ref="C1"), group="orders")
    assert (found["revenue_365"], found["refund_share_365"], found["mean_order"]) == (75, 0.25, 75)


def test_who_only_gets_refunds_never_ordered():
    found = known(fact("credit", "2025-06-05", amount=-25, ref="C1"), group="orders")
    assert (found["orders"], found["first_order_on"], found["revenue_365"]) == (0, None, -25)
    assert found["refund_share_365"] is None


def test_unknown_amounts_stay_unknown():
    found = known(order("2025-06-01", amount=None), group="orders")
    assert (found["orders"], found["revenue_365"], found["mean_order"]) == (1, None, None)


def test_trend_compares_two_half_years():
    bought = [order("2024-10-01", amount=200), order("2024-10-02", amount=200), order("2025-05-01", amount=100)]
    found = known(*bought, group="trend")
    assert (found["revenue_trend"], found["orders_trend"]) == (0.25, 0.5)


def test_without_an_earlier_half_year_there_is_no_trend():
    assert known(order("2025-05-01"), group="trend")["revenue_trend"] is None


def test_a_group_that_is_bought_no_more_was_dropped_after_180_days():
    paint = [order(f"2024-{month:02}-01", product="paint") for month in (6, 7, 8, 9)]
    found = known(*paint, order("2025-05-01", product="wood"), group="breadth")
    assert (found["groups_365"], found["groups_dropped"], found["group_dropped_on"]) == (2, 1, date(2025, 3, 1))


def test_what_was_bought_now_and_then_is_not_dropped_so_soon():
    paint = [order(f"2024-{month:02}-01", product="paint") for month in (7, 8, 9)]
    assert known(*paint, order("2025-05-01", product="wood"), group="breadth")["groups_dropped"] == 0


def test_who_buys_nothing_at_all_dropped_no_group_but_everything():
    found = known(*(order(f"2024-{month:02}-01") for month in (6, 7, 8, 9)), group="breadth")
    assert (found["groups_dropped"], found["group_dropped_on"]) == (None, None)


def test_usage_is_compared_with_what_is_usual():
    uses = [fact("usage", day, product="plan", quantity=4) for day in ("2025-03-10", "2025-04-10", "2025-05-10")]
    found = known(*uses, fact("usage", "2025-06-20", product="plan", quantity=2, errors=3), group="usage")
    assert (found["usage_30"], found["usage_usual_30"], found["usage_ratio"], found["errors_30"]) == (2, 4, 0.5, 3)


def test_a_feature_that_is_used_no_more_was_dropped():
    old = [fact("usage", day, product="report") for day in ("2025-01-10", "2025-02-10")]
    found = known(*old, fact("usage", "2025-06-20", product="plan"), group="usage")
    assert (found["features_used_90"], found["features_dropped"]) == (1, 1)


def test_any_sign_of_the_customer_is_activity_and_no_sign_of_ours_is():
    found = known(order("2025-01-01"), fact("visit", "2025-05-01"), fact("case_closed", "2025-06-01"), group="activity")
    assert (found["last_activity_on"], found["days_since_activity"]) == (date(2025, 5, 1), 61)


def test_cases_are_open_until_they_are_closed():
    serious = fact("case_opened", "2025-06-10", ref="1", severity="high")
    slow = fact("case_opened", "2025-05-10", ref="2", severity="low")
    solved = [fact("case_opened", "2025-01-10", ref="3"), fact("case_closed", "2025-01-12", ref="3", escalated=True)]
    found = known(serious, slow, *solved, group="cases")
    assert (found["open_cases"], found["open_serious_cases"], found["cases_90"], found["escalated_365"]) == (2, 1, 2, 1)
    assert found["oldest_open_case_on"] == date(2025, 5, 10)
    assert found["oldest_open_serious_case_on"] == date(2025, 6, 10)


def test_a_case_opened_again_is_open():
    again = [fact("case_opened", day, ref="1") for day in ("2025-03-01", "2025-06-01")]
    found = known(*again, fact("case_closed", "2025-04-01", ref="1"), group="cases")
    assert (found["open_cases"], found["oldest_open_case_on"]) == (1, date(2025, 6, 1))


def test_the_last_answer_of_each_kind_counts():
    first, last = fact("answer", "2025-01-01", kind="nps", score=9), fact("answer", "2025-06-01", kind="nps", score=3)
    found = known(first, last, fact("answer", "2025-05-01", kind="csat", score=4), group="answers")
    assert (found["nps_last"], found["nps_last_on"], found["csat_last"], found["ces_last"]) == (
        3, date(2025, 6, 1), 4, None,
    )  # fmt: skip
    assert found["answers_365"] == 3


def test_running_contracts_and_a_notice():
    started = fact("contract_started", "2024-01-01", ref="K", amount=50)
    found = known(started, fact("notice_given", "2025-06-01", ref="K", ends_on="2025-09-01"), group="contracts")
    assert (found["running_contracts"], found["mrr"], found["contract_since_on"]) == (1, 50, date(2024, 1, 1))
    assert (found["notice_running"], found["notice_on"]) == (True, date(2025, 6, 1))
    assert (found["contract_end_on"], found["days_to_contract_end"]) == (date(2025, 9, 1), 62)


def test_who_had_a_contract_has_none_any_more():
    found = known(
        fact("contract_started", "2024-01-01", ref="K", amount=50),
        fact("contract_ended", "2025-01-01", ref="K"),
        group="contracts",
    )
    assert (found["running_contracts"], found["mrr"], found["notice_running"]) == (0, 0, False)


@pytest.mark.slow
def test_season_looks_at_the_same_weeks_a_year_ago():
    found = known(order("2024-07-15"), order("2024-12-01"), group="season")
    assert (found["orders_same_season"], found["month"]) == (1, 7)
    assert known(order("2025-06-15"), group="season")["orders_same_season"] is None


def test_only_the_groups_that_are_asked_for_are_computed():
    with past_of_facts(table([order("2025-06-01")])) as past:
        engine = past.at(AS_OF)
        assert features(engine, as_of=AS_OF, groups=["trend"]).column_names == [
            "customer",
            "revenue_trend",
            "orders_trend",
        ]
        assert features(engine, as_of=AS_OF, groups=()).to_pylist() == [{"customer": "A"}]


@pytest.mark.slow
@pytest.mark.parametrize(("narrow", "wide"), COVERED_BY.items())
def test_nobody_is_missing_whom_only_a_narrower_group_knows(narrow, wide):
    bought = [order("2025-03-01", "A"), fact("credit", "2025-03-01", "B", amount=-5, ref="G")]
    did = [fact("usage", "2025-03-01", "C", product="f"), fact("answer", "2025-03-01", "D", kind="nps", score=3)]
    with past_of_facts(table([*bought, *did])) as past:
        engine = past.at(AS_OF)
        names = {each: set(features(engine, as_of=AS_OF, groups=[each])["customer"].to_pylist()) for each in GROUPS}
        together = features(engine, as_of=AS_OF)["customer"].to_pylist()
    assert names[narrow] <= names[wide]
    assert set(together) == set().union(*names.values())


@pytest.mark.parametrize("feature", FEATURES.values(), ids=lambda feature: feature.name)
def test_every_feature_is_explained_in_both_languages(feature):
    assert feature.label_de != feature.label_en
    assert feature.why_de.endswith(".")
    assert feature.why_en.endswith(".")
    assert feature.since is None or FEATURES[feature.since].kind == "date"


@pytest.mark.parametrize("group", GROUPS)
def test_no_placeholder_is_left_in_a_group(group):
    assert "$as_of" not in group_sql(group, as_of=AS_OF)


def test_an_unknown_group_and_an_impossible_horizon_are_refused():
    with pytest.raises(UsageError, match="no group of features"):
        group_sql("colour", as_of=AS_OF)
    with pytest.raises(UsageError, match="horizon of 0 days"):
        group_sql("season", as_of=AS_OF, horizon=0)
