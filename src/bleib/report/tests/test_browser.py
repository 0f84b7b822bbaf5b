"""The page in real Chromium: accessible, silent, self-contained, readable on a phone and on paper."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from shutil import which

import pytest

import bleib.ui
from bleib.report import write_html
from bleib.report.tests.sample import sample

pytestmark = pytest.mark.browser

AXE = Path(bleib.ui.__file__).parent / "tests" / "vendor" / "axe.min.js"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
STILL = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WORTH = {"customers": 850, "revenue_year": Decimal("353541234.8900")}
DRAWN = "document.documentElement.dataset.charts === 'drawn'"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# Where the texts of each chart stand: left, right, top, bottom.
BOXES = """charts => charts.map(chart => [...chart.querySelectorAll("svg text")].filter(text => text.textContent).map(
    text => (box => [box.left, box.right, box.top, box.bottom])(text.getBoundingClientRect())))"""


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = next(filter(None, map(which, PROGRAMS)))
        chromium = playwright.chromium.launch(executable_path=program, args=STILL)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for lang in ("de", "en"):
        write_html(sample(synthetic=True, worth=WORTH), folder / f"{lang}.html", lang)
    return folder


@pytest.fixture
def opened(browser, files):
    """A function that opens the page; `said` collects whatever it says on the console or asks of the network."""
    contexts = []

    def open_page(lang="de", scheme="light", width=1440):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False)
        contexts.append(context)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: page.said.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda request: page.said.append(request.url))
        page.goto((files / f"{lang}.html").as_uri())
        page.wait_for_function(DRAWN, timeout=30_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def violations(page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {json.dumps(RULES)})")["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def touching(one, other) -> bool:
    beside = one[1] + 1 < other[0] or other[1] + 1 < one[0]
    return not beside and one[2] + 4 < other[3] and other[2] + 4 < one[3]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(opened, lang, scheme):
    page = opened(lang, scheme)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert violations(page) == []


def test_axe_finds_no_violation_on_a_phone(opened):
    assert violations(opened(width=390)) == []


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("unfolded", [False, True])
def test_a_phone_scrolls_only_down(opened, lang, unfolded):
    page = opened(lang, width=390)
    page.evaluate(f"for (const each of document.querySelectorAll('details')) each.open = {json.dumps(unfolded)}")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("lang", ["de", "en"])
def test_on_a_phone_no_text_of_a_chart_is_cut_or_touches_its_neighbour(opened, lang):
    page = opened(lang, width=390)
    places = page.eval_on_selector_all(".chart:not(.wide)", BOXES)
    assert all(left >= 0 and right <= 390 for boxes in places for left, right, *_ in boxes)
    pairs = [pair for boxes in places for pair in combinations(boxes, 2)]
    assert [pair for pair in pairs if touching(*pair)] == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_big_number_stands_on_one_line(opened, lang):
    lines = (
        "all => all.map(each => each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight))"
    )
    assert max(opened(lang, width=390).eval_on_selector_all(".figure .value", lines)) < 1.5


def test_the_page_is_silent_and_asks_nobody_for_anything(opened):
    page = opened()
    page.mouse.move(700, 900)
    outside = [each for each in page.said if not each.startswith(("file:", "data:"))]
    assert outside == []
    assert sum(each.startswith("file:") for each in page.said) == 1


def test_every_chart_is_drawn_as_svg(opened):
    paths = "all => all.map(each => each.querySelectorAll('svg path').length)"
    counts = opened().eval_on_selector_all("[data-chart]", paths)
    assert len(counts) == 7
    assert min(counts) > 3


def test_charts_are_drawn_in_the_colours_of_the_scheme(opened):
    colour = "getComputedStyle(document.querySelector('[data-chart=retention] .mark-line path')).stroke"
    assert opened(scheme="light").evaluate(colour) != opened(scheme="dark").evaluate(colour)


def test_hovering_a_point_names_its_numbers(opened):
    page = opened("en")
    page.locator("[data-chart=retention] .mark-symbol path").first.hover()
    assert "1,000 of 1,800" in page.locator("#vg-tooltip-element").inner_text()


def test_a_hostile_name_runs_nothing(opened):
    page = opened()
    assert page.locator("text=alert(1)").count() > 0
    assert page.evaluate("document.scripts.length") == 5


def test_the_keyboard_reaches_the_content_the_tables_and_the_folded_numbers(opened):
    page = opened()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert {"skip", "scroll", "SUMMARY"} <= reached


def test_paper_is_white_even_for_those_who_read_in_the_dark(opened):
    page = opened(scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_no_chart_is_wider_than_a_sheet_of_paper(opened):
    page = opened(width=688)  # A4 upright less its margins
    page.emulate_media(media="print")
    widths = page.eval_on_selector_all("[data-chart] svg", "all => all.map(each => each.getBoundingClientRect().right)")
    assert max(widths) <= 688


def test_it_prints(opened, tmp_path):
    sheet = tmp_path / "report.pdf"
    opened().pdf(path=sheet, prefer_css_page_size=True)
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sheet.stat().st_size > 50_000
