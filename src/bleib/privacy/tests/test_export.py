"""A person gets all of it, readable by people and by machines; secrets and other people's data stay here."""

import json
from dataclasses import replace
from html import unescape

import pytest
from django.apps import apps
from django.utils.translation import override

from bleib.kernel.errors import BleibError
from bleib.kernel.personal import Erase
from bleib.privacy import api
from bleib.privacy.tests.conftest import NOW
from bleib.privacy.thirdparty import THIRD_PARTY

pytestmark = pytest.mark.django_db


def tables(kind, pk):
    return {table["table"]: table for table in api.export_person(kind, pk)["tables"]}


def test_every_table_is_told_with_its_purpose(marla):
    with override("en"):
        held = tables("user", marla.pk)
    assert set(held) == {"accounts.user", "account.emailaddress"}
    assert held["account.emailaddress"]["basis"] == "contract (Art. 6 (1) b GDPR)"
    assert held["accounts.user"]["kept"] == "until the person is erased"
    assert held["accounts.user"]["rows"][0]["email"] == "marla@example.com"


def test_secrets_are_named_and_not_shown(marla):
    with override("en"):
        [row] = tables("user", marla.pk)["accounts.user"]["rows"]
    assert row["password"] == "(secret)"


def test_a_customers_export_has_its_contacts(quandt, petra):
    assert tables("customer", quandt.pk)["customers.contact"]["rows"][0]["last_name"] == "Pfefferkorn"


def test_rows_about_somebody_else_are_only_numbered(marla, monkeypatch):
    model = apps.get_model("account.EmailAddress")
    monkeypatch.setitem(
        THIRD_PARTY, "account.emailaddress", replace(THIRD_PARTY["account.emailaddress"], erase=Erase.LEAVE)
    )
    table = tables("user", marla.pk)["account.emailaddress"]
    assert (table["rows"], table["only_points_here"]) == ([], [model.objects.get().pk])


def test_files_and_mails_belong_to_it(marla, home):
    (home / "rejects").mkdir()
    (home / "rejects" / "import-1.csv").write_text("Zeile;Wert\n7;Marla Mustermann\n8;Bert\n")
    stores = {store["store"]: store["held"] for store in api.export_person("user", marla.pk)["stores"]}
    assert stores["rejects"] == [{"file": "import-1.csv", "says": "7;Marla Mustermann"}]


def test_what_was_done_to_somebody_is_told_as_sentences(marla):
    with override("en"):
        stores = {store["store"]: store["held"] for store in api.export_person("user", marla.pk)["stores"]}
    assert [entry["says"] for entry in stores["audit"]] == [
        "Marla Mustermann changed Marla Mustermann: name: Marla.",
        "Marla Mustermann changed Marla Mustermann: name: Marla Mustermann.",
    ]


def test_it_is_plain_json(quandt, petra):
    export = api.export_person("customer", quandt.pk)
    assert json.loads(json.dumps(export)) == export
    assert export["person"] == {"kind": "customer", "number": quandt.pk, "called": str(quandt)}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "What is held about Marla Mustermann"), ("de", "Was über Marla Mustermann gespeichert ist")],
)
def test_the_page_needs_nothing_else(marla, language, sentence):
    with override(language):
        page = unescape(api.person_page(api.export_person("user", marla.pk), now=NOW))
    assert sentence in page
    assert "marla@example.com" in page
    assert "http" not in page
    assert "src=" not in page


def test_what_people_wrote_is_no_markup(marla):
    type(marla).objects.update(name="<script>alert(1)</script>")
    assert "<script>" not in api.person_page(api.export_person("user", marla.pk), now=NOW)


def test_nobody_has_no_export(db):
    with pytest.raises(BleibError, match="no contact with the number 9"):
        api.export_person("contact", 9)


def test_a_mail_is_handed_out_without_the_code_in_it(marla, home):
    (home / "mail").mkdir()
    (home / "mail" / "1.log").write_text("Subject: Sign-in code\nTo: marla@example.com\n\nFWMT-JVRV\n")
    stores = {store["store"]: store["held"] for store in api.export_person("user", marla.pk)["stores"]}
    assert [mail["subject"] for mail in stores["mail"]] == ["Sign-in code"]
    assert "FWMT" not in str(stores)


def test_a_day_that_no_calendar_has_is_shown_as_it_was_written(marla):
    type(marla).objects.update(name="2026-02-30T10:00")
    assert "2026-02-30T10:00" in api.person_page(api.export_person("user", marla.pk), now=NOW)
