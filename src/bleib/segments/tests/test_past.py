"""Segments of today on earlier days, and the record of lights among their members."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import settings

from bleib.history.importing import import_files
from bleib.history.models import Setting
from bleib.history.past_home import past_of_home
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.outlook.models import Record
from bleib.segments.api import (
    fill,
    fill_everybody,
    is_look_back_due,
    keys_at,
    look_back,
    members_at,
    record_of,
    segment,
    trend,
)
from bleib.segments.tests.story import NOW, TODAY, ago, happened, order, tell
from bleib.segments.tests.story import segment as edited

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
RED = {"light": "red", "cases": 9, "customers": 5, "left": 3, "share": 0.33, "low": 0.1, "high": 0.6, "weeks": 4.0,
       "timed": 2}  # fmt: skip


def test_who_belonged_to_a_segment_on_an_earlier_day_is_told_by_what_was_known_then():
    happened(order("Adler", ago(100)), order("Adler", ago(20)), order("Bauer", ago(40)), now=NOW - timedelta(days=10))
    fill(None, now=NOW)
    with past_of_home(settings.HOME, now=NOW) as past:
        before = {tuple(row.values()) for row in members_at(past.at(ago(9)), ago(9)).to_pylist()}
        keys = {row["customer"]: row["segments"] for row in keys_at(past.at(ago(9)), ago(9)).to_pylist()}
        nobody = members_at(past.at(ago(200)), ago(200)).num_rows
    assert {("Adler", "regulars"), ("Bauer", "new-customers")} <= before
    assert keys["Bauer"].startswith("|new-customers")
    assert nobody == 0


def test_the_record_of_lights_is_told_for_the_members_of_a_segment():
    assert record_of(segment("regulars")) == []
    told = {"segments": [{"segment": "regulars", "colours": [RED]}]}
    Record.objects.create(made_at=NOW, as_of=TODAY, horizon=90, made_by="1", backtest=told, proposal={})
    [red] = record_of(segment("regulars"))
    assert (red.light, red.left, red.share) == ("red", 3, 0.33)
    assert record_of(segment("promoters")) == []


def test_a_year_before_a_segment_was_filled_is_counted_once(home, tmp_path):
    path = tmp_path / "orders.csv"
    orders = [f"10;R{n};{ago(day):%d.%m.%Y};100,00" for n, day in enumerate((200, 120))]
    path.write_text("\n".join(["Kundennummer;Rechnungsnr;Rechnungsdatum;Betrag", *orders]), encoding="utf-8")
    fill_everybody(now=NOW)
    assert not is_look_back_due(NOW)
    with Reading(ReadOptions(), now=NOW) as reading:
        reading.look([path])
        import_files(home, reading, [str(path)], now=NOW, lang="de", watch=str)
    tell()
    assert is_look_back_due(NOW)
    assert look_back(now=NOW) == 10  # at-risk asks for lights
    assert not is_look_back_due(NOW)
    found = {each.last: each for each in trend(segment("regulars"), today=TODAY)}
    assert [found[day].members for day in (date(2026, 4, 30), date(2026, 5, 31), date(2026, 8, 31))] == [None, 0, 1]
    assert (found[TODAY].members, found[TODAY].counted, found[date(2026, 8, 31)].counted) == (1, False, True)
    edited("regulars", {"field": "orders", "at_least": 1})
    fill_everybody(now=NOW)
    assert look_back(now=NOW) == 1
    assert {each.last: each.members for each in trend(segment("regulars"), today=TODAY)}[date(2026, 5, 31)] == 1
    Setting.write("non_goods", ["POSTAGE"])
    fill_everybody(now=NOW)
    assert is_look_back_due(NOW)  # other purchases may have counted then, too
