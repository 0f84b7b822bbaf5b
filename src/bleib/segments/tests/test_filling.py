"""Customers enter and leave segments by what they did: rows and facts say when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bleib.customers.models.custom import CustomField
from bleib.customers.models.product import Product, ProductGroup
from bleib.history.models import PendingFact, Setting
from bleib.outlook.models import Run
from bleib.segments import keeping
from bleib.segments.filling import fill, fill_due, fill_everybody, is_everybody_due
from bleib.segments.models import Due, Membership, Segment
from bleib.segments.tests.story import (
    NOW,
    TODAY,
    ago,
    answer,
    customer,
    happened,
    members,
    order,
    ready,
    segment,
    segments_of,
    told,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def test_who_buys_for_the_first_time_is_a_new_customer_and_with_the_second_order_a_regular():
    ready()
    happened(order("Adler", ago(5)))
    assert (segments_of("Adler"), told()) == (["new-customers"], ["entered new-customers Adler"])
    later = NOW + timedelta(hours=1)
    happened(order("Adler", TODAY), now=later)
    assert segments_of("Adler") == ["regulars"]
    left = Membership.objects.get(segment__key="new-customers")
    assert (left.entered_at, left.left_at) == (NOW, later)
    assert Membership.objects.get(segment__key="regulars").entered_at == later
    assert sorted(told()) == ["entered regulars Adler", "left new-customers Adler"]


def test_hearing_twice_changes_nothing():
    ready()
    happened(order("Adler", ago(5)))
    before = told()
    assert fill(["Adler"], now=NOW + timedelta(hours=1)) == 0
    assert fill(None, now=NOW + timedelta(hours=1)) == 0
    assert told() == before


def test_the_first_filling_has_no_facts_and_later_entries_have():
    happened(order("Adler", ago(5)), order("Bauer", ago(5)), order("Bauer", ago(3)))
    assert told() == []
    assert (members("new-customers"), members("regulars")) == (["Adler"], ["Bauer"])
    fill_everybody(now=NOW)
    happened(order("Adler", TODAY), now=NOW + timedelta(hours=1))
    assert sorted(told()) == ["entered regulars Adler", "left new-customers Adler"]


def test_a_day_that_passes_makes_a_new_customer_a_one_time_buyer():
    ready()
    segment("top-20", {"field": "orders", "at_least": 100})  # a rank would look at everybody
    happened(order("Adler", ago(5)))
    assert Due.objects.get(customer=customer("Adler")).due_on is not None
    due = ago(5) + timedelta(days=90)
    assert fill_due(now=NOW + timedelta(days=(due - TODAY).days - 1)) == 0
    assert fill_due(now=NOW + timedelta(days=(due - TODAY).days)) == 2
    assert segments_of("Adler") == ["one-time-buyers"]


def test_only_segments_that_were_edited_are_filled_again_and_one_that_is_off_is_left():
    happened(order("Adler", ago(5)))
    fill_everybody(now=NOW)
    assert not is_everybody_due(NOW)
    segment("mine", {"field": "orders", "at_least": 1})
    Membership.objects.filter(segment__key="new-customers").delete()
    assert is_everybody_due(NOW)
    assert fill_everybody(now=NOW) == 1
    assert segments_of("Adler") == ["mine"]  # new-customers was not looked at
    segment("mine", {"field": "orders", "at_least": 1}, active=False)
    assert fill_everybody(now=NOW + timedelta(minutes=1)) == 1
    assert (members("mine"), Segment.objects.get(key="mine").made_by) == ([], "")
    assert told("segment_left") == ["left mine Adler"]


def test_all_are_filled_again_when_other_codes_are_no_goods():
    ready()
    happened(order("Adler", ago(5)), replace(order("Adler", ago(3)), product="POSTAGE"))
    assert (members("regulars"), is_everybody_due(NOW)) == (["Adler"], False)
    Setting.write("non_goods", ["POSTAGE"])
    assert is_everybody_due(NOW)
    fill_everybody(now=NOW + timedelta(minutes=1))
    assert (members("regulars"), is_everybody_due(NOW)) == ([], False)


def test_those_that_ask_for_groups_of_products_are_filled_again_when_a_product_is_in_another():
    segment("narrow", {"field": "groups_365", "at_most": 1})
    fill_everybody(now=NOW)
    Product.objects.create(code="INK", group=ProductGroup.objects.create(name="Ink"))
    assert is_everybody_due(NOW)


def test_a_forecast_that_comes_while_a_segment_is_filled_has_it_filled_again(monkeypatch):
    segment("leaving", {"field": "leave", "at_least": 0.5})
    fill_everybody(now=NOW)
    assert not is_everybody_due(NOW)

    def load_and_forecast(*given, load=keeping.load, **named):
        load(*given, **named)
        Run.objects.create(made_at=NOW, as_of=TODAY, horizon=90, kind="boosting", made_by="1", completed_at=NOW)

    monkeypatch.setattr(keeping, "load", load_and_forecast)
    fill(None, now=NOW)
    assert is_everybody_due(NOW)


def test_who_gives_a_nine_is_a_promoter_for_a_year():
    ready()
    happened(order("Adler", ago(50)), answer("Adler", ago(3), 9))
    found = Membership.objects.get(segment__key="promoters")
    assert (found.customer.number, found.since) == ("Adler", ago(3))


def test_prospects_and_former_customers_belong_to_segments_too():
    segment("prospects", {"field": "standing", "is": "prospect"})
    happened(answer("Prospekt", ago(3), 9), order("Adler", ago(1)))
    assert members("prospects") == ["Prospekt"]


def test_who_is_looked_at_for_the_first_time_is_no_news_of_today():
    ready()
    happened(order("Adler", ago(300)), order("Adler", ago(290)))
    entered = PendingFact.objects.get(type="segment_entered", props__contains='"regulars"')
    assert '"first":true' in entered.props
    happened(order("Bauer", ago(9)))
    happened(order("Bauer", TODAY), now=NOW + timedelta(hours=1))
    assert '"first"' not in PendingFact.objects.get(type="segment_left").props


def test_a_segment_that_asks_for_a_field_that_is_gone_stays_as_it_is():
    own = CustomField.objects.create(key="colour", label="Farbe", kind="text")
    segment("blue", {"field": "field_colour", "is": "blue"})
    segment("friends", {"any": [{"field": "in_segment", "has": "blue"}, {"field": "orders", "at_least": 1}]})
    happened(order("Adler", ago(5)))
    fill_everybody(now=NOW)
    own.delete()
    assert not is_everybody_due(NOW)
    happened(order("Bauer", ago(5)))
    assert (members("friends"), members("new-customers")) == (["Adler"], ["Adler", "Bauer"])


def test_ranks_are_found_anew_where_many_of_all_were_touched():
    ready()
    happened(*(order(name, ago(5), amount) for name, amount in zip("ABCDE", (10, 20, 30, 40, 50), strict=True)))
    assert members("top-20") == ["E"]
    happened(order("A", TODAY, 90), now=NOW + timedelta(hours=1))
    assert (members("top-20"), told("segment_left")[-1:]) == (["A"], ["left top-20 E"])
