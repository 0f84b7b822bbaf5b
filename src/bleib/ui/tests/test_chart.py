import json
import re
from pathlib import Path

from bleib.ui import assets, chart
from bleib.ui.chart import HEAT, HEAT_INK, Chart, config, rows
from bleib.ui.table import Table

EMPTY = Table("", (), ())


def test_a_chart_is_as_wide_as_its_place():
    assert Chart("a", "", {"mark": "bar"}, EMPTY).drawable()["width"] == "container"
    assert Chart("a", "", {"mark": "bar", "width": 90}, EMPTY).drawable()["width"] == 90


def test_rows_become_records():
    assert rows("x", "y", of=[(1, 2), (3, 4)]) == {"values": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]}


def test_every_colour_of_the_theme_is_a_token():
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", json.dumps(config()) + " ".join(HEAT + HEAT_INK)))
    defined = set(re.findall(r"^\s*(--[a-z0-9-]+):", assets.text("style/tokens.css"), re.MULTILINE))
    assert used <= defined
    assert "#" not in json.dumps(config())


def test_every_token_is_used_somewhere():
    tokens = assets.text("style/tokens.css")
    defined = set(re.findall(r"^\s*(--[a-z0-9-]+):", tokens, re.MULTILINE))
    sheets = (assets.text("style/report.css"), assets.text("style/bleib.css"), tokens)
    charts = (Path(chart.__file__).read_text(), *sheets, *HEAT, *HEAT_INK)
    assert {name for name in defined if not any(f"var({name})" in text for text in charts)} == set()
