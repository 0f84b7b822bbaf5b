"""Scores, segments, migration."""

from datetime import date

from bleib import metrics
from bleib.metrics.tests.story import NEW_YEAR, NOBODY, STORY, activity, bought, every, one_row, returned


def by_customer(table):
    return {row["customer"]: row for row in table.to_pylist()}


def test_adler_is_best_in_everything_and_eder_bought_longest_ago():
    scored = by_customer(metrics.rfm(STORY, at=NEW_YEAR))
    adler, eder = scored["Adler"], scored["Eder"]
    assert (adler["r"], adler["f"], adler["m"], adler["segment"]) == (5, 5, 5, "champions")
    assert (adler["recency_days"], adler["frequency"], adler["monetary"]) == (22, 12, 1200)
    assert (eder["r"], eder["segment"]) == (1, "at_risk")


def test_conrads_return_makes_its_value_negative_but_no_later_purchase():
    conrad = by_customer(metrics.rfm(STORY, at=NEW_YEAR))["Conrad"]
    assert (conrad["recency_days"], conrad["frequency"], conrad["monetary"], conrad["m"]) == (302, 1, -5, 1)


def test_five_different_customers_get_five_different_scores():
    table = activity(*(bought(name, f"2024-05-0{day}", day) for day, name in enumerate("ABCDE", 1)))
    scored = metrics.rfm(table, at=NEW_YEAR)
    assert scored.column("r").to_pylist() == scored.column("m").to_pylist() == [1, 2, 3, 4, 5]


def test_equal_customers_get_equal_scores():
    table = activity(*(bought(name, "2024-05-01", 10) for name in "ABCDEFG"))
    scores = {(row["r"], row["f"], row["m"]) for row in metrics.rfm(table, at=NEW_YEAR).to_pylist()}
    assert scores == {(3, 3, 3)}


def test_those_who_share_the_first_place_are_not_scored_like_the_last():
    often = [row for name in "ABCDEF" for row in every(-1, name, start="2024-05-28", times=20)]
    once = [bought(name, "2024-05-01", 10) for name in "UVWX"]
    scored = by_customer(metrics.rfm(activity(*often, *once), at=NEW_YEAR))
    assert {scored[name]["f"] for name in "ABCDEF"} == {4}
    assert {scored[name]["f"] for name in "UVWX"} == {1}


def test_without_amounts_there_is_no_monetary_score_but_a_segment():
    row = one_row(metrics.rfm(activity(bought("Adler", "2024-05-01")), at=NEW_YEAR))
    assert (row["monetary"], row["m"], row["segment"]) == (None, None, "lost")


def test_the_history_can_be_limited():
    scored = by_customer(metrics.rfm(STORY, at=NEW_YEAR, days=170))
    assert sorted(scored) == ["Adler", "Brandt", "Dorn"]
    assert scored["Adler"]["frequency"] == 5


def test_a_return_alone_makes_nobody_a_customer():
    assert metrics.rfm(activity(returned("Conrad", "2024-05-01", 5)), at=NEW_YEAR).num_rows == 0


def test_every_score_belongs_to_one_of_the_eleven_segments():
    recent = [(f"R{r}F{f}", r, f) for r in range(1, 6) for f in range(1, 6)]
    rows = [row for name, r, f in recent for row in every(-1, name, start=f"2024-{r:02}-28", times=f)]
    table = metrics.rfm(activity(*rows), at=NEW_YEAR).to_pylist()
    assert all(row["customer"] == f"R{row['r']}F{row['f']}" for row in table)
    grid = {row["customer"]: row["segment"] for row in table}
    assert set(grid.values()) == set(metrics.SEGMENTS)
    assert (grid["R5F1"], grid["R1F1"], grid["R2F5"], grid["R3F3"]) == ("new", "lost", "cannot_lose", "need_attention")


def test_segments_add_up_to_all_customers_and_their_revenue():
    rows = metrics.rfm_segments(STORY, at=NEW_YEAR).to_pylist()
    assert sum(row["customers"] for row in rows) == 5
    assert sum(row["revenue"] for row in rows) == 1905
    assert sum(row["share"] for row in rows) == 100


def test_migration_has_a_row_without_segment_for_customers_who_came_later():
    rows = metrics.rfm_migration(STORY, at=date(2024, 7, 1), next_at=NEW_YEAR).to_pylist()
    assert sum(row["customers"] for row in rows) == 5
    assert [row["customers"] for row in rows if row["segment"] is None] == [1]
    assert {"segment": "loyal", "next_segment": "champions", "customers": 1} in rows


def test_nobody_has_no_scores_segments_or_moves():
    assert metrics.rfm(NOBODY, at=NEW_YEAR).num_rows == 0
    assert metrics.rfm_segments(NOBODY, at=NEW_YEAR).num_rows == 0
    assert metrics.rfm_migration(NOBODY, at=date(2024, 7, 1), next_at=NEW_YEAR).num_rows == 0
