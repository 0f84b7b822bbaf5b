"""Every setting is shown as it stands, changed by a form that says what is wrong, and told with before and after."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bleib.accounts.roles import Action
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry, sentence
from bleib.customers.models import Customer, CustomField, Product, ProductGroup, Tag
from bleib.figures.api import Company, company, default_language, set_target, target_for
from bleib.figures.counting import currency, look_for_codes, non_goods
from bleib.figures.tests.histories import NOW, told
from bleib.figures.tests.test_counting import FREIGHT
from bleib.history.models import Import
from bleib.history.sources.presets import save_preset

pytestmark = pytest.mark.django_db


def read(signed, address: str) -> str:
    return signed.get(address).content.decode()


def sent(signed, path: str, **data: object) -> str:
    return signed.post(path, {"csrfmiddlewaretoken": "x"} | data, follow=True).content.decode()


def test_the_overview_says_each_setting_as_it_stands(signed, now):
    set_target("retention", Decimal(85), by=None, now=now)
    Tag.objects.create(name="VIP")
    page = read(signed, "/settings/")
    for said in (
        "Europe/",
        "Customer retention rate: 85 %",
        "1 in use",
        "settled by the first import",
        "not named yet",
    ):
        assert said in page


def test_the_company_has_a_name(signed):
    sent(signed, "/settings/company/", name="Nordhain GmbH", address="Hafen 1, Kiel")
    assert company() == Company("Nordhain GmbH", "Hafen 1, Kiel")
    assert "Anna changed the setting company: address: – → Hafen 1, Kiel, name: – → Nordhain GmbH" in sentence(
        Entry.objects.get()
    )


def test_the_language_to_begin_with_is_one_of_ours(signed):
    assert "Select a valid choice" in sent(signed, "/settings/language/", language="fr")
    sent(signed, "/settings/language/", language="en")
    assert default_language() == "en"


def test_a_currency_changes_only_if_it_is_meant(signed, now):
    Import.objects.create(fingerprint="f", label="a", options={}, state="done", started_at=now)
    assert "This field is required" in sent(signed, "/settings/currency/", currency="CHF")
    assert "“XXQ” is no currency." in sent(signed, "/settings/currency/", currency="XXQ", sure="on")
    assert currency() == "EUR"
    sent(signed, "/settings/currency/", currency="chf", sure="on")
    assert currency() == "CHF"


def test_before_the_first_import_the_currency_cannot_be_changed(signed):
    assert "There is nothing to change before" in sent(signed, "/settings/currency/", currency="CHF", sure="on")
    assert not Entry.objects.exists()


def test_the_time_zone_says_why_no_button_changes_it(signed):
    assert "BLEIB_TIME_ZONE=" in read(signed, "/settings/time-zone/")


def test_the_roles_are_the_table_that_is_asked(signed):
    page = read(signed, "/settings/roles/")
    assert page.count('<th scope="row">') == len(Action)
    assert "1 person" in page


def test_a_target_is_proposed_set_for_a_slice_and_removed(signed, now):
    Customer.objects.create(number="1", country="DE", created_at=now)
    assert 'value="85"' in read(signed, "/settings/targets/?metric=retention")
    page = sent(signed, "/settings/targets/", metric="retention", slice="country:DE", value="87.5")
    assert "Country: DE" in page
    assert target_for("retention", "country", "DE") == Decimal("87.5")
    target = page.split("/settings/targets/")[1].split("/")[0]
    sent(signed, f"/settings/targets/{target}/remove/")
    assert target_for("retention", "country", "DE") is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"metric": "retention", "value": "120"}, "cannot exceed 100"),
        ({"metric": "retention", "value": "viel"}, "Enter a number"),
        ({"metric": "beauty", "value": "85"}, "Select a valid choice"),
        ({"metric": "retention", "value": "85", "slice": "country:XX"}, "Select a valid choice"),
    ],
)
def test_a_target_that_cannot_be_is_refused_beside_its_field(signed, data, said):
    assert said in sent(signed, "/settings/targets/", **data)
    assert not Entry.objects.exists()


def test_a_german_types_a_decimal_comma(client, home):
    client.force_login(colleague("admin", language="de"))
    sent(client, "/settings/targets/", metric="retention", value="87,5")
    assert target_for("retention") == Decimal("87.5")


def test_a_field_is_defined_changed_moved_and_retired(signed):
    assert "A choice needs its words" in sent(signed, "/settings/fields/", label="Größe", kind="choice")
    sent(signed, "/settings/fields/", label="Größe", kind="choice", choices="klein\n groß \nklein")
    sent(signed, "/settings/fields/", label="Seit", kind="date")
    size, since = CustomField.objects.all()
    assert size.choices == ["klein", "groß"]
    sent(signed, f"/settings/fields/{since.pk}/move/", to="up")
    sent(signed, f"/settings/fields/{size.pk}/", label="Betriebsgröße", choices="klein\ngroß")
    page = sent(signed, f"/settings/fields/{size.pk}/retire/")
    assert page.index("Seit") < page.index("Betriebsgröße") < page.index("Use again")
    assert "Use again" not in sent(signed, f"/settings/fields/{size.pk}/reinstate/")


def test_a_word_in_use_is_refused_beside_the_words(signed, now):
    field = CustomField.objects.create(key="size", label="Size", kind="choice", choices=["small"])
    field.write(Customer.objects.create(number="1", created_at=now).pk, "small")
    assert "Customers have these words" in sent(signed, f"/settings/fields/{field.pk}/", label="Size", choices="big")


def test_a_tag_is_renamed_merged_and_removed(signed, now):
    old, new = (Tag.objects.create(name=name) for name in ("alt", "neu"))
    Customer.objects.create(number="1", created_at=now).tags.add(old)
    assert "“neu” exists already." in sent(signed, f"/settings/tags/{old.pk}/", name="neu")
    assert "Choose the tag" in sent(signed, f"/settings/tags/{old.pk}/merge/", into=old.pk)
    sent(signed, f"/settings/tags/{old.pk}/merge/", into=new.pk)
    assert list(new.customers.values_list("number", flat=True)) == ["1"]
    sent(signed, f"/settings/tags/{new.pk}/remove/")
    assert not Tag.objects.exists()


def test_a_product_group_is_renamed_and_removed(signed):
    group = ProductGroup.objects.create(name="Werkzeug")
    Product.objects.create(code="A", group=group)
    sent(signed, f"/settings/groups/{group.pk}/", name="Werkzeuge")
    assert "Werkzeuge" in read(signed, "/settings/groups/")
    sent(signed, f"/settings/groups/{group.pk}/remove/")
    assert Product.objects.get().group is None


def test_ways_of_acquisition_are_joined(signed, now):
    for number, way in (("1", "Messe"), ("2", "Messen"), ("3", "Messen")):
        Customer.objects.create(number=number, acquired_through=way, created_at=now)
    assert "Rename “Messe”" in read(signed, "/settings/acquisition/?old=Messe")
    page = sent(signed, "/settings/acquisition/", old="Messe", new="Messen")
    assert '<td class="number" data-title="Customers">3</td>' in page


def test_codes_that_are_no_goods_are_proposed_with_what_they_sold(signed, home):
    told(home, FREIGHT)
    assert "The worker looks through the orders" in read(signed, "/settings/goods/")
    look_for_codes(now=NOW)
    assert "€18.00" in read(signed, "/settings/goods/")
    page = sent(signed, "/settings/goods/", codes="Pfand\n\n", also="Porto")
    assert non_goods() == ["Pfand", "Porto"]
    assert "listed" in page
    assert "Anna changed the setting non_goods" in sentence(Entry.objects.latest("pk"))


def test_saved_columns_are_listed_and_deleted_by_their_name_alone(signed, home):
    folder = home / "presets"
    save_preset("shop", folder, {"order": "Bestellnr"})
    (folder / "broken.json").write_text("{")
    (home / "secret_key.json").write_text("{}")
    page = read(signed, "/settings/presets/")
    assert "shop" in page
    assert "cannot be read" in page
    sent(signed, "/settings/presets/remove/", name="../secret_key")
    sent(signed, "/settings/presets/remove/", name="shop")
    assert (home / "secret_key.json").exists()
    assert [file.name for file in folder.iterdir()] == ["broken.json"]
    assert [entry.verb for entry in Entry.objects.all()] == ["preset.removed"]
