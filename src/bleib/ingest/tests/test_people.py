"""identify, group and alias: whose events they are, and what is known of people and companies."""

from __future__ import annotations

import pytest

from bleib.audit.models import Entry
from bleib.customers.models import Contact, Customer
from bleib.history.models import PendingFact
from bleib.ingest.api import claim_late
from bleib.ingest.models import Identity, Outcome, Source, Tally, Unclaimed
from bleib.ingest.tests.conftest import NOW, SAID, identify, track

pytestmark = pytest.mark.django_db


def whose(facts):
    return [(fact.customer, fact.contact) for fact in facts]


def test_an_address_that_is_known_tells_who_it_is(tell, application, anna):
    facts = tell(application[1], identify("u7", traits={"email": "Anna@Otter.example"}), track("A", user="u7"))
    assert whose(facts) == [("O1", str(anna.pk))]
    assert whose(tell(application[1], track("B", "m2", user="u7")))[1] == ("O1", str(anna.pk))


def test_somebody_new_at_a_company_becomes_a_contact(tell, application, otter):
    traits = {"firstName": "Bert", "lastName": "Biber", "email": "b@otter.example", "title": "Einkauf", "phone": "1 2"}
    tell(application[1], identify("u8", traits=traits, context={"groupId": "O1"}))
    bert = Contact.objects.get()
    assert (bert.customer, str(bert), bert.position, bert.phone) == (otter, "Bert Biber", "Einkauf", "1 2")
    assert [entry.job for entry in Entry.objects.filter(verb="added", object_pk=bert.pk)] == ["ingest"]


def test_a_group_that_nobody_knows_becomes_a_prospect(tell, application):
    address = {"street": "Weg 1", "city": "Kiel", "postalCode": "24103", "country": "Germany"}
    traits = {"name": "Nerz GmbH", "website": "https://www.nerz.example/x", "address": address}
    message = {"type": "group", "userId": "u9", "groupId": "N1", "messageId": "g", "traits": traits}
    facts = tell(application[1], message, track("A", user="u9"))
    nerz = Customer.objects.get(number="N1")
    assert (nerz.name, nerz.domain, nerz.city, nerz.country) == ("Nerz GmbH", "nerz.example", "Kiel", "DE")
    assert nerz.standing == "prospect"
    assert whose(facts) == [("N1", None)]


def test_a_group_of_nothing_visible_ends_nothing(tell, application, otter):
    group = {"type": "group", "userId": "u9", "groupId": "\x00", "messageId": "g"}
    assert len(tell(application[1], group, track("A"))) == 1
    assert Customer.objects.get() == otter


def test_what_somebody_edited_stays(tell, application, otter):
    otter.city = "Kiel"
    otter.edited(now=NOW)
    traits = {"name": "Otter Inc.", "address": {"city": "Rom"}, "industry": "Handel"}
    tell(application[1], {"type": "group", "userId": "u", "groupId": "O1", "traits": traits})
    otter.refresh_from_db()
    assert (otter.name, otter.city, otter.industry) == ("Otter AG", "Kiel", "Handel")


def test_what_only_senders_said_follows_them(tell, application, anna):
    for number, position in (("1", "Einkauf"), ("2", "Leitung")):
        tell(application[1], identify("u7", number, traits={"email": anna.mail, "title": position}))
    anna.refresh_from_db()
    assert anna.position == "Leitung"


def test_two_people_of_a_customer_do_not_get_one_address(tell, application, anna, otter):
    bert = Contact.objects.create(customer=otter, last_name="Biber", mail="b@otter.example", created_at=NOW)
    tell(application[1], identify("u8", "1", traits={"email": bert.mail}))
    tell(application[1], identify("u8", "2", traits={"email": anna.mail, "phone": "7"}))
    bert.refresh_from_db()
    assert (bert.mail, bert.phone) == ("b@otter.example", "7")


def test_somebody_nobody_knows_waits(tell, application):
    assert tell(application[1], identify("u1", traits={"email": "x@y.example"}), track("A", user="u1")) == []
    assert not Contact.objects.exists()
    assert Unclaimed.objects.get().fact["product"] == "a"


def test_until_a_customer_of_that_number_appears(tell, application):
    order = {"order_id": "7", "products": [{"sku": "A1", "price": 0.1, "quantity": 3}]}
    tell(application[1], track("Order Completed", user="K1", properties=order), track("A", "m2", user="K2"))
    assert claim_late(now=NOW) == 0
    Customer.objects.create(number="K1", created_at=NOW)
    assert claim_late(now=NOW) == 1
    fact = PendingFact.objects.get()
    assert (fact.customer, str(fact.amount), fact.occurred_at.isoformat()) == (
        "K1",
        "0.3000",
        "2026-11-21T08:59:30+00:00",
    )
    assert Unclaimed.objects.get().fact["product"] == "a"


def test_or_is_a_customer_of_their_own_where_people_are_customers(tell, application):
    Source.objects.update(newcomers="person")
    facts = tell(
        application[1], identify("u1", traits={"name": "Xaver Y", "email": "x@y.example"}), track("A", user="u1")
    )
    xaver = Customer.objects.get()
    assert (xaver.name, xaver.is_person, xaver.mail, Contact.objects.count()) == ("Xaver Y", True, "x@y.example", 0)
    assert whose(facts) == [("u1", None)]


def visited(number: str, **more):
    return {"type": "page", "anonymousId": "browser", "messageId": number, "timestamp": SAID, "name": "Preise", **more}


def test_what_a_browser_did_before_counts_once_it_is_known(tell, website, application, anna):
    assert tell(website[1], visited("1"), visited("2", timestamp="2026-11-20T08:00:00Z")) == []
    tell(application[1], identify("u7", "i0", traits={"email": anna.mail}))
    facts = tell(website[1], identify("u7", "i1", anonymousId="browser"), visited("3"))
    assert whose(facts) == [("O1", str(anna.pk))] * 3
    assert sorted(fact.occurred_on.day for fact in facts) == [20, 21, 21]
    assert not Unclaimed.objects.exists()


def test_an_alias_makes_two_ids_one_person(tell, application, anna):
    tell(application[1], track("A", "m1", user="old"), identify("new", traits={"email": anna.mail}))
    alias = {"type": "alias", "previousId": "old", "userId": "new", "messageId": "a"}
    facts = tell(application[1], alias, track("B", "m2", user="old"))
    assert whose(facts) == [("O1", str(anna.pk))] * 2


def test_a_public_source_says_nothing_about_people(tell, website, anna):
    anna_is_known = {"digest": "d" * 64, "kind": "user", "value": "u7"}
    Identity.objects.create(**anna_is_known, customer=anna.customer, contact=anna, linked_at=NOW)
    group = {"type": "group", "userId": "u7", "groupId": "X1", "traits": {"name": "Xaver"}}
    tell(website[1], identify("u7", traits={"email": anna.mail, "phone": "666"}), group)
    tell(website[1], {"type": "alias", "previousId": "O1", "userId": "u1"})
    anna.refresh_from_db()
    assert (anna.phone, Customer.objects.count(), Identity.objects.count()) == ("", 1, 1)


def test_a_public_source_moves_nobody_to_another_company(tell, application, website, anna):
    Customer.objects.create(number="N1", created_at=NOW)
    tell(application[1], identify("u7", "1", traits={"email": anna.mail}, anonymousId="browser"))
    tell(website[1], identify("u7", "2", context={"groupId": "N1"}), identify("N1", "3", anonymousId="browser"))
    assert set(Identity.objects.values_list("customer__number", "contact")) == {("O1", anna.pk)}


def test_who_is_a_contact_stays_one_whatever_company_they_act_for(tell, application, anna):
    tell(application[1], identify("u7", "1", traits={"email": anna.mail}))
    group = {"type": "group", "userId": "u7", "groupId": "N1", "messageId": "g", "traits": {"name": "Nerz"}}
    told = identify("u7", "2", traits={"phone": "7"}, context={"groupId": "N1"})
    assert whose(tell(application[1], group, told, track("A", user="u7"))) == [("O1", str(anna.pk))]
    anna.refresh_from_db()
    assert (anna.phone, Contact.objects.count()) == ("7", 1)


def test_a_merged_customer_counts_as_the_other(tell, application, otter):
    Customer.objects.create(number="old", merged_into=otter, created_at=NOW)
    assert whose(tell(application[1], track("A", user="old"))) == [("O1", None)]


def test_a_contact_counts_only_at_its_own_customer(tell, application, anna):
    Customer.objects.create(number="N1", created_at=NOW)
    tell(application[1], identify("u7", traits={"email": anna.mail}))
    assert whose(tell(application[1], track("A", user="u7", context={"groupId": "N1"}))) == [("N1", None)]


CONSENT = "categoryPreferences"


@pytest.mark.parametrize(
    ("needs", "context", "facts"),
    [
        (False, {}, 1),
        (True, {}, 0),
        (True, {"consent": {CONSENT: {"Analytics": True}}}, 1),
        (False, {"consent": {CONSENT: {"analytics": False, "Advertising": True}}}, 0),
        (True, {"consent": {CONSENT: {"Analytics": "denied"}}}, 0),
    ],
)
def test_without_consent_nothing_is_kept(tell, application, otter, needs, context, facts):
    Source.objects.update(needs_consent=needs)
    assert len(tell(application[1], track("A", context=context))) == facts
    assert Tally.objects.get().outcome == (Outcome.FACT if facts else Outcome.NO_CONSENT)
