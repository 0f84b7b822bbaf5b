"""Files as programs really write them, as they are, twice: the second time changes nothing."""

import pytest

from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.run import import_customers
from bleib.customers.models import Contact, Contract, Customer

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
# file, preset, kind, lines, new, cells left out
FILES = [
    ("imports/shopware5/customers_profile.csv", "shopware5", "customers", 74, 74, 0),
    ("imports/shopware5/CustomerImport.csv", "shopware5", "customers", 4, 4, 0),
    ("imports/shopware5/export.customers.csv", "shopware5", "customers", 3, 3, 0),
    ("imports/shopware5/addresses_profile_create.csv", "shopware5-addresses", "customers", 2, 2, 2),
    ("imports/shopware5/NewsletterRecipientImport.csv", "shopware5-newsletter", "customers", 6, 6, 0),
    ("imports/marketing_tools/mautic_10contacts.csv", "mautic", "customers", 10, 10, 0),
    ("imports/marketing_tools/listmonk_subs.csv", "listmonk", "customers", 100, 100, 0),
    ("crm_sales_opportunities/accounts.csv", "generic", "customers", 85, 85, 1),
    ("crm_sales_opportunities/products.csv", "generic", "products", 7, 7, 0),
    ("ravenstack/ravenstack_accounts.csv", "generic", "customers", 500, 500, 0),
    ("ravenstack/ravenstack_subscriptions.csv", "generic", "contracts", 5_000, 5_000, 0),
    ("northwind/customers.csv", "generic", "customers", 91, 91, 0),
    ("northwind/products.csv", "generic", "products", 77, 77, 0),
]


@pytest.mark.parametrize(("file", "preset", "kind", "lines", "new", "left_out"), FILES, ids=[each[0] for each in FILES])
def test_a_file_is_read_as_it_is(shared_data, now, file, preset, kind, lines, new, left_out):
    def bring():
        return import_customers([str(shared_data / file)], wishes=Wishes(), now=now)

    first = bring()
    [plan] = first.plans
    assert (plan.preset.name, plan.kind, first.counts["read"]) == (preset, kind, lines)
    assert (first.counts["created"], first.counts["rejected"], first.counts["left_out"]) == (new, 0, left_out)
    assert bring().counts["unchanged"] == lines


def test_shopware_knows_companies_and_persons(shared_data, now):
    import_customers([str(shared_data / "imports/shopware5/CustomerImport.csv")], wishes=Wishes(), now=now)
    told = Customer.objects.order_by("number").values_list("number", "name", "is_person", "country")
    assert list(told)[:3] == [
        ("120005", "Test", False, "DE"),
        ("120006", "Max Mustermann", True, "DE"),
        ("120007", "Sha256 Sha256 last name", True, "AU"),
    ]


def test_mautic_contacts_of_one_company_are_one_customer(shared_data, now):
    import_customers([str(shared_data / "imports/marketing_tools/mautic_10contacts.csv")], wishes=Wishes(), now=now)
    assert Customer.objects.get(number="Example Organization").contacts.count() == 3
    assert (Customer.objects.count(), Contact.objects.count()) == (7, 10)


def test_a_subsidiary_of_the_crm_knows_its_parent(shared_data, now):
    import_customers([str(shared_data / "crm_sales_opportunities/accounts.csv")], wishes=Wishes(), now=now)
    assert Customer.objects.exclude(parent=None).count() == 15
    assert Customer.objects.get(number="Bluth Company").country == "US"


def test_what_ravenstack_is_worth(shared_data, now):
    import_customers([str(shared_data / "ravenstack/ravenstack_subscriptions.csv")], wishes=Wishes(), now=now)
    assert (Contract.objects.count(), Customer.objects.count()) == (5_000, 500)
    assert Contract.objects.filter(is_trial=True).count() > 0
