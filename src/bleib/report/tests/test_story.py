from decimal import Decimal

import pytest

from bleib.report.story import cost, moved, overdue, regulars, stayed, story
from bleib.report.tests.sample import BRIDGE, OVERDUE, answers, retention, sample
from bleib.report.words import Words

EN, DE = Words("en", "GBP"), Words("de", "GBP")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("–", "-")


def test_the_first_sentence_in_english():
    said = "Of 2,868 customers 1,950 stayed: 68.0 % (66.3-69.7). 192 came back after a pause and do not count as kept."
    assert plain(stayed(sample(), EN)) == said


def test_the_first_sentence_in_german():
    assert plain(stayed(sample(), DE)).startswith("Von 2.868 Kunden sind 1.950 geblieben: 68,0 % (66,3-69,7). 192 ")


def test_nobody_is_mentioned_who_did_not_come_back():
    assert "pause" not in stayed(sample({"retention": retention(100, 60, 5, 0)}), EN)


def test_with_few_customers_the_interval_comes_first():
    said = plain(stayed(sample({"retention": retention(20, 12, 3, 0)}), EN))
    assert said.startswith("Between 38.7 and 78.1 % of the customers stay (stayed: 12 of 20, 60.0 %).")


def test_thirty_customers_are_enough_for_the_rate_to_come_first():
    assert stayed(sample({"retention": retention(30, 12, 3, 0)}), EN).startswith("Of 30 customers")


def test_a_single_customer_says_nothing_about_a_rate():
    assert "with a single one no more can be said" in stayed(sample({"retention": retention(1, 1, 0, 0)}), EN)


def test_nobody_in_the_base_window_is_said_and_no_rate_invented():
    said = plain(stayed(sample({"retention": retention(0, 0, 7, 0)}), EN))
    assert said.startswith("How many customers stayed cannot be said: nobody bought in the base window (1 Mar 2010")


def test_the_naive_formula_is_warned_of_where_it_differs():
    assert "would give 74.7 %, which is 6.7 points too many" in plain(moved(sample(), EN))


def test_no_warning_where_both_formulas_agree():
    assert plain(moved(sample({"retention": retention(100, 60, 5, 0)}), EN)) == (
        "5 bought for the first time. 40 did not buy again."
    )


def test_what_leaving_cost():
    assert plain(cost(sample(), EN)).startswith("Those who left had brought £600,000, 15.0 % of £4,000,000.")


def test_where_nobody_left_leaving_cost_nothing():
    said = cost(sample({"revenue_retention": BRIDGE | {"lost": Decimal("0.0000")}}), EN)
    assert said.startswith("Of £4,000,000 of revenue nothing went with lost customers.")


def test_without_amounts_nothing_is_said_to_have_cost_anything():
    totals = answers()["totals"][0] | {"revenue": None}
    assert cost(sample({"totals": totals}), EN) == "What leaving cost cannot be said: the files hold no amounts."


def test_without_revenue_in_the_base_window_there_is_no_share_of_it():
    bridge = BRIDGE | {"start": Decimal(0), "nrr": None, "grr": None}
    assert "no revenue in the base window" in cost(sample({"revenue_retention": bridge}), EN)


def test_regulars_and_how_fast_they_become_so():
    assert plain(regulars(sample(), EN)) == (
        "3,664 of 5,249 customers are regulars with at least two purchases: 69.8 %. "
        "Half of the new customers order a second time within 82 days."
    )


def test_where_half_never_come_back_the_longest_observed_share_is_said():
    second = answers()["time_to_second_order"][0] | {"median_days": None, "share_180": 41.5}
    assert "41.5 % within 180 days" in plain(regulars(sample({"time_to_second_order": second}), EN))


@pytest.mark.parametrize(("customers", "said"), [(12, "None of the 12"), (1, "The only customer"), (0, "No purchase")])
def test_no_regulars(customers, said):
    share = {"customers": customers, "regulars": 0, "repeat_share": 0.0, "ci95_low": None, "ci95_high": None}
    assert regulars(sample({"repeat_share": share}), EN).startswith(said)


def test_the_most_valuable_overdue_customer_is_named_with_a_reason():
    report = sample({"overdue": ({**OVERDUE[0], "name": "Café Müller"},)})
    assert plain(overdue(report, DE)).endswith(
        "Der wertvollste: Café Müller (12346) (18.250 £) - kauft etwa alle 31 Tage, zuletzt vor 95 Tagen."
    )


def test_overdue_customers_without_amounts_are_named_without_a_worth():
    report = sample(worth={"customers": 1, "revenue_year": None})
    assert "£" not in overdue(report, EN)


def test_nobody_overdue():
    report = sample({"overdue": ()}, worth={"customers": 0, "revenue_year": None})
    assert overdue(report, EN) == "Nobody with an order rhythm of their own is overdue."


@pytest.mark.parametrize("words", [EN, DE])
def test_there_are_five_sentences(words):
    assert len(story(sample(), words)) == 5
