"""The retention of a segment's members stands on its page as soon as it was measured."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.console.retention.belonging import title
from bleib.customers.models import Customer
from bleib.figures.api import Question, answer, standard
from bleib.figures.measurement import measure, measure_again
from bleib.figures.tests.histories import NOW, told
from bleib.report.words import Words


@pytest.fixture
def measured(db, tmp_path, settings):
    """Adler, Brandt and Conrad are regulars."""
    settings.HOME, settings.TIME_ZONE = tmp_path, "Europe/Berlin"
    told(tmp_path)
    for number in ("Adler", "Brandt", "Conrad"):
        Customer.objects.create(number=number, created_at=NOW)
    measure_again(now=NOW)


@pytest.mark.slow
def test_the_retention_of_a_segment_leads_to_the_page_of_retention(client, measured):
    client.force_login(colleague(Role.ANALYST, language="en"))
    page = client.get("/segments/regulars/").content.decode()
    assert "of the members of 6 May 2026" in page
    assert "/retention/?slice=segment%3Aregulars" in page
    assert "slice=segment" not in client.get("/segments/top-20/").content.decode()
    with override("en"):
        side_by_side = title(answer(standard(), now=NOW), Words("en", "EUR"))
    assert side_by_side == "Segment (who belonged to it on 6 May 2026)"


@pytest.mark.slow
def test_a_slice_by_segment_says_which_day_is_meant_or_why_nobody_is_counted(client, measured):
    client.force_login(colleague(Role.ANALYST, language="en"))
    for key in ("regulars", "at-risk", "gone"):
        answer(Question(slice_by="segment", slice_value=key), now=NOW)
    measure(now=NOW)
    said = "Counted are those who belonged to the segment on 6 May 2026"
    assert all(
        said in client.get(f"/{page}/?slice=segment:regulars").content.decode() for page in ("retention", "value")
    )
    page = client.get("/retention/?slice=segment:at-risk").content.decode()
    assert "Nobody can say who belonged to “At risk” on 6 May 2026" in page
    assert "<svg" in page
    assert 'class="figures"' not in page
    assert "There is no segment “gone”" in client.get("/retention/?slice=segment:gone").content.decode()
