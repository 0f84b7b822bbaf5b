"""A list of customers becomes customers, and updates them when it comes again."""

import pytest

from bleib.customers.models import Contact, Customer, Overwritten, Tag

pytestmark = pytest.mark.django_db
LIST = """\
Kundennummer;Firma;Land;USt-IdNr.;Ort
10001;Müller GmbH;Deutschland;DE 136 695 976;Köln
10002;Weiß AG;Österreich;;Wien
"""


def test_a_german_list_becomes_customers(bring):
    result = bring(LIST, encoding="cp1252")
    assert result.counts == {"read": 2, "created": 2, "updated": 0, "unchanged": 0, "rejected": 0, "left_out": 0}
    found = Customer.objects.get(number="10001")
    assert (found.name, found.country, found.vat_id, found.city) == ("Müller GmbH", "DE", "DE136695976", "Köln")


def test_the_same_file_again_changes_nothing(bring):
    bring(LIST)
    before = list(Customer.objects.order_by("pk").values())
    assert bring(LIST).counts["unchanged"] == 2
    assert list(Customer.objects.order_by("pk").values()) == before


def test_what_differs_is_updated_and_remembered(bring):
    bring(LIST)
    result = bring("Kundennummer;Ort\n10001;Bonn\n10002;Wien\n")
    assert (result.counts["updated"], result.counts["unchanged"]) == (1, 1)
    assert Customer.objects.get(number="10001").city == "Bonn"
    assert list(Overwritten.objects.values_list("column", "before", "after")) == [("city", "Köln", "Bonn")]


def test_an_empty_cell_changes_nothing(bring):
    bring(LIST)
    assert bring("Kundennummer;Ort\n10001;\n").counts["unchanged"] == 1
    assert Customer.objects.get(number="10001").city == "Köln"


def test_an_empty_cell_empties_where_that_is_asked_for(bring):
    bring(LIST)
    assert bring("Kundennummer;Ort\n10001;\n", clear=True).counts["updated"] == 1
    assert Customer.objects.get(number="10001").city == ""


def test_without_update_only_new_customers_come(bring):
    bring(LIST)
    result = bring("Kundennummer;Ort\n10001;Bonn\n10003;Graz\n", update=False)
    assert (result.counts["created"], result.counts["unchanged"]) == (1, 1)
    assert Customer.objects.get(number="10001").city == "Köln"


def test_a_dry_run_counts_and_keeps_nothing(bring):
    bring(LIST)
    result = bring("Kundennummer;Ort\n10001;Bonn\n10003;Graz\n", dry_run=True)
    assert (result.run, result.counts["created"], result.counts["updated"]) == (None, 1, 1)
    assert result.changes == [("customer", "10001", "city", "Köln", "Bonn")]
    assert Customer.objects.count() == 2


def test_of_several_lines_about_one_customer_the_last_value_counts(bring):
    result = bring("Kundennr;Firma;Ort;E-Mail\n7;Alt;Köln;a@x-ag.de\n7;Neu;;b@x-ag.de\n")
    assert result.counts["created"] == 2  # the customer with one contact, and a second contact
    found = Customer.objects.get(number="7")
    assert (found.name, found.city, found.contacts.count()) == ("Neu", "Köln", 2)


def test_a_customer_without_number_is_found_by_vat_id(bring):
    bring(LIST)
    assert bring("Firma;USt-IdNr.;Ort\nMüller & Co.;DE136695976;Bonn\n").counts["updated"] == 1
    assert Customer.objects.count() == 2


def test_a_customer_without_number_is_found_by_name(bring):
    bring(LIST)
    assert bring("Firma;Ort\nWeiß AG;Linz\n").counts["updated"] == 1
    assert Customer.objects.get(number="10002").city == "Linz"


def test_a_person_is_found_by_the_address_and_brings_no_other_name(bring):
    bring("Kundennummer;Firma;E-Mail\n10001;Müller GmbH;anna@mueller.de\n")
    result = bring("company,email,city\nMueller Holding,ANNA@mueller.de,Bonn\n")
    assert result.counts["updated"] == 1
    assert (Customer.objects.get().name, Customer.objects.get().city) == ("Müller GmbH", "Bonn")


def test_the_domain_finds_the_company_only_where_that_is_asked_for(bring):
    bring("Kundennummer;Firma;Website\n10001;Müller GmbH;https://www.mueller.de/\n")
    assert bring("email,firstname,lastname\nbert@mueller.de,Bert,Blau\n", match=("domain",)).counts["created"] == 1
    assert Customer.objects.get().contacts.get().last_name == "Blau"


def test_who_has_no_company_is_a_person(bring):
    bring("firstname,lastname,company,email\nAda,Ley,,ada@gmx.de\n")
    found = Customer.objects.get()
    assert (found.number, found.name, found.is_person) == ("ada@gmx.de", "Ada Ley", True)


def test_parents_may_stand_below_their_subsidiaries_and_unknown_ones_are_told(bring):
    result = bring("Kundennr;Firma;Konzern\n1;Tochter;2\n2;Mutter;\n3;Waise;99\n")
    assert Customer.objects.get(number="1").parent == Customer.objects.get(number="2")
    assert [(each.line, each.value, each.whole) for each in result.rejects] == [(4, "99", False)]


def test_tags_are_hung_on_and_stay(bring):
    bring("Kundennr;Tags\n1;vip, nord\n2;nord\n")
    assert bring("Kundennr;Tags\n1;süd\n").counts["updated"] == 1
    assert set(Customer.objects.get(number="1").tags.values_list("name", flat=True)) == {"vip", "nord", "süd"}
    assert Tag.objects.count() == 3


def test_contacts_play_parts(bring):
    result = bring(
        "Kundennr;Firma;Nachname;E-Mail;Rolle\n1;A;Blau;b@a-ag.de;Einkauf, Champion\n2;B;Rot;r@b-ag.de;Hausmeister\n"
    )
    assert set(Contact.objects.get(last_name="Blau").roles.values_list("part", flat=True)) == {"buyer", "champion"}
    assert [(each.value, each.code) for each in result.rejects] == [("Hausmeister", "bad_form")]


def test_an_absorbed_number_updates_the_customer_it_counts_as(bring, customer):
    kept = customer("1", name="Eins", city="Köln")
    customer("2", name="Zwei", merged_into=kept)
    assert bring("Kundennr;Ort\n2;Bonn\n").counts["updated"] == 1
    kept.refresh_from_db()
    assert kept.city == "Bonn"
