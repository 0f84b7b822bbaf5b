from decimal import Decimal
from io import StringIO

import pytest
from rich.console import Console

from bleib.history.book import SourceNote
from bleib.kernel.told import Told
from bleib.report import print_terminal
from bleib.report.tests.sample import BRIDGE, OVERDUE, answers, retention, sample


def printed(report, lang="en", width=80, encoding="utf-8"):
    out = StringIO()
    print_terminal(report, Console(file=out, width=width), lang)
    out.getvalue().encode(encoding)
    return out.getvalue()


def test_the_sentence_can_be_found_with_grep():
    assert "Of 2,868 customers 1,950 stayed: 68.0 % (66.3-69.7)." in printed(sample())
    assert "Von 2.868 Kunden sind 1.950 geblieben: 68,0 % (66,3-69,7)." in printed(sample(), "de")


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("width", [60, 80, 200])
def test_no_line_is_wider_than_the_terminal(lang, width):
    assert max(len(line) for line in printed(sample(), lang, width).splitlines()) <= width


def test_at_80_columns_no_heading_is_cut():
    assert "Period   At start   Kept  Lost  New  Won back    Rate  95 % int." in printed(sample())


def test_a_pipe_gets_no_colours():
    assert "\x1b" not in printed(sample())


def test_an_old_windows_terminal_can_show_it():
    assert printed(sample(currency="EUR"), "de", encoding="cp1252")


def test_a_customer_called_like_markup_is_printed_as_text():
    assert "[red]" in printed(sample(), width=200)


def test_a_customer_cannot_steer_the_terminal():
    report = sample({"overdue": ({**OVERDUE[0], "name": "\x1b]0;owned\x07\x9b31mred"},)})
    assert not set("\x1b\x07\x9b") & set(printed(report))


def test_the_bridge_adds_up_on_screen():
    start, lost, new, end = map(Decimal, ("1850", "724.9", "77", "1202.1"))
    bridge = BRIDGE | dict.fromkeys(("contraction", "expansion", "won_back", "late_refunds"), Decimal(0))
    said = printed(sample({"revenue_retention": bridge | {"start": start, "lost": lost, "new": new, "end": end}}))
    assert all(each in said for each in ("£1,850.00", "-£724.90", "£77.00", "£1,202.10"))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_without_amounts_there_is_no_bridge(lang):
    totals = answers()["totals"][0] | {"revenue": None}
    bridge = dict.fromkeys(answers()["revenue_retention"][0])
    assert "NRR" not in printed(sample({"totals": totals, "revenue_retention": bridge}), lang)


def test_what_is_to_know_about_a_source_is_said():
    assert "notes.txt: no table" in printed(sample())
    assert "retail.parquet:" not in printed(sample())


def test_of_many_notes_the_rest_are_counted():
    sources = tuple(SourceNote(f"{number}.txt", 0, "skipped", Told.same("no table")) for number in range(12))
    said = printed(sample(sources=sources))
    assert said.count("no table") == 8
    assert "4 more notes" in said


def test_synthetic_data_say_so():
    assert "Synthetic data" in printed(sample(synthetic=True))
    assert "Synthetic data" not in printed(sample())


def test_nobody_at_the_start_is_no_crash():
    empty = {"retention": retention(0, 0, 0, 0), "retention_regulars": retention(0, 0, 0, 0), "retention_series": ()}
    assert "cannot be said" in printed(sample(empty))
