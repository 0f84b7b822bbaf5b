"""From a file in the browser to an import and back, page by page, without a script."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry
from bleib.customers.models import Customer, CustomerImport
from bleib.history.models import Import
from bleib.uploads.api import State, Topic, Upload, import_upload, try_upload, undo_import
from bleib.uploads.tests.conftest import ORDERS
from bleib.worker.models import Worker
from bleib.worker.process import Process

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CUSTOMERS = "Kundennummer;Firma;E-Mail\nK1;Alpha GmbH;eva@alpha.example\nK2;=cmd;keine Adresse\n"


def send(client, *files, topic="history", **headers):
    sent = [SimpleUploadedFile(name, content.encode()) for name, content in files]
    return client.post("/imports/upload/", {"topic": topic, "files": sent}, headers=headers)


def choose(client, address, **changes):
    """Send the form as it is filled in, but for the changes."""
    form = client.get(address).context["form"]
    said = {bound.html_name: bound.value() or "" for bound in form}
    return client.post(f"{address}columns/", said | changes)


def test_orders_come_in_and_go_again(client, anna, now):
    client.force_login(anna)
    address = send(client, ("orders.csv", ORDERS)).url
    choose(client, address, **{"try": "yes"})
    files = Upload.objects.get()
    assert "No worker is running" in client.get(address).content.decode()
    try_upload(upload=files.pk, now=now)
    tried = client.get(address).content.decode()
    assert "€30.50" in tried
    assert "This is not a date" in tried
    assert "orders.csv" in client.get(f"{address}rejects.csv").getvalue().decode("utf-8-sig")
    client.post(f"{address}start/")
    import_upload(upload=files.pk, now=now)
    found = Import.objects.get()
    page = client.get(address).url
    assert page == f"/imports/{found.pk}/"
    assert "Anna" in client.get(page).content.decode()
    assert "orders.csv" in client.get(f"{page}rejects.csv").getvalue().decode("utf-8-sig")
    assert "€30.50" in client.get(f"{page}undo/").content.decode()
    client.post(f"{page}undo/")
    assert not Entry.objects.filter(verb="import.undo_started").exists()
    client.post(f"{page}undo/", {"sure": "yes"})
    undo_import(topic="history", number=found.pk, by=anna.pk, now=now)
    assert "undone" in client.get(page).content.decode()
    assert {entry.verb for entry in Entry.objects.by(anna)} >= {"import.started", "import.undo_started"}


def test_customers_come_in_and_go_again(client, anna, now):
    client.force_login(anna)
    address = send(client, ("kunden.csv", CUSTOMERS), topic="customers").url
    choose(client, address, **{"try": "yes"})
    try_upload(upload=Upload.objects.get().pk, now=now)
    assert "new, for example" in client.get(address).content.decode()
    assert not Customer.objects.exists()
    client.post(f"{address}start/")
    import_upload(upload=Upload.objects.get().pk, now=now)
    page = client.get(address).url
    found = CustomerImport.objects.get()
    assert (page, found.done_by) == (f"/imports/customers/{found.pk}/", anna)
    assert "records that go" in client.get(f"{page}undo/").content.decode()
    assert Customer.objects.count() == 2
    client.post(f"{page}undo/", {"sure": "yes"})
    undo_import(topic="customers", number=found.pk, by=anna.pk, now=now)
    assert not Customer.objects.exists()


def test_undoing_a_very_large_list_is_not_tried_out_in_the_request(client, anna, now):
    client.force_login(anna)
    counts = {"created": 200_000, "updated": 7}
    large = CustomerImport.objects.create(label="kunden.csv", counts=counts, done_at=now)
    page = client.get(f"/imports/customers/{large.pk}/undo/")
    assert "going" not in page.context
    assert "brought 200,000 records and changed 7" in page.content.decode()


def test_a_wrong_column_is_said_and_can_be_corrected(client, anna):
    client.force_login(anna)
    address = send(client, ("orders.csv", ORDERS)).url
    choose(client, address, column_customer="")
    assert "no column was recognised for “Customer”" in client.get(address).content.decode()
    choose(client, address, column_customer="Kundennr", save_as="erp")
    page = client.get(address)
    assert "no column was recognised" not in page.content.decode()
    assert ("erp", "erp") in page.context["form"].fields["preset"].choices


def test_what_was_remarked_while_reading_stays_with_the_import(client, anna, upload, now):
    client.force_login(anna)
    used = upload("account,usage_date,feature,usage_count,colour\n17,2025-02-01,export,3,red\n", name="usage.csv")
    used.move(State.OPEN, State.IMPORTING)
    import_upload(upload=used.pk, now=now)
    address = f"/imports/{Import.objects.get().pk}/"
    assert "columns that are not used: colour" in client.get(address).content.decode()
    anna.language = "de"
    anna.save()
    assert "Spalten ohne Verwendung: colour" in client.get(address).content.decode()


def test_saved_columns_are_used_again(client, anna, upload):
    client.force_login(anna)
    first, second = upload("a;b;c\nK1;01.02.2025;5,00\n"), upload("a;b;c\nK9;13.02.2025;7,00\n")
    address, other = (f"/imports/uploads/{each.key}/" for each in (first, second))
    choose(client, address, column_customer="a", column_at="b", column_amount="c", column_quantity="", save_as="abc")
    choose(client, other, preset="abc")
    assert client.get(other).context["form"]["column_amount"].value() == "c"


def test_a_file_that_is_no_table_is_said_in_the_readers_language(client, anna, upload):
    anna.choose_language("de")
    client.force_login(anna)
    page = client.get(f"/imports/uploads/{upload(b'%PDF-1.7 ...', name='bericht.csv').key}/").content.decode()
    assert "bericht.csv ist keine Tabelle." in page
    assert str(Upload.objects.get().folder) not in page


def test_nobody_else_sees_or_starts_an_upload(client, upload):
    address = f"/imports/uploads/{upload().key}/"
    client.force_login(colleague(Role.MANAGER))
    assert {client.get(address).status_code, client.post(f"{address}start/").status_code} == {404}
    assert client.get(f"{address}rejects.csv").status_code == 404


def test_who_may_not_import_sees_the_history_and_no_lines(client, anna, upload, now):
    files = upload()
    files.move(State.OPEN, State.IMPORTING)
    import_upload(upload=files.pk, now=now)
    files.refresh_from_db()
    client.force_login(colleague(Role.ANALYST))
    assert "Hand over files" not in client.get("/imports/").content.decode()
    assert client.get(f"/imports/{files.number}/").status_code == 200
    assert client.get(f"/imports/{files.number}/rejects.csv").status_code == 403
    assert client.get(f"/imports/{files.number}/undo/").status_code == 403
    assert send(client, ("orders.csv", ORDERS)).status_code == 403
    assert Upload.objects.count() == 1


def test_the_script_is_told_the_next_address(client, anna):
    client.force_login(anna)
    answer = send(client, ("orders.csv", ORDERS), **{"X-Requested-With": "XMLHttpRequest"})
    assert (answer.status_code, answer["Location"]) == (201, f"/imports/uploads/{Upload.objects.get().key}/")


def test_without_a_file_it_is_asked_for_one(client, anna):
    client.force_login(anna)
    answer = client.post("/imports/upload/", {"topic": Topic.HISTORY}, follow=True)
    assert "Choose at least one file." in answer.content.decode()


def test_somebody_elses_import_is_named(client, anna, upload, now):
    files, theirs = upload(), upload()
    Upload.objects.filter(pk=theirs.pk).update(by=colleague(Role.MANAGER), state=State.IMPORTING, begun_at=now)
    files.move(State.OPEN, State.TRYING)
    client.force_login(anna)
    me = Process.me()
    Worker.objects.create(pid=me.pid, began=me.began, host=me.host, boot=me.boot, started_at=now, seen_at=now)
    assert "Manager imports orders.csv since" in client.get(f"/imports/uploads/{files.key}/").content.decode()


def test_discarded_files_are_gone(client, anna, upload):
    files = upload()
    client.force_login(anna)
    client.post(f"/imports/uploads/{files.key}/discard/")
    assert not files.folder.exists()
    assert not Upload.objects.exists()


@pytest.mark.parametrize("instant", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "soon"])
def test_an_odd_instant_is_no_error(client, anna, instant):
    client.force_login(anna)
    assert client.get("/imports/", {"before": instant}).status_code == 200


def test_an_empty_installation_says_what_to_do_first(client, anna):
    client.force_login(anna)
    assert "Begin with the invoice lines" in client.get("/imports/").content.decode()
