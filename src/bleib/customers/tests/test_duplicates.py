"""Customers that might be one are found, and those that somebody told apart are not asked about again."""

import pytest

from bleib.customers.duplicates import find_duplicates, similar_names
from bleib.customers.legal_forms import bare_name
from bleib.customers.models import Contact, Suggestion

pytestmark = pytest.mark.django_db


def found():
    pairs = Suggestion.objects.order_by("pk").values_list("first__number", "second__number", "likeness")
    return {(one, other): why for one, other, why in pairs}


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Müller & Söhne GmbH & Co. KG", "mueller soehne"),
        ("MUELLER UND SOEHNE GMBH", "mueller soehne"),
        ("Blitz UG (haftungsbeschränkt)", "blitz"),
        ("Ruiz S.L.", "ruiz"),
        ("AG", "ag"),
        ("Agentur Kogel", "agentur kogel"),
    ],
)
def test_a_name_without_its_legal_form(name, bare):
    assert bare_name(name) == bare


def test_the_same_vat_id_counts_more_than_the_name(customer, now):
    customer("1", name="Eins GmbH", vat_id="DE136695976")
    customer("2", name="Ganz anders", vat_id="DE136695976")
    assert find_duplicates(now=now) == 1
    assert found() == {("1", "2"): "vat_id"}


def test_a_company_domain_is_shared_and_freemail_is_not(customer, now):
    for number, mail in (("1", "a@eins.de"), ("2", "b@eins.de"), ("3", "c@gmx.de"), ("4", "d@gmx.de")):
        Contact.objects.create(customer=customer(number, name=f"Firma {number * 4}"), mail=mail, created_at=now)
    find_duplicates(now=now)
    assert found() == {("1", "2"): "domain"}


@pytest.mark.parametrize(
    "other", ["Mueller Druck KG", "Druck Müller GmbH", "Müler Druck GmbH", "Müller Drucck GmbH", "Mülller Druck AG"]
)
def test_slips_of_the_pen_are_similar(customer, now, other):
    customer("1", name="Müller Druck GmbH")
    customer("2", name=other)
    customer("3", name="Maler Schmidt GmbH")
    find_duplicates(now=now)
    assert found() == {("1", "2"): "name"}


def test_two_that_were_told_apart_are_not_asked_about_again(customer, now):
    customer("1", name="Müller GmbH")
    customer("2", name="Mueller GmbH")
    find_duplicates(now=now)
    Suggestion.objects.update(refused_at=now)
    assert find_duplicates(now=now) == 0
    assert Suggestion.objects.count() == 1


def test_what_is_alike_no_more_goes(customer, now):
    customer("1", name="Müller GmbH")
    other = customer("2", name="Mueller GmbH")
    find_duplicates(now=now)
    other.name = "Schmidt AG"
    other.save()
    assert find_duplicates(now=now) == 0


def test_known_duplicates_among_many_are_found():
    places = ("nord", "sued", "ost", "west")
    names = [(n, f"{places[n % 4]}werk {chr(97 + n % 26) * 3}{n:05d} handel") for n in range(5_000)]
    doubled = [(5_000 + n, name.replace("handel", "hanndel")) for n, name in names[::50]]
    pairs = {pair for pair, _ in similar_names([*names, *doubled])}
    expected = {(n * 50, 5_000 + n * 50) for n in range(100)}
    assert len(expected & pairs) == len(expected)
