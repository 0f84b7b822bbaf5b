"""Programs are known by their headings, and what they mean by them."""

import pytest

from bleib.customers.importing.presets import PRESETS, find_preset
from bleib.customers.models import Contact, Customer
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("preset", [each for each in PRESETS.values() if each.signs], ids=lambda each: each.name)
def test_its_own_headings_speak_for_a_program(preset):
    assert find_preset([*preset.signs, "Bemerkung"], None) == preset


def test_an_unknown_program_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="shopware5"):
        find_preset(["a"], "sap")


def test_hubspots_companies(bring):
    bring(
        "Record ID,Company name,Company Domain Name,Country/Region,Create Date,Lifecycle Stage\n"
        "77,Acme,acme.com,United States,2024-03-05 10:00,customer\n"
    )
    found = Customer.objects.get()
    assert (found.number, found.name, found.domain, found.country) == ("77", "Acme", "acme.com", "US")
    assert (found.standing, found.standings.get().since.date().isoformat()) == ("customer", "2024-03-04")


def test_hubspots_contacts_belong_to_their_company_and_not_to_their_record(bring):
    bring("Record ID,First Name,Last Name,Email,Associated Company\n9001,Ada,Ley,ada@acme.com,Acme\n")
    assert Customer.objects.get().number == "Acme"
    assert Contact.objects.get().mail == "ada@acme.com"


def test_listmonks_attributes_are_looked_into(bring):
    bring(
        'email,name,attributes\nada@acme.com,Ada Ley,"{""city"": ""Bonn"", ""company"": ""Acme""}"\nb@x.de,B,kaputt\n'
    )
    found = Customer.objects.get(number="Acme")
    assert (found.city, found.contacts.get().first_name) == ("Bonn", "Ada")


def test_shopwares_numbers_of_countries_are_spelled_out(bring):
    result = bring(
        "customernumber;email;billing_company;billing_lastname;billing_countryID;customergroup\n"
        "1;a@eins.de;Eins;Blau;23;EK\n2;b@zwei.de;Zwei;Rot;999;EK\n"
    )
    assert list(Customer.objects.order_by("number").values_list("country", flat=True)) == ["AT", ""]
    assert [(each.value, each.whole) for each in result.rejects] == [("999", False)]
