"""Nothing is removed, added or changed unseen; an erased person's entries are empty and still in their place."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection

from bleib.audit import api, append_only, heads
from bleib.audit.api import Problem
from bleib.audit.models import Concern, Entry, Seal
from bleib.audit.tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(write):
    """Ten sealed entries."""
    written = [write(after={"name": f"Anna {number}"}) for number in range(10)]
    assert api.seal(now=NOW) == 10
    return written


@pytest.fixture
def forged():
    """Somebody who may do anything in the database."""

    def forge(change):
        with append_only.lifted(connection):
            change()
        return [finding for finding in api.verify(now=NOW) if finding.is_fault]

    return forge


def problems(findings):
    return [(finding.problem, finding.entry) for finding in findings]


def test_an_untouched_log_has_no_fault(entries):
    assert api.verify(now=NOW) == []


def test_sealing_goes_on_where_it_stopped(entries, write):
    write()
    assert api.seal(now=NOW) == 1
    assert api.seal(now=NOW) == 0
    assert api.verify(now=NOW) == []


def test_what_is_not_sealed_yet_is_said(write):
    write()
    assert [(finding.problem, finding.text) for finding in api.verify(now=NOW)] == [(Problem.UNSEALED, "1")]


def test_a_removed_entry_is_missed(entries, forged):
    def remove():
        Concern.objects.filter(entry=entries[4]).delete()
        Entry.objects.filter(pk=entries[4].pk).delete()

    assert problems(forged(remove)) == [(Problem.MISSING, entries[4].pk)]


def test_an_entry_removed_with_its_seal_leaves_a_gap(entries, forged):
    faults = forged(lambda: Seal.objects.filter(entry=entries[4].pk).delete())
    assert problems(faults) == [(Problem.LINK_MISSING, None)]
    assert "5 - 5" in str(faults[0])


def test_a_closed_gap_breaks_the_chain(entries, forged):
    def close():
        Seal.objects.filter(position=5).delete()
        for seal in Seal.objects.filter(position__gt=5).order_by("position"):
            Seal.objects.filter(pk=seal.pk).update(position=seal.position - 1)

    assert (Problem.LINK_CHANGED, entries[5].pk) in problems(forged(close))


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "removed"},
        {"object_pk": "99"},
        {"at": NOW + timedelta(seconds=1)},
        {"content": '{"subject":"Bert"}'},
        {"content": "{}"},
        {"salt": "00" * 16},
    ],
    ids=str,
)
def test_a_changed_entry_is_found(entries, forged, change):
    faults = forged(lambda: Entry.objects.filter(pk=entries[3].pk).update(**change))
    assert problems(faults) == [(Problem.CHANGED, entries[3].pk)]


def test_another_person_it_is_about_is_found(entries, forged):
    faults = forged(lambda: Concern.objects.create(entry=entries[3], key="contact:7"))
    assert problems(faults) == [(Problem.CHANGED, entries[3].pk)]


def test_emptying_without_an_erasure_is_found(entries):
    Entry.objects.filter(pk=entries[3].pk).update(salt="", content="{}")
    assert problems(api.verify(now=NOW)) == [(Problem.EMPTIED, entries[3].pk)]


def test_an_erased_persons_entries_are_empty_and_the_chain_holds(entries, write, anna):
    Entry.objects.about("user", anna.pk).update(salt="", content="{}")
    write(api.ERASED)
    api.seal(now=NOW)
    assert api.verify(now=NOW) == []


def test_an_emptied_entry_still_cannot_be_changed_unseen(entries, write, anna, forged):
    Entry.objects.about("user", anna.pk).update(salt="", content="{}")
    write(api.ERASED)
    api.seal(now=NOW)
    faults = forged(lambda: Entry.objects.filter(pk=entries[3].pk).update(verb="removed"))
    assert problems(faults) == [(Problem.CHANGED, entries[3].pk)]


def test_after_its_time_an_entry_may_be_empty(entries):
    Entry.objects.update(salt="", content="{}")
    assert [f for f in api.verify(now=NOW + timedelta(days=3 * 366)) if f.is_fault] == []


def test_a_cut_end_is_told_by_the_noted_head(entries, forged):
    def cut():
        Seal.objects.filter(position__gt=8).delete()
        Concern.objects.filter(entry__in=entries[8:]).delete()
        Entry.objects.filter(pk__in=[entry.pk for entry in entries[8:]]).delete()

    assert problems(forged(cut)) == [(Problem.CUT, None)]


def test_a_chain_written_anew_is_told_by_the_noted_head(entries, forged, home):
    head = json.loads(heads.file().read_text())
    heads.file().write_text(json.dumps(head | {"chain": "f" * 64}) + "\n" + '{"position": 11, "ch')
    assert problems(forged(lambda: None)) == [(Problem.REWRITTEN, entries[9].pk)]


def test_an_entry_slipped_in_later_is_late(entries, write):
    write(now=NOW - timedelta(days=30))
    api.seal(now=NOW)
    assert [finding.problem for finding in api.verify(now=NOW)] == [Problem.LATE]


@pytest.mark.django_db(transaction=True)
def test_two_workers_seal_each_entry_once(write):
    for _ in range(200):
        write()

    def work():
        api.seal(now=NOW)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    api.seal(now=NOW)
    assert Seal.objects.count() == 200
    assert api.verify(now=NOW) == []


def test_an_entry_that_says_which_were_emptied_is_empty_itself_one_day(write):
    write(verb="entries.emptied", entries=[1])
    api.seal(now=NOW)
    Entry.objects.update(salt="", content="{}")
    assert api.verify(now=NOW + timedelta(days=4 * 365)) == []
