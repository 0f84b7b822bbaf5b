"""Customers are judged by what they did: the worst reason wins, and each says since when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.models.product import Product, ProductGroup
from bleib.history.models import Setting
from bleib.lights.api import Light, explain, is_everybody_due, judge, judge_due, judge_everybody
from bleib.lights.models import LightReason, LightRule, RulesVersion
from bleib.lights.tests.story import NOW, TODAY, ago, answer, case, happened, light, order, reasons, seen

LATER = NOW + timedelta(hours=1)
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def test_a_customer_who_bought_lately_is_stable():
    happened(order("Adler", ago(5)))
    found = light("Adler")
    assert (found.colour, found.judged, found.before, found.reasons) == ("green", "green", "", [])
    assert found.due_on is not None
    assert TODAY < found.due_on <= ago(5) + timedelta(days=30)
    assert RulesVersion.objects.get(digest=found.made_by).definition["lights"] == 1


def test_thirty_days_without_activity_are_yellow_since_the_thirtieth():
    happened(order("Adler", ago(40)))
    found = light("Adler")
    assert (found.colour, found.since) == ("yellow", ago(10))
    assert reasons("Adler") == ["no-activity"]
    assert seen("Adler", "no-activity")["last_activity_on"] == ago(40).isoformat()


def test_who_orders_in_a_rhythm_is_late_when_twice_of_it_has_passed():
    days = [400, 300, 200]
    happened(*(order("Adler", ago(day)) for day in days))
    assert (reasons("Adler"), light("Adler").since) == (["overdue"], TODAY)
    happened(order("Bauer", ago(140)), order("Bauer", ago(90)), order("Bauer", ago(40)))
    assert (light("Bauer").colour, reasons("Bauer")) == ("green", [])


def test_the_worst_wins_and_every_reason_stays():
    happened(order("Adler", ago(40)), *case("Adler", ago(33), severity="urgent"), answer("Adler", ago(31), 3))
    found = light("Adler")
    assert (found.colour, found.since) == ("red", ago(33))
    assert set(reasons("Adler")) == {"serious-case", "detractor", "open-case", "no-activity"}


def test_a_day_that_passes_changes_a_light_without_any_fact():
    happened(order("Adler", ago(5)), order("Bauer", ago(1)))
    later = NOW + timedelta(days=25)
    assert judge_due(now=later - timedelta(days=1)) == 0
    assert judge_due(now=later) == 1
    assert (light("Adler").colour, light("Adler").before, light("Adler").changed_at) == ("yellow", "green", later)
    assert light("Bauer").colour == "green"


def test_only_who_was_touched_is_judged_again():
    happened(order("Adler", ago(5)), order("Bauer", ago(5)))
    Light.objects.filter(customer__number="Bauer").update(colour="red", judged="red")
    happened(*case("Adler", TODAY))
    assert (light("Adler").colour, light("Bauer").colour) == ("yellow", "red")
    assert judge(["Adler"], now=NOW) == 0  # hearing twice does no harm
    assert judge(None, now=NOW) == 1
    assert light("Bauer").colour == "green"


def test_a_solved_case_makes_the_customer_stable_again():
    happened(order("Adler", ago(5)), *case("Adler", ago(3), severity="high"))
    assert light("Adler").colour == "red"
    later = NOW + timedelta(hours=2)
    happened(*case("Adler", ago(3), severity="high", closed=TODAY)[1:], now=later)
    found = light("Adler")
    assert (found.colour, found.before, found.changed_at) == ("green", "red", later)
    assert not LightReason.objects.filter(customer__number="Adler").exists()


def test_who_is_silent_for_more_than_a_year_is_watched_no_more():
    happened(order("Adler", ago(360)), order("Bauer", ago(366)))
    assert list(Light.objects.values_list("customer__number", flat=True)) == ["Adler"]
    assert judge_due(now=NOW + timedelta(days=6)) == 1
    assert not Light.objects.exists()
    happened(order("Bauer", TODAY))
    assert light("Bauer").colour == "green"


def test_prospects_have_no_light():
    happened(*case("Prospekt", ago(3), severity="high"))
    assert not Light.objects.exists()
    happened(order("Prospekt", ago(1)))
    assert light("Prospekt").colour == "red"


def test_who_is_judged_the_same_by_other_rules_is_left_alone():
    happened(order("Adler", ago(5)), order("Bauer", ago(40)))
    judge(None, now=NOW)
    before = light("Adler").made_by
    LightRule.objects.filter(key="no-activity").update(colour="red")
    assert judge(None, now=LATER) == 1
    newest = RulesVersion.objects.latest("since").digest
    assert (light("Adler").made_by, light("Bauer").made_by) == (before, newest)
    assert explain(light("Adler").customer, lang="en", now=LATER).rules_since == LATER


def test_everybody_is_judged_again_when_other_codes_are_no_goods():
    happened(order("Adler", ago(5)))
    judge_everybody(now=NOW)
    assert not is_everybody_due(NOW)
    Setting.write("non_goods", ["POSTAGE"])
    assert is_everybody_due(NOW)


def test_everybody_is_judged_again_when_a_product_is_in_another_group_for_rules_that_ask_for_them():
    judge_everybody(now=NOW)
    Product.objects.create(code="INK", group=ProductGroup.objects.create(name="Ink"))
    assert is_everybody_due(NOW)
    LightRule.objects.filter(condition__icontains="groups_dropped").delete()
    judge_everybody(now=NOW)
    Product.objects.create(code="PAPER", group=ProductGroup.objects.get())
    assert not is_everybody_due(NOW)
