"""An erased person is in no table; what others need stays, without them."""

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction

from bleib.audit import api as audit
from bleib.kernel.errors import BleibError
from bleib.privacy import api
from bleib.privacy.tests.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_colleagues_row_stays_without_the_colleague(marla, anna):
    api.erase("user", marla.pk, actor=anna, now=NOW)
    marla.refresh_from_db()
    assert (marla.name, marla.email) == ("", f"erased-{marla.pk}@erased.invalid")
    assert not marla.has_usable_password() or not marla.check_password("a long password")


def test_an_erased_colleague_cannot_sign_in(marla, anna, client):
    client.force_login(marla)
    api.erase("user", marla.pk, actor=anna, now=NOW)
    marla.refresh_from_db()
    assert not marla.is_active
    assert not Session.objects.exists()


def test_what_hangs_on_the_row_goes(marla, anna):
    api.erase("user", marla.pk, actor=anna, now=NOW)
    assert not apps.get_model("account.EmailAddress").objects.exists()


def test_a_session_of_somebody_not_signed_in_yet_goes(marla, anna):
    session = SessionStore()
    session["account_login"] = {"email": "Marla@Example.com"}
    session.save()
    other = SessionStore()
    other["account_login"] = {"email": "bert@example.com"}
    other.save()
    api.erase("user", marla.pk, actor=anna, now=NOW)
    assert [each.pk for each in Session.objects.all()] == [other.session_key]


def test_the_audit_log_forgets_and_holds(marla, anna):
    audit.seal(now=NOW)
    api.erase("user", marla.pk, actor=anna, now=NOW)
    audit.seal(now=NOW)
    assert audit.verify(now=NOW) == []
    assert {entry.content for entry in audit.Entry.objects.filter(verb="changed")} == {"{}"}


def test_an_entry_that_only_names_somebody_forgets_too(marla, anna):
    with transaction.atomic():
        audit.record(actor=anna, verb="added", subject="an invitation", to="Marla@example.com", now=NOW)
        other = audit.record(actor=anna, verb="added", subject="an invitation", to="marla@example.community", now=NOW)
    audit.seal(now=NOW)
    api.erase("user", marla.pk, actor=anna, now=NOW)
    audit.seal(now=NOW)
    assert audit.verify(now=NOW) == []
    assert [entry for entry in audit.Entry.objects.filter(verb="added") if not entry.is_emptied] == [other]


def test_the_log_says_who_erased(marla, anna):
    api.erase("user", marla.pk, actor=anna, now=NOW)
    entry = audit.Entry.objects.get(verb=audit.ERASED)
    assert (entry.actor, list(audit.Entry.objects.about("user", marla.pk).filter(pk=entry.pk))) == (anna, [entry])


@pytest.mark.slow
def test_a_customer_takes_its_contacts(quandt, petra, anna):
    api.erase("customer", quandt.pk, actor=anna, now=NOW)
    quandt.refresh_from_db()
    assert (quandt.name, quandt.number) == ("", f"erased-{quandt.pk}")
    assert not type(petra).objects.exists()


def test_a_contact_goes_alone(quandt, petra, anna):
    api.erase("contact", petra.pk, actor=anna, now=NOW)
    quandt.refresh_from_db()
    assert quandt.name == "Quandt Quellwasser"
    assert not type(petra).objects.exists()


@pytest.mark.slow
def test_the_erasure_itself_knows_nobody(quandt, petra, anna):
    erasure = api.erase("customer", quandt.pk, actor=anna, now=NOW)
    assert (erasure.done_at, erasure.people, erasure.key) == (NOW, [], f"customer:{quandt.pk}")
    assert erasure.counts["customers.contact"] == {"delete": 1}


def test_erasing_again_changes_nothing(petra, anna):
    first = api.erase("contact", petra.pk, actor=anna, now=NOW)
    assert api.erase("contact", petra.pk, actor=anna, now=NOW) == first
    assert audit.Entry.objects.filter(verb=audit.ERASED).count() == 1


@pytest.mark.slow
def test_who_was_entered_again_is_erased_again(quandt, anna):
    first = api.erase("customer", quandt.pk, actor=anna, now=NOW)
    type(quandt).objects.update(name="Quandt Quellwasser")
    assert api.erase("customer", quandt.pk, actor=anna, now=NOW) != first
    quandt.refresh_from_db()
    assert quandt.name == ""


@pytest.mark.parametrize(
    ("kind", "said"), [("contact", "no contact with the number 9"), ("martian", "no kind of person")]
)
def test_nobody_cannot_be_erased(kind, said):
    with pytest.raises(BleibError, match=said):
        api.erase(kind, 9, actor=None, now=NOW)


def test_if_it_fails_nothing_is_erased(marla, anna):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _request_and_fail(marla, anna)
    marla.refresh_from_db()
    assert marla.name == "Marla Mustermann"
    assert not api.Erasure.objects.exists()


def _request_and_fail(marla, anna):
    api.request_erasure("user", marla.pk, actor=anna, now=NOW)
    raise ZeroDivisionError


@pytest.mark.slow
def test_a_customers_other_row_goes_too(quandt, anna):
    twin = type(quandt).objects.create(number="twin", name="Quandt Quelle", merged_into=quandt, created_at=NOW)
    api.erase("customer", quandt.pk, actor=anna, now=NOW)
    twin.refresh_from_db()
    assert (twin.name, twin.number) == ("", f"erased-{twin.pk}")


def test_a_note_that_names_a_contact_goes_with_the_contact(quandt, petra, anna):
    notes = apps.get_model("customers.Note").objects
    for text in ("Petra Pfefferkorn fragt", "Petras Kollege fragt"):
        notes.create(customer=quandt, text=text, written_at=NOW)
    api.erase("contact", petra.pk, actor=anna, now=NOW)
    assert [note.text for note in notes.all()] == ["Petras Kollege fragt"]
