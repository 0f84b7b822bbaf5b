"""On paper: the same bytes for the same report, readable by machines; whatever a customer is called is only text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
import typst

from bleib.report import compose, write_pdf
from bleib.report.headline import headline
from bleib.report.pdf import document, render_pdf
from bleib.report.pdf_charts import draw
from bleib.report.sections import sections
from bleib.report.tests.books import book, every
from bleib.report.tests.sample import HOSTILE, retention, sample
from bleib.report.words import Words
from bleib.ui import assets

pytestmark = pytest.mark.slow

AIMS = {"retention": Decimal(85), "retention_regulars": Decimal(78), "overdue": Decimal(2_000_000)}
START = date(2024, 1, 1)


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(sample(synthetic=True), "de", targets=AIMS)


def test_it_is_for_archives_and_for_screen_readers(pdf):
    """PDF/A-2a and PDF/UA-1: Typst refuses to write what does not keep to them."""
    assert pdf.startswith(b"%PDF-1.7")
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert re.search(rb"/Lang\s*\(de\)", pdf)


def test_the_same_report_gives_the_same_bytes(pdf):
    assert render_pdf(sample(synthetic=True), "de", targets=AIMS) == pdf


def test_the_vendored_font_is_one_that_typst_can_set():
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(assets.fonts())])
    assert sorted((font.family, font.weight) for font in found.fonts()) == [("Inter", 400), ("Inter", 600)]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    "purchases",
    [
        [("A", START, 50)],
        every("A", gap=30, times=9, amount=None, start=START),
        every(None, gap=30, times=9, amount=40, start=START),
        [(HOSTILE * 3, START, 10), ("#panic() $x$ \\ @y <z>", date(2024, 9, 1), -10)],
    ],
    ids=["one purchase", "no amounts", "no customers", "hostile names"],
)
def test_thin_books_fill_pages_too(purchases, lang):
    assert render_pdf(compose(book(*purchases)), lang).startswith(b"%PDF")


def test_charts_have_print_colours_and_text_that_can_be_searched():
    words = Words("de", "GBP")
    for part in sections(sample(), words):
        if part.chart:
            svg = draw(part.chart, words)
            assert "var(--" not in svg
            assert "<text" in svg


def test_every_chart_has_words_and_the_lines_their_numbers():
    data = document(sample(), Words("en", "GBP"))
    assert all(part["chart"]["summary"] for part in data["sections"] if part["chart"])
    assert len(data["numbers"]) == 3
    assert data["definitions"][0]["label"] == "Customer retention rate"
    assert not any("`" in text or "&amp;" in text for each in data["definitions"] for text in each.values())


def test_a_target_within_the_interval_is_neither_reached_nor_missed():
    told = {each.figure.label: each.aim for each in headline(sample(), Words("en", "GBP"), AIMS)}
    assert told["Customer retention rate"] == "■ target 85.0\u00a0% missed"
    assert told["Regulars only"] == "▲ target 78.0\u00a0% lies within the interval"
    assert told["Overdue customers"] == "● target at most £2,000,000 reached"
    assert told["NRR"] == ""


def test_nobody_to_count_has_no_verdict():
    told = headline(sample({"retention": retention(0, 0, 0, 0)}), Words("en", "GBP"), AIMS)
    assert told[0].aim == ""


def test_the_file_is_written_whole(tmp_path):
    write_pdf(sample(), tmp_path / "report.pdf", "en")
    assert (tmp_path / "report.pdf").read_bytes().endswith(b"%%EOF")
    assert [each.name for each in tmp_path.iterdir()] == ["report.pdf"]
