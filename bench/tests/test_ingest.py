"""The benchmark of ingest, small: its parts run, and its section says what they are held against."""

import pytest

from bench import ingest_bench
from bench.ingest_bench import CONTESTANTS, Lap
from bench.measure import ROOT

LAP = Lap(seconds=2, cpu=1, peak=300, early=200, late=210)


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize(("part", "database"), [("copy_rows", "PostgreSQL"), ("all_of_it", "SQLite")])
def test_a_part_is_measured_in_a_process_of_its_own(monkeypatch, part, database):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    lap = ingest_bench._lap(part, database, 1_000)
    assert lap.cpu > 0
    assert 20 < lap.early <= lap.peak


def test_the_section_holds_the_rate_and_the_ratio_against_their_aims():
    section = ingest_bench.report(100_000, dict.fromkeys(CONTESTANTS, LAP))
    assert [(verdict.clock, verdict.cpu) for verdict in section.verdicts[:2]] == [(50_000, 100_000), (1, 1)]
    assert section.verdicts[0].outcome == section.verdicts[1].outcome == "met"
    assert len(section.rows) == len(CONTESTANTS)
