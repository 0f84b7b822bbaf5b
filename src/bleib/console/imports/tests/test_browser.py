"""A German ERP's export in Windows-1252 goes in through the browser, its columns corrected; and how the pages look."""

from __future__ import annotations

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.config.schedule import ALL
from bleib.history.models import Import, Setting
from bleib.uploads.tests.conftest import ORDERS
from bleib.worker.tests.test_crew import at_work

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SOON = 20_000  # milliseconds
DONE = [each for each in ALL if each.task in ("try-upload", "import-upload", "undo-import")]


@pytest.fixture
def export(shared_data):
    """The wholesaler's lines of November 2010; what they add up to was published with them."""
    return shared_data / "imports" / "rechnungspositionen_2010-11_cp1252.csv.gz"


def test_an_export_comes_in_with_corrected_columns_and_goes_again(opened, anna, export):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.click("text=Import")
    page.set_input_files("#files", export)
    page.click("button:has-text('Upload')")
    page.wait_for_url("**/imports/uploads/*/")
    assert "DOORMAT ENGLISH ROSE" in page.inner_text("table.sample")
    page.select_option("[name=column_customer]", "Land")
    page.select_option("[name=column_price]", "")
    page.click("summary")
    page.fill("[name=currency]", "GBP")
    with at_work(*DONE):
        page.click("button[name=try]")
        page.wait_for_selector("text=This would come in", timeout=SOON)
        assert "1,683" not in page.inner_text("#outcome")
        page.select_option("[name=column_customer]", "Kundennr")
        page.select_option("[name=column_price]", "Einzelpreis")
        page.click("button[name=try]")
        page.wait_for_selector("text=£1,422,654.64", timeout=SOON)
        for figure in ("78,015", "1,683", "3,669", "1 Nov 2010"):
            assert figure in page.inner_text("#outcome")
        page.click("text=Import now")
        page.wait_for_selector("#import", timeout=SOON)
        assert "78,015" in page.inner_text("#import")
        page.click("text=Undo …")
        page.check("[name=sure]")
        assert "£1,422,654.64" in page.inner_text("main")
        page.click("button:has-text('Undo this import')")
        page.wait_for_selector("dd:has-text('undone')", timeout=SOON)
    assert not page.said
    assert Setting.read("currency") == "GBP"
    assert Import.objects.get().counted.accepted == 78_015


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_page(opened, anna, upload, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)

    def look(path, name):
        page.goto(path)
        assert_fine(page, f"{lang}_{scheme}_{width}_imports_{name}")

    look("/imports/", "empty")
    upload()
    files = upload(ORDERS, name="Rechnungspositionen_" + "sehr_lang_" * 9 + "2025.csv")
    address = f"/imports/uploads/{files.key}/"
    look(address, "columns")
    look(f"/imports/uploads/{upload(b'%PDF-1.7', name='a.pdf').key}/", "no_table")
    page.goto(address)
    page.click("button[name=try]")
    assert_fine(page, f"{lang}_{scheme}_{width}_imports_waiting")
    with at_work(*DONE):
        page.wait_for_selector("#outcome", timeout=SOON)
        assert_fine(page, f"{lang}_{scheme}_{width}_imports_outcome")
        page.click("#outcome form button")
        page.wait_for_selector("#import", timeout=SOON)
    assert_fine(page, f"{lang}_{scheme}_{width}_imports_one")
    look(f"/imports/{Import.objects.get().pk}/undo/", "undo")
    look("/imports/", "list")
