"""Segments over the API: made, read with their condition in words, refused with what is wrong, taken away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.models import Customer
from bleib.segments.models import Membership, Segment

pytestmark = pytest.mark.django_db
LATE = {"name": {"en": "Late"}, "when": {"field": "revenue_rank", "at_most": 0.2}}


def test_a_segment_is_made_changed_and_taken_away(ask):
    made = ask("put", "segments/late", LATE).json()
    assert (made["name"], made["when"], made["members"]) == ("Late", LATE["when"], 0)
    assert "revenue" in made["sentence"]
    ask("put", "segments/late", LATE | {"active": False})
    assert not {each["key"]: each for each in ask("get", "segments").json()["data"]}["late"]["active"]
    assert ask("delete", "segments/late").status_code == 204
    assert ask("get", "segments/late").status_code == 404


def test_what_is_wrong_with_a_condition_is_said(ask):
    refused = ask("put", "segments/late", LATE | {"when": {"field": "shoe_size", "is": 44}})
    assert refused.status_code == 422
    assert "shoe_size" in refused.json()["errors"][0]["what"]
    circle = ask("put", "segments/late", LATE | {"when": {"field": "in_segment", "has": "late"}})
    assert circle.status_code == 422


def test_who_belongs_to_it_now_and_who_did(ask, now):
    ask("put", "segments/late", LATE)
    segment = Segment.objects.get(key="late")
    for number, left in (("1", None), ("2", now - timedelta(days=1))):
        customer = Customer.objects.create(number=number, name=number, created_at=now)
        entered = now - timedelta(days=2)
        Membership.objects.create(segment=segment, customer=customer, entered_at=entered, left_at=left)
    assert [each["customer"] for each in ask("get", "segments/late/members").json()["data"]] == ["1"]
    before = (now - timedelta(hours=30)).isoformat()
    assert len(ask("get", "segments/late/members", at=before).json()["data"]) == 2
    assert ask("get", "customers/1/segments").json()["data"][0]["segment"] == "late"
    assert ask("get", "segments/late").json()["members"] == 1
    assert [each["number"] for each in ask("get", "customers", segment="late").json()["data"]] == ["1"]
    assert ask("get", "customers", segment="unheard-of").json()["data"] == []
