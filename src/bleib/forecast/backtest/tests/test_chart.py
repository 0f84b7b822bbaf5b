"""One chart, and the sentence that says what it shows."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
import vl_convert

from bleib.forecast.backtest import chart, sentence
from bleib.forecast.backtest.tests.sample import SAMPLE

BARE = replace(SAMPLE, colours=())


def test_the_record_of_the_lights_in_a_sentence():
    assert sentence(SAMPLE, "en") == "Of the customers that were red, 61 % left within 90 days; of the green, 4 %."
    assert sentence(SAMPLE, "de").startswith("Von den Kunden auf Rot sind 61 % innerhalb von 90 Tagen gegangen")


def test_without_lights_the_tenths_tell():
    assert sentence(BARE, "en").startswith("Of the tenth with the highest chance of leaving, 60 % left")


def test_a_single_light_is_told_without_comparison():
    only = replace(SAMPLE, colours=SAMPLE.colours[1:2])
    assert sentence(only, "de") == "Von den Kunden auf Gelb sind 30 % innerhalb von 90 Tagen gegangen."


def test_the_numbers_stand_in_a_table_worst_first():
    table = chart(SAMPLE, "en").numbers
    assert [row[0] for row in table.rows] == ["red", "yellow", "green"]
    assert table.rows[0][1:] == (100, 61.0, 50.0, 71.0, 9.5)


@pytest.mark.parametrize("record", [SAMPLE, BARE], ids=["lights", "tenths"])
def test_it_can_be_drawn(record):
    drawn = json.dumps(chart(record, "de").drawable() | {"width": 600}).replace("var(--", "").replace(')"', '"')
    assert "<svg" in vl_convert.vegalite_to_svg(drawn)


def test_of_nobody_there_is_no_chart():
    assert chart(replace(BARE, parts=()), "en") is None
    assert sentence(replace(BARE, parts=()), "en") == "Nobody was judged yet."


def test_a_page_that_shows_a_record_loads_no_models():
    code = "import sys, bleib.forecast.backtest; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"scipy", "sklearn", "lifelines", "pandas"} & set(loaded) == set()
