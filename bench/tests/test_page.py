from datetime import date

import pytest

from bench import page
from bench.figures_bench import cheapest
from bench.measure import Cost, Failed, command
from bench.race import Result
from bench.section import Row, Section
from bench.verdict import Verdict


def section(title, *verdicts):
    return Section(title, "About.", [Row("Bleib", 1.5, 2.5, 300)], verdicts)


def test_an_aim_is_met_or_missed():
    assert Verdict("import", 2.4, 2.5, aim=2.5).outcome == "met"
    assert Verdict("import", 2.6, 2.7, aim=2.5).outcome == "**missed**"
    assert Verdict("pandas", 6, 5, aim=5, at_least=True).outcome == "met"


def test_where_clock_and_processor_disagree_both_are_said():
    assert Verdict("import", 2.0, 3.0, aim=2.5).outcome == "met by the clock, **missed** by processor time"


def test_without_an_aim_there_is_no_outcome():
    assert (Verdict("scan", 3, 3).aimed, Verdict("scan", 3, 3).outcome) == ("–", "–")


def test_measuring_one_benchmark_again_leaves_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr(page, "PAGE", tmp_path / "benchmarks.md")
    page.update({"import": section("Import"), "memory": section("Memory")}, today=date(2026, 1, 1), repetitions=3)
    page.update({"import": section("Import anew")}, today=date(2026, 2, 2), repetitions=3)
    text = page.PAGE.read_text()
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Benchmarks",
        "## Import anew",
        "## Memory",
    ]
    assert "Measured 2026-01-01" in text
    assert "Measured 2026-02-02" in text


def test_a_command_that_fails_is_no_measurement():
    with pytest.raises(Failed, match="there is no such file"):
        command(["sh", "-c", "echo there is no such file >&2; exit 3"])


def test_a_busy_machine_is_said():
    quiet, busy = (page.circumstances(today=date(2026, 11, 21), repetitions=3, load=load) for load in (0.1, 99))
    assert page.BUSY not in quiet
    assert busy.endswith(page.BUSY)


def test_sql_by_hand_is_held_at_its_best_by_clock_and_by_processor():
    slow, dear = Result(5, 1, Cost(6, 2, 100), None), Result(4, 3, Cost(5, 4, 200), None)
    assert cheapest(slow, dear) == Cost(4, 1, 100)
