"""VAT ids are checked by the rules of their country; fields of a company's own by their kind."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.core.exceptions import ValidationError
from django.utils.translation import override

from bleib.customers.models import Customer, CustomField, CustomValue
from bleib.customers.validators import check_time_zone, check_vat_id, vat_id


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("DE 136 695 976", "DE136695976"),
        ("de136695976", "DE136695976"),
        ("ATU13585627", "ATU13585627"),
        ("CHE-100.155.212 MWST", "CHE100155212"),
        ("GB 980 7806 84", "GB980780684"),
        ("DE136695977", None),
        ("136695976", None),
        ("MyUstId", None),
        ("", None),
    ],
)
def test_vat_ids(written, kept):
    assert vat_id(written) == kept


def test_what_is_wrong_is_said():
    with pytest.raises(ValidationError, match="DE1"):
        check_vat_id("DE1")
    with pytest.raises(ValidationError, match="Europe/Köln"):
        check_time_zone("Europe/Köln")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "choices", "text", "value"),
    [
        ("text", [], " blau ", "blau"),
        ("number", [], "1.50", Decimal("1.5")),
        ("date", [], "2026-11-21", date(2026, 11, 21)),
        ("choice", ["A", "B"], "B", "B"),
        ("yes_no", [], "Ja", True),
        ("yes_no", [], "no", False),
    ],
)
def test_custom_values_are_typed(customer, kind, choices, text, value):
    field = CustomField.objects.create(key="own", label="Eigenes", kind=kind, choices=choices)
    field.clean()
    field.write(customer("1").pk, text)
    assert CustomValue.objects.get().value == value


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "text"), [("number", "viel"), ("number", "NaN"), ("date", "31.12.2026"), ("choice", "C"), ("yes_no", "?")]
)
def test_a_value_of_another_kind_is_refused(customer, kind, text):
    field = CustomField.objects.create(key="own", label="Eigenes", kind=kind, choices=["A"] if kind == "choice" else [])
    with pytest.raises(ValidationError):
        field.write(customer("1").pk, text)


@pytest.mark.django_db
def test_an_empty_text_takes_the_value_away(customer):
    field = CustomField.objects.create(key="own", label="Eigenes", kind="text")
    field.write(customer("1").pk, "blau")
    field.write(customer("2").pk, "rot")
    assert field.write(CustomValue.objects.get(text="rot").customer_id, " ") is None
    assert CustomValue.objects.get().text == "blau"


def test_every_text_is_german_too():
    for room in ("customers", "tasks"):
        po = Path(__file__).parents[2] / room / "locale" / "de" / "LC_MESSAGES" / "django.po"
        with po.open("rb") as stream:
            assert [message.id for message in read_po(stream) if message.id and not message.string] == []
    with override("de"):
        assert str(Customer._meta.verbose_name_plural) == "Kunden"
