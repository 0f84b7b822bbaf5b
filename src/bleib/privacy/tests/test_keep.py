"""What only a law keeps is hidden, and goes when its time is over; everything else goes when ours is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from bleib.audit import api as audit
from bleib.kernel.personal import Basis, Erase, Personal, Retention
from bleib.privacy import api, keeping
from bleib.privacy.models import Restriction
from bleib.privacy.tests.conftest import NOW

pytestmark = pytest.mark.django_db
INVITATION = apps.get_model("accounts.Invitation")


@pytest.fixture
def letter(marla, monkeypatch):
    """An invitation that a law keeps for six years, as a business letter would be."""
    told = Personal(
        purpose="a business letter",
        basis=Basis.LAW,
        about={"user": "user_id"},
        fields=("email", "name"),
        erase=Erase.KEEP,
        retention=Retention(years=6, after="expires_at", law="§ 257 HGB"),
    )
    monkeypatch.setattr(INVITATION, "personal", told)
    return INVITATION.objects.create(email=marla.email, user=marla, digest="d", invited_at=NOW, expires_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_kept_row_is_hidden(letter, marla, anna):
    assert list(api.shown(INVITATION.objects.all())) == [letter]
    api.erase("user", marla.pk, actor=anna, now=NOW)
    assert not api.shown(INVITATION.objects.all()).exists()
    assert INVITATION.objects.get().email == marla.email


@pytest.mark.django_db(transaction=True)
def test_a_kept_row_goes_when_the_law_lets_it(letter, marla, anna):
    api.erase("user", marla.pk, actor=anna, now=NOW)
    api.apply_retention(now=datetime(2032, 12, 31, 23, tzinfo=UTC))
    assert INVITATION.objects.exists()
    api.apply_retention(now=datetime(2033, 1, 1, tzinfo=UTC))
    assert not INVITATION.objects.exists()
    assert not Restriction.objects.exists()


@pytest.fixture
def invitations(db):
    """Five that ended one, two ... days ago; ours are kept for 90 days."""
    INVITATION.objects.bulk_create(
        INVITATION(email=f"{n}@example.com", digest=n, invited_at=NOW, expires_at=NOW - timedelta(days=n))
        for n in range(1, 6)
    )


def test_what_was_kept_long_enough_goes_in_batches(invitations, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    [done] = api.apply_retention(now=NOW + timedelta(days=87))
    assert (done.action, done.count, INVITATION.objects.count()) == (Erase.DELETE, 3, 2)


def test_a_dry_run_counts_and_leaves(invitations):
    [done] = api.apply_retention(now=NOW + timedelta(days=87), dry_run=True)
    assert (done.count, INVITATION.objects.count()) == (3, 5)
    assert not audit.Entry.objects.exists()


def test_the_audit_log_tells_what_was_let_go(invitations):
    api.apply_retention(now=NOW + timedelta(days=87))
    assert audit.Entry.objects.get().data["after"] == {str(INVITATION._meta.verbose_name_plural): 3}


def test_nothing_to_do_is_nothing_told(invitations):
    assert api.apply_retention(now=NOW) == []
    assert not audit.Entry.objects.exists()


def test_old_entries_of_the_audit_log_are_emptied_once(marla):
    later = NOW + timedelta(days=3 * 366)
    [done] = api.apply_retention(now=later)
    assert (done.action, done.count) == (Erase.BLANK, 2)
    assert api.apply_retention(now=later) == []


def test_a_row_that_others_need_stays_and_is_counted(marla, invitations, monkeypatch):
    told = Personal(
        purpose="a colleague",
        basis=Basis.CONTRACT,
        about={"user": "pk"},
        fields=("email",),
        retention=Retention(days=1, after="joined_at"),
    )
    monkeypatch.setattr(type(marla), "personal", told)
    type(marla).objects.create_user("bert@example.com")
    type(marla).objects.update(joined_at=NOW)
    done = api.apply_retention(now=NOW + timedelta(days=10))
    assert [(each.count, each.held) for each in done] == [(1, 1)]
    assert type(marla).objects.get() == marla
