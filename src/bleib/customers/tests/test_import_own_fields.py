"""The company's own fields, filled from a list: read by their kind, tried out, rejected, undone."""

from decimal import Decimal

import pytest

from bleib.customers.fields import add_field, change_field
from bleib.customers.importing.undo import undo_import
from bleib.customers.models import Customer, CustomField, CustomValue
from bleib.kernel.errors import UsageError
from bleib.kernel.told import Told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIST = """\
Kundennummer;Firma;Mitarbeiter;Gegründet;Rechtsform;Newsletter;Parkplatz
1;Otter AG;1.200,5;31.12.1999;AG;ja;unten
2;Dachs GmbH;zwölf;gestern;KG;vielleicht;-
3;Fuchs KG;7;01.02.2003;;nein;oben
3;Fuchs KG;8;;;;
"""


@pytest.fixture(autouse=True)
def fields(now, db):
    kinds = {"Mitarbeiter": "number", "Gegründet": "date", "Newsletter": "yes_no", "Stellplatz": "text"}
    made = {label: add_field(label=label, kind=kind, by=None, now=now) for label, kind in kinds.items()}
    return made | {"Rechtsform": add_field(label="Rechtsform", kind="choice", choices=["AG", "KG"], by=None, now=now)}


def values(number):
    found = CustomValue.objects.filter(customer__number=number).select_related("field")
    return {value.field.label: value.value for value in found}


def test_each_is_read_by_its_kind_and_the_last_line_counts(bring):
    result = bring(LIST, columns={"field:stellplatz": "Parkplatz"})
    first = values("1")
    assert (first["Mitarbeiter"], first["Gegründet"].isoformat()) == (Decimal("1200.5"), "1999-12-31")
    assert (first["Rechtsform"], first["Newsletter"], first["Stellplatz"]) == ("AG", True, "unten")
    assert (values("2"), values("3")["Mitarbeiter"]) == ({"Rechtsform": "KG"}, 8)
    assert result.counts == {"read": 4, "created": 3, "updated": 1, "unchanged": 0, "rejected": 0, "left_out": 3}


def test_what_is_no_value_is_told(bring):
    rejects = bring(LIST).rejects
    told = {(each.line, each.column, each.value) for each in rejects}
    assert told == {(3, "Mitarbeiter", "zwölf"), (3, "Gegründet", "gestern"), (3, "Newsletter", "vielleicht")}
    assert "ja oder nein" in next(each.sentence("de") for each in rejects if each.column == "Newsletter")


def test_the_same_file_again_changes_nothing_and_a_dry_run_neither(bring):
    assert bring(LIST, dry_run=True).counts["created"] == 3
    assert not CustomValue.objects.exists()
    bring(LIST)
    assert bring(LIST).counts["unchanged"] == 4


def test_undoing_brings_back_what_stood_there(bring, customer, now):
    staff = CustomField.objects.get(label="Mitarbeiter")
    staff.write(customer("1", name="Otter AG").pk, "900")
    run = bring(LIST).run
    CustomField.objects.get(label="Rechtsform").write(Customer.objects.get(number="2").pk, "AG")
    undone = undo_import(run.pk, now=now)
    assert (values("1"), values("2")) == ({"Mitarbeiter": 900}, {"Rechtsform": "AG"})
    assert [each for each in undone.left if each.field == Told.same("Rechtsform")]
    assert not Customer.objects.filter(number="3").exists()


def test_without_update_what_is_known_stays(bring, customer):
    CustomField.objects.get(label="Mitarbeiter").write(customer("1").pk, "900")
    bring(LIST, update=False)
    assert (values("1")["Mitarbeiter"], values("1")["Rechtsform"]) == (900, "AG")


def test_a_word_that_went_since_is_put_back_all_the_same(bring, customer, fields, now):
    fields["Rechtsform"].write(customer("1").pk, "KG")
    run = bring(LIST).run
    change_field(fields["Rechtsform"], label="Rechtsform", choices=["AG", "KG", "eG"], by=None, now=now)
    undo_import(run.pk, now=now)
    assert values("1") == {"Rechtsform": "KG"}


def test_a_field_that_there_is_not_is_refused(bring):
    with pytest.raises(UsageError, match="no such field"):
        bring(LIST, columns={"field:gibtsnicht": "Parkplatz"})
