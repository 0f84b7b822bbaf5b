"""What colleagues type and hand over in the browser: the requests that it sends."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bleib.customers.models import Customer
from bleib.uploads.api import Upload, import_upload, try_upload
from tests.flow.door import Door
from tests.flow.doors import FIRST, LAST, MAIL, NAME, NOW, NUMBER, boss

EVERYWHERE = {"format": "csv"}


def browser() -> Client:
    client = Client()
    client.force_login(boss())
    return client


def sent(address: str, **said: object) -> str:
    """The address that follows."""
    answer = browser().post(address, said)
    assert answer.status_code in (200, 302), answer.content
    return str(answer.headers.get("Location", ""))


def _handed_over(name: str, text: str, topic: str) -> tuple[str, Upload]:
    page = sent("/imports/upload/", topic=topic, files=[SimpleUploadedFile(name, text.encode())])
    return page, Upload.objects.latest("pk")


def is_in_an_upload_that_is_tried_out(_home: Path) -> None:
    lines = f"R1;01.02.2025;{NUMBER};{NAME};10,50\nR2;am Tag von {NAME};{NUMBER};{NAME};1\n"
    page, upload = _handed_over(f"{LAST}.csv", f"Belegnr;Datum;Kundennr;Kundenname;Betrag\n{lines}", "history")
    form = browser().get(page).context["form"]
    sent(f"{page}columns/", **{each.html_name: each.value() or "" for each in form}, **{"try": "yes"})
    try_upload(upload=upload.pk, now=NOW)
    assert LAST in b"".join(browser().get(f"{page}rejects.csv")).decode()


def is_in_an_upload_that_is_imported(_home: Path) -> None:
    lines = f"{NUMBER};{NAME};{MAIL}\nX4;Xenia;keine Adresse von {NAME}\n"
    page, upload = _handed_over(f"Kunden von {NAME}.csv", f"Kundennummer;Firma;E-Mail\n{lines}", "customers")
    sent(f"{page}start/")
    import_upload(upload=upload.pk, now=NOW)


def is_in_an_upload_that_nobody_finished(_home: Path) -> None:
    _handed_over(f"Liste {NAME}.csv", f"Kundennummer;Firma\n{NUMBER};{NAME}\nB8;Bodo\n", "customers")


def is_looked_for(_home: Path) -> None:
    for word in (NAME, LAST.upper(), FIRST.lower()):
        query = urlencode({"q": word, "show": ["city"]}, doseq=True)
        sent("/customers/views/save/", name=f"Ansicht {len(word)}", query=query)
        sent("/customers/export/", format="csv", query=query)
        browser().get("/search/", {"q": word})
    sent("/customers/views/save/", name=f"Alles von {LAST}", query="country=DE")
    sent("/customers/views/save/", name="Bleibt", query="q=Bert&show=name")


def gets_the_monthly_report(_home: Path) -> None:
    sent("/monthly/recipients/", email="z.q@bleib.example", name=NAME, language="de")


def gives_a_tag_its_name(_home: Path) -> None:
    other = Customer.objects.get(number="O1")
    sent("/customers/change/", do="tag", tag=f"Freunde von {NAME}", whom="these", chosen=[other.pk])


def gives_a_target_its_slice(_home: Path) -> None:
    slice_ = f"acquired_through:Empfehlung {NAME}"
    sent("/settings/targets/", metric="retention", slice=slice_, value="90")


DOORS = (
    Door(is_in_an_upload_that_is_tried_out, "uploads/"),
    Door(is_in_an_upload_that_is_imported, "customers_customerimport.label"),
    Door(is_in_an_upload_that_nobody_finished, "uploads_upload.names"),
    Door(is_looked_for, "figures_savedview.query"),
    Door(gets_the_monthly_report, "monthly_recipient.name"),
    Door(gives_a_tag_its_name, "customers_tag.name"),
    Door(gives_a_target_its_slice, "figures_target.slice_value"),
)
