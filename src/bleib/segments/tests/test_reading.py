"""What pages ask of segments."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bleib.customers.models import Contact
from bleib.lights.api import Colour, judge
from bleib.rules.errors import RuleError
from bleib.segments.api import (
    counts,
    lights_of,
    members,
    overlap,
    overview,
    preview,
    segment,
    segments_of,
    sentence,
    trend,
)
from bleib.segments.filling import fill, fill_everybody
from bleib.segments.models import Membership
from bleib.segments.tests.story import NOW, TODAY, ago, customer, happened, order, ready
from bleib.segments.tests.story import segment as edited

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
LATER = NOW + timedelta(days=40)


@pytest.fixture
def three(home):
    """Adler bought once, Bauer and Cramer twice; Cramer long ago."""
    happened(order("Adler", ago(5)), order("Bauer", ago(9)), order("Bauer", ago(3)))
    happened(order("Cramer", ago(300)), order("Cramer", ago(290)))
    fill_everybody(now=NOW)


def test_members_and_counts_say_who_belongs_now_and_did_then(three):
    assert [each.customer.number for each in members(segment("regulars"))] == ["Bauer", "Cramer"]
    assert (counts()["regulars"], counts()["new-customers"], counts()["promoters"]) == (2, 1, 0)
    happened(order("Adler", TODAY), now=LATER)
    assert counts()["regulars"] == 3
    assert [each.customer.number for each in members(segment("new-customers"), at=NOW)] == ["Adler"]
    assert members(segment("new-customers")).count() == 0
    assert [each.segment.key for each in segments_of(customer("Cramer"))] == ["regulars", "sleeping"]


def test_a_trend_counts_who_was_there_when_each_month_ended(three):
    Membership.objects.filter(segment__key="regulars", customer__number="Cramer").update(left_at=LATER)
    found = trend(segment("regulars"), today=date(2027, 1, 20), months=4)
    assert [each.members for each in found] == [None, 2, 2, 1]
    assert [(each.entered, each.left) for each in found[1:]] == [(2, 0), (0, 0), (0, 1)]
    summary = {each.segment.key: each for each in overview(today=date(2027, 1, 20))}["regulars"]
    assert (summary.count, summary.before, len(summary.trend)) == (1, 2, 12)


def test_segments_overlap(three):
    found = {each.segment.key: (each.both, each.own, each.others) for each in overlap(segment("regulars"))}
    assert found["sleeping"] == (1, 2, 1)


def test_segments_of_contacts_overlap_with_each_other(three):
    for name, number in (("Berg", "Bauer"), ("Amsel", "Adler")):
        Contact.objects.create(customer=customer(number), last_name=name, language="de", mail="x@y.de", created_at=NOW)
    edited("german", {"field": "contact_language", "is": "de"}, subject="contact")
    both = {"all": [{"field": "contact_has_mail", "is": True}, {"field": "in_segment", "has": "regulars"}]}
    edited("written", both, subject="contact")
    fill_everybody(now=NOW)
    [found] = overlap(segment("german"))
    assert (found.segment.key, found.both, found.own, found.others) == ("written", 1, 2, 1)


def test_lights_of_members_are_counted(three):
    judge(None, now=NOW)
    fill(None, now=NOW)
    assert lights_of(segment("regulars"))[Colour.GREEN] == 1
    assert sum(lights_of(segment("regulars")).values()) == 1  # who is gone for a year has none


def test_a_condition_is_tried_before_it_is_a_segment(three):
    judge(None, now=NOW)
    found = preview({"field": "in_segment", "has": "regulars"}, now=NOW)
    assert (found.count, found.all, [each.customer.number for each in found.sample]) == (2, 3, ["Bauer", "Cramer"])
    assert found.lights[Colour.GREEN] == 1
    assert found.sample[0].light is Colour.GREEN
    with pytest.raises(RuleError, match="in_segment is never 'regular'"):
        preview({"field": "in_segment", "has": "regular"}, now=NOW)


def test_a_condition_about_contacts_finds_people(three):
    Contact.objects.create(customer=customer("Bauer"), last_name="Berg", language="de", created_at=NOW)
    Contact.objects.create(customer=customer("Adler"), last_name="Amsel", language="de", created_at=NOW)
    both = {"all": [{"field": "contact_language", "is": "de"}, {"field": "in_segment", "has": "regulars"}]}
    Contact.objects.create(customer=customer("Bauer"), last_name="Ried", language="fr", created_at=NOW)
    judge(None, now=NOW)
    assert (
        preview({"field": "contact_known_since", "known": True}, subject="contact", now=NOW).lights[Colour.GREEN] == 2
    )
    found = preview(both, subject="contact", now=NOW)
    assert (found.count, found.all, str(found.sample[0].contact)) == (1, 3, "Berg")
    assert sentence(both, "contact", "de") == "Sprache des Ansprechpartners ist de und Segmente enthalten Stammkunden"


def test_a_rank_that_was_only_tried_counts_for_nobody(home):
    ready()
    happened(order("Adler", ago(5)))
    preview({"field": "revenue_rank", "at_most": 1}, now=NOW)
    assert fill(["Adler"], now=NOW) == 0
