"""DATEV postings in the browser: what was invoiced becomes orders, whichever form they were handed to."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bleib.history.models import Import
from bleib.uploads.api import Topic, Upload, import_upload, try_upload

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
POSTINGS = """\
"EXTF";700;21;"Buchungsstapel";9;2018;;"";"";"";1;4;20260101;4;20260101;20261231;"";"";1;;0;"EUR"
Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);\
Belegdatum;Belegfeld 1
119,00;"S";"";10000;8400;1503;"R1"
119,00;"H";"";10000;1200;2003;"R1"
1.190,50;"H";"";8400;10001;2203;"R2"
x;"S";"";10000;8400;2303;"R3"
"""


def handed_over(client, *files, topic):
    sent = [SimpleUploadedFile(name, text.encode("cp1252")) for name, text in files]
    return client.post("/imports/upload/", {"topic": topic, "files": sent}, follow=True)


@pytest.mark.parametrize("topic", ["history", "customers"])
def test_invoices_become_orders_and_the_rest_is_told(client, anna, now, topic):
    client.force_login(anna)
    page = handed_over(client, ("EXTF.csv", POSTINGS), topic=topic).content.decode()
    assert "3 of them are invoices" in page
    assert "1 others, such as payments" in page
    upload = Upload.objects.get()
    assert (upload.topic, upload.names) == (Topic.HISTORY, ["EXTF.csv"])
    upload.move(upload.state, "trying")
    try_upload(upload=upload.pk, now=now)
    upload.refresh_from_db()
    client.post(f"/imports/uploads/{upload.key}/start/")
    import_upload(upload=upload.pk, now=now)
    found = Import.objects.get()
    assert (found.counted.accepted, found.counted.rejected) == (2, 1)
    assert found.options["system"] == "datev"
    assert client.get(f"/imports/{found.pk}/undo/").context["going"].revenue == Decimal("1309.50")


def test_beside_other_files_they_stay_what_they_are(client, anna, now):
    client.force_login(anna)
    handed_over(client, ("EXTF.csv", POSTINGS), ("a.csv", "Kundennummer;Firma\n1;A\n"), topic="customers")
    upload = Upload.objects.get()
    upload.move(upload.state, "trying")
    try_upload(upload=upload.pk, now=now)
    page = client.get(f"/imports/uploads/{upload.key}/").content.decode()
    assert "Hand them over without other files" in page
