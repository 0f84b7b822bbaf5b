import json
import re
from html.parser import HTMLParser

import pytest

from bleib.report.page import code, inline_json, render
from bleib.report.sections import sections
from bleib.report.tests.sample import HOSTILE, OVERDUE, sample
from bleib.report.words import Words


class Elements(HTMLParser):
    """Tags with their attributes, and the texts of scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.tags and self.tags[-1][0] == "script" and data.strip():
            self.scripts.append(data)


@pytest.fixture(scope="module", params=["de", "en"])
def page(request):
    return render(sample(), request.param)


def test_a_hostile_name_is_text(page):
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page


def test_a_name_of_many_lines_is_cut_and_can_still_be_read():
    endless = "Adler & Sons " * 70
    page = render(sample({"overdue": ({**OVERDUE[0], "name": endless},)}), "en")
    titles = [attributes.get("title") for tag, attributes in Elements(page).tags if tag == "th"]
    assert f"{endless} (12346)" in titles
    assert page.count(endless.replace("&", "&amp;")) == 1


def test_only_our_own_scripts_are_in_it(page):
    assert len([tag for tag, _ in Elements(page).tags if tag == "script"]) == 5


def test_no_attribute_points_outside(page):
    values = (value for _, attributes in Elements(page).tags for value in attributes.values() if value)
    assert [value for value in values if "//" in value] == []


def test_the_policy_lets_nothing_in_from_outside(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_inline_json_cannot_end_its_script():
    text = inline_json({"name": "</script><!--&"})
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"name": "</script><!--&"}


def test_headings_are_in_order(page):
    levels = [int(tag[1]) for tag, _ in Elements(page).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(page):
    tags = Elements(page).tags
    assert sum(tag == "table" for tag, _ in tags) == sum(tag == "caption" for tag, _ in tags) > 10
    assert all(attributes.get("scope") for tag, attributes in tags if tag == "th")


def test_every_chart_has_its_numbers_as_a_table(page):
    tags = Elements(page).tags
    charts = [attributes["data-chart"] for _, attributes in tags if "data-chart" in attributes]
    captions = {attributes.get("id") for tag, attributes in tags if tag == "caption"}
    assert charts == ["retention", "bridge", "cohorts", "regulars", "pareto", "rfm", "rhythm"]
    assert all(f"{name}-numbers" in captions for name in charts)


def test_ids_are_unique(page):
    ids = [attributes["id"] for _, attributes in Elements(page).tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_definitions_have_no_raw_backticks(page):
    said = page[page.index('id="definitions"') : page.index("</main>")]
    assert "`" not in said
    assert "<code>until</code>" in said
    assert "Hyndman &amp; Fan" in said


def test_what_stands_between_backticks_is_code_and_nothing_else_is():
    assert code("before `at` & <b>") == "before <code>at</code> &amp; &lt;b&gt;"


def test_the_german_page_defines_in_german():
    page = render(sample(), "de")
    assert "eigene Definition von Bleib" in page
    assert "definition of Bleib" not in page


def test_synthetic_data_are_labelled():
    assert 'class="synthetic"' in render(sample(synthetic=True), "de")
    assert 'class="synthetic"' not in render(sample(), "de")


def test_licences_travel_with_what_is_inside(page):
    assert page.count("Redistribution and use in source and binary forms") == 4
    assert "SIL OPEN FONT LICENSE" in page


def test_every_section_says_something_before_it_shows_something():
    assert all(section.sentences for section in sections(sample(), Words("de", "EUR")))
