"""`bleib audit` lists in the reader's language and says whether the log is intact."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from bleib.audit import api
from bleib.audit.models import Entry

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def anna(db, tmp_path):
    """Anna was renamed; the chain is sealed."""
    (tmp_path / "home").mkdir()
    user = get_user_model().objects.create_user("anna@example.com", name="Anna")
    with transaction.atomic():
        api.record(actor=user, verb="changed", subject=user, after={"name": "Anna"}, now=NOW)
    api.seal(now=NOW)
    return user


def test_entries_are_told_in_the_readers_language(bleib, anna):
    assert bleib("audit").out == "2026-11-21 09:00 UTC  Anna changed Anna: name: Anna.\n"
    assert "Anna hat Anna geändert" in bleib("audit", lang="de").out


@pytest.mark.parametrize(
    ("asked", "lines"),
    [
        (("--who", "ANNA@example.com"), 1),
        (("--who", "bert@example.com"), 0),
        (("--about", "contact:1"), 0),
        (("--since", "2026-11-21"), 1),
        (("--since", "2026-11-22"), 0),
    ],
)
def test_it_lists_what_was_asked_for(bleib, anna, asked, lines):
    assert len(bleib("audit", *asked).out.splitlines()) == lines


def test_nobody_is_no_person(bleib, anna):
    assert "names nobody" in bleib("audit", "--about", "Anna").err


def test_an_intact_log_says_so(bleib, anna):
    assert "intact. Last link of the chain: 1 " in bleib("audit", "--verify").out


def test_a_fault_ends_the_command_with_an_error(bleib, anna):
    Entry.objects.update(salt="", content="{}")
    answer = bleib("audit", "--verify")
    assert (answer.code, "was emptied" in answer.out) == (1, True)
