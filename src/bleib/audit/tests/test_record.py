"""An entry says who did what to whom, in the transaction of the change."""

from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from bleib.audit import api, origin
from bleib.audit.models import Entry
from bleib.audit.tests.conftest import NOW
from bleib.audit.verbs import UnknownVerb, declare


def test_it_tells_the_change_in_the_readers_language(write):
    entry = write(before={"name": "Anna"}, after={"name": "Anna Arndt"})
    with override("en"):
        assert api.sentence(entry) == "Anna Arndt changed Anna Arndt: name: Anna → Anna Arndt."
    with override("de"):
        assert api.sentence(entry) == "Anna Arndt hat Anna Arndt geändert: Name: Anna → Anna Arndt."


def test_whom_it_is_about_follows_from_the_declaration(write, anna):
    entry = write()
    assert set(Entry.objects.about("user", anna.pk)) == set(Entry.objects.of(anna)) == {entry}
    assert not Entry.objects.about("contact", anna.pk).exists()


def test_people_the_subject_does_not_lead_to_are_named(write):
    entry = write(subject="a list", about=[("contact", 5)])
    assert set(Entry.objects.about("contact", 5)) == {entry}


def test_what_nobody_did_a_job_did(write, anna):
    entry = write("removed", actor=None, job="retention")
    with override("en"):
        assert api.sentence(entry) == "retention removed Anna Arndt."


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused(anna):
    with pytest.raises(RuntimeError, match="in the transaction of its change"):
        api.record(actor=anna, verb="changed", subject=anna, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_a_change_that_fails(write):
    with suppress(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert not Entry.objects.exists()


def test_a_verb_nobody_can_read_is_refused(write):
    with pytest.raises(UnknownVerb, match="frobnicated"):
        write("frobnicated")


def test_a_verb_has_one_sentence():
    with pytest.raises(ValueError, match="declared twice"):
        declare({"changed": "something else"})


def test_either_somebody_or_a_job_did_it(write):
    entry = write()
    with pytest.raises(IntegrityError, match="entry_has_one_who"), transaction.atomic():
        Entry.objects.create(
            at=NOW, verb="changed", content=entry.content, salt=entry.salt, content_digest=entry.content_digest
        )


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::7", "2001:db8:1::/48"), ("", ""), ("unix:", "")],
)
def test_an_address_is_shortened_to_its_network(address, network):
    assert origin.shortened(address) == network


def test_it_says_from_where(write, rf):
    seen = []
    middleware = origin.OriginMiddleware(lambda _request: seen.append(write()))
    middleware(rf.get("/", REMOTE_ADDR="203.0.113.77"))
    assert seen[0].data["origin"].keys() == {"request", "network"}
    assert write().data.get("origin") is None
