"""Figures of a segment over the API: of those who belonged to it, or the reason why nobody can say."""

from __future__ import annotations

import pytest
from django.utils import timezone

from bleib.accounts.api import Scope
from bleib.customers.models import Customer
from bleib.figures.measurement import measure
from bleib.figures.tests.conftest import home
from bleib.figures.tests.histories import NOW, told
from bleib.segments.api import Segment

__all__ = ["home"]
pytestmark = pytest.mark.django_db
PATH = "metrics/totals/values"


@pytest.mark.slow
def test_where_nobody_can_say_who_belonged_to_it_the_reason_is_told(ask, home):
    told(home)
    for number in ("Adler", "Brandt", "Conrad", "Dorn", "Eder"):
        Customer.objects.get_or_create(number=number, defaults={"created_at": NOW})
    asked = {key: {"slice": f"segment:{key}", "days": 240} for key in ("regulars", "at-risk")}
    assert {ask("get", PATH, **each).status_code for each in asked.values()} == {202}
    measure(now=NOW)
    assert ask("get", PATH, **asked["regulars"]).json()["rows"][0]["customers"] == 3
    refused = ask("get", PATH, **asked["at-risk"])
    assert refused.status_code == 409
    assert "Nobody can say who belonged to at-risk on 2025-" in refused.json()["detail"]


def test_a_slice_by_segment_takes_the_right_to_read_segments(client, secret_for):
    bearer = {"Authorization": f"Bearer {secret_for(Scope.READ_FIGURES)}"}
    refused = client.get(f"/api/v1/{PATH}?slice=segment:regulars", headers=bearer)
    assert refused.status_code == 403
    assert refused.json()["detail"] == "slice=segment:regulars takes the scope read:segments, too."
    assert client.get(f"/api/v1/{PATH}?slice=country:DE", headers=bearer).status_code == 404  # nothing imported


def test_segments_that_count_nobody_are_refused(ask):
    assert ask("get", PATH, slice="segment:nobody").json()["detail"] == "There is no segment nobody of customers."
    Segment.objects.filter(key="regulars").update(retired_at=timezone.now())
    refused = ask("get", PATH, slice="segment:regulars")
    assert (refused.status_code, refused.json()["detail"][:36]) == (409, "The segment regulars is switched off")
