"""A customer who is erased while a file that names them is read does not come back with it."""

from datetime import timedelta

import pytest

from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.run import import_customers
from bleib.customers.models import Customer
from bleib.privacy import api as privacy

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "Kundennummer;Firma\n1;Eins\n2;Zwei\n"


@pytest.fixture
def two(bring, home):
    home.mkdir()
    bring(LIST)
    return Customer.objects.get(number="2")


def numbers():
    return set(Customer.objects.exclude(number__startswith="erased-").values_list("number", flat=True))


@pytest.mark.slow
def test_erased_between_reading_and_writing(two, tmp_path, now):
    path = tmp_path / "again.csv"
    path.write_text(LIST.replace("Zwei", "Zwei GmbH"))

    def erase(step):
        if step == "":
            privacy.erase("customer", two.pk, actor=None, now=now)

    result = import_customers([str(path)], wishes=Wishes(), now=now, watch=erase)
    assert [(each.line, each.code) for each in result.rejects] == [(3, "erased")]
    assert numbers() == {"1"}


@pytest.mark.slow
def test_brought_back_before_the_worker_has_noted_the_number(two, bring, now):
    privacy.request_erasure("customer", two.pk, actor=None, now=now)
    bring(LIST)
    assert numbers() == {"1", "2"}
    privacy.complete_erasures(now=now)
    privacy.complete_erasures(now=now)
    assert numbers() == {"1"}
    assert not privacy.Erasure.objects.open().exists()


@pytest.mark.slow
def test_who_is_added_by_hand_meanwhile_stays(two, customer, now):
    privacy.request_erasure("customer", two.pk, actor=None, now=now)
    customer("2", name="Zwei, wieder da", kept_by="person")
    privacy.complete_erasures(now=now + timedelta(minutes=1))
    assert numbers() == {"1", "2"}
