"""The retention of a segment's members stands on its page as soon as it was measured."""

from __future__ import annotations

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.customers.models import Customer
from bleib.figures.measurement import measure_again
from bleib.figures.tests.histories import NOW, told
from bleib.segments.api import Membership, Segment


@pytest.fixture
def measured(db, tmp_path, settings):
    """Adler, Brandt and Conrad are regulars."""
    settings.HOME, settings.TIME_ZONE = tmp_path, "Europe/Berlin"
    told(tmp_path)
    segment = Segment.objects.get(key="regulars")
    for number in ("Adler", "Brandt", "Conrad"):
        found = Customer.objects.create(number=number, created_at=NOW)
        Membership.objects.create(segment=segment, customer=found, entered_at=NOW)
    measure_again(now=NOW)


def test_the_retention_of_a_segment_leads_to_the_page_of_retention(client, measured):
    client.force_login(colleague(Role.ANALYST, language="en"))
    page = client.get("/segments/regulars/").content.decode()
    assert "of today&#x27;s members" in page
    assert "/retention/?slice=segment%3Aregulars" in page
    assert "slice=segment" not in client.get("/segments/top-20/").content.decode()
    assert "Regulars" in client.get("/retention/?slice=segment:regulars").content.decode()
