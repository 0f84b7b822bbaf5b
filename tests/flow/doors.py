"""Doors through which a person enters an installation but for its pages; see all_doors.py."""

from __future__ import annotations

import gzip
import json
import logging
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.test import Client

from bleib.accounts import api as accounts
from bleib.accounts.models import Invitation
from bleib.audit import api as audit
from bleib.cli._main import run
from bleib.customers import api as customers
from bleib.customers.models import Contact, Customer, CustomField, CustomValue, Note
from bleib.customers.models.custom import FieldKind
from bleib.history import api as history
from bleib.pulls.models import Pull
from bleib.tasks import api as tasks
from bleib.webhooks.models import Endpoint, Message
from bleib.worker.api import enqueue
from bleib.worker.failure import sentence, trace
from bleib.worker.models import Job
from tests.flow.door import Door

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FIRST, LAST, PHONE = "Zdenkamark", "Quistgaardmark", "+49 30 7726318"
NAME = f"{FIRST} {LAST}"
MAIL = "zdenka@quistgaardmark.example"
WORK_MAIL = "zdenkamark@bleib.example"
NUMBER = "Kunde.Quistgaardmark"
OTHER_NUMBER = "quistgaardmark-alt@quistgaardmark.example"
MARKS = (FIRST, LAST, PHONE, "77263 18")
PASSWORD = "quite a long pass phrase 77"


def bleib(*arguments: object) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as err:
        code = run([*map(str, arguments), "--lang", "de"])
    assert code == 0, err.getvalue()


def boss() -> Any:
    return get_user_model().objects.get(email="boss@bleib.example")


def customer() -> Customer:
    return Customer.objects.get(number=NUMBER)


def a_contact() -> Contact:
    return Contact.objects.get(mail=f"z.{MAIL}")


def written(home: Path, name: str, text: str) -> Path:
    """A file from somewhere else."""
    file = home.parent / "outside" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def is_invited_twice_and_joins(_home: Path) -> None:
    for _again in range(2):
        fresh = Invitation(email=WORK_MAIL, name=NAME, role="sales", language="de")
        accounts.invite(fresh, by=boss(), now=NOW)
    accounts.accept(fresh, name=NAME, password=PASSWORD, now=NOW)


def signs_in(_home: Path) -> None:
    client = Client(HTTP_USER_AGENT=f"Browser of {LAST}")
    client.force_login(get_user_model().objects.get(email=WORK_MAIL))
    client.get("/")


def begins_to_sign_in(_home: Path) -> None:
    session = Client().session
    session["account_login_code"] = {"email": WORK_MAIL}
    session.save()


def is_written_to(_home: Path) -> None:
    send_mail(f"Ihr Code, {NAME}", "Guten Tag!", "bleib@bleib.example", [WORK_MAIL])


def is_in_a_list_of_customers(home: Path) -> None:
    text = f"Kundennummer;Firma;Strasse;Ort;E-Mail;Telefon\n{NUMBER};{NAME};{LAST}weg 1;Kiel;{MAIL};{PHONE}\n"
    customers.import_customers([str(written(home, "list.csv", text))], wishes=customers.Wishes(), now=NOW, actor=boss())


def comes_again_with_another_name(home: Path) -> None:
    text = f"Kundennummer;Firma\n{NUMBER};{NAME} e.K.\n"
    customers.import_customers([str(written(home, "new.csv", text))], wishes=customers.Wishes(), now=NOW, actor=boss())


def is_rejected(home: Path) -> None:
    text = f"Kundennummer;Firma;Land\nX1;Xaver;DE\nX2;Yvonne;Land von {NAME}\n"
    customers.import_customers([str(written(home, "bad.csv", text))], wishes=customers.Wishes(), now=NOW)


def is_a_contact(_home: Path) -> None:
    contact = Contact.objects.create(
        customer=customer(), first_name=FIRST, last_name=LAST, mail=f"z.{MAIL}", phone=PHONE, created_at=NOW
    )
    with transaction.atomic():
        audit.record(actor=boss(), verb="added", subject=contact, after={"last_name": LAST}, now=NOW)


def is_written_about(_home: Path) -> None:
    Note.objects.create(customer=customer(), text=f"{NAME} mag Tee", written_by=boss(), written_at=NOW)
    other = Customer.objects.create(number="O1", name="Otter AG", created_at=NOW)
    Note.objects.create(customer=other, text=f"Fragt {NAME}!", written_by=boss(), written_at=NOW)


def is_to_be_called(_home: Path) -> None:
    tasks.ask(title=f"{NAME} anrufen", text=PHONE, customer=customer(), contact=a_contact(), now=NOW)


def has_further_data(_home: Path) -> None:
    field = CustomField.objects.create(key="hobby", label="Hobby", kind=FieldKind.TEXT)
    CustomValue.objects.create(field=field, customer=customer(), text=f"{LAST}-Orgel")


def is_told_to_another_system(_home: Path) -> None:
    endpoint = Endpoint.objects.create(name="CRM", url="https://crm.example/", types=["order"], created_at=NOW)
    body = json.dumps({"data": {"customer": NUMBER}})
    told = {"type": "order", "body": body, "created_at": NOW, "next_at": NOW}
    message = Message.objects.create(endpoint=endpoint, key="msg_1", customer=NUMBER, **told)
    message.tries.create(at=NOW, seconds=0.1, status=500, fault="status", said=f"No such customer: {NUMBER}")


def is_named_by_a_file_that_was_fetched(_home: Path) -> None:
    pull = Pull.objects.create(name="Exports", kind="folder", topic="history", created_at=NOW)
    file = {"name": f"Auszug {NAME}.csv", "fingerprint": "0", "stamp": "0"}
    pull.runs.create(began_at=NOW, ended_at=NOW, files=[file], problem=f"{NAME}.csv: this is no table.")


def is_merged(_home: Path) -> None:
    twin = Customer.objects.create(number=OTHER_NUMBER, name=NAME, created_at=NOW)
    customers.merge(customer(), twin, now=NOW, actor=boss())


def buys(home: Path) -> None:
    text = (
        "Belegnr;Datum;Kundennr;Kundenname;Menge;Einzelpreis\n"
        f"1;10.01.2025;{NUMBER};{NAME};2;10,00\n2;11.02.2025;{OTHER_NUMBER};{NAME};1;7,00\n"
        f"3;12.02.2025;B7;Bert;1;50,00\n4;13.02.2025;B7;Bert;{NAME};50,00\n"
    )
    bleib("import", written(home, "orders.csv", text), "--home", home)


def does_something(_home: Path) -> None:
    contact = str(a_contact().pk)
    visit = history.NewFact("visit", NUMBER, NOW, "7", contact=contact)
    with transaction.atomic():
        history.record([visit], now=NOW)
    history.append_pending(now=NOW)


def is_about_to_do_something(_home: Path) -> None:
    with transaction.atomic():
        history.record([history.NewFact("visit", NUMBER, NOW, "8")], now=NOW)


def breaks_a_job(_home: Path) -> None:
    with transaction.atomic():
        enqueue(task="greet", arguments={"customer": customer().pk}, now=NOW)
    error = ValueError(f"Nobody of the name {NAME} answered.")
    Job.objects.filter(task="greet").update(reason=sentence(error), trace=trace(error))


def is_uploaded(home: Path) -> None:
    folder = home / "uploads"
    folder.mkdir(parents=True)
    (folder / "kunden.csv").write_text(f"Nr;Name\n1;{NAME}\n2;Bert\n", encoding="utf-8")
    (folder / "kunden.csv.gz").write_bytes(gzip.compress(NAME.encode()))


def is_logged(home: Path) -> None:
    logging.getLogger("bleib").warning("%s signed in", NAME)
    (home / "logs").mkdir()
    (home / "logs" / "proxy.log").write_text(f"GET /?q={LAST}+x\nGET /?q=bert\n")


DOORS = (
    Door(is_invited_twice_and_joins, "accounts_invitation.email"),
    Door(signs_in, "usersessions_usersession.user_agent"),
    Door(begins_to_sign_in, "django_session.session_data"),
    Door(is_written_to, "mail/"),
    Door(is_in_a_list_of_customers, "customers_customer.name"),
    Door(comes_again_with_another_name, "customers_overwritten.before"),
    Door(is_rejected, "rejects/"),
    Door(is_a_contact, "audit_entry.content"),
    Door(is_written_about, "customers_note.text"),
    Door(is_to_be_called, "tasks_task.title"),
    Door(has_further_data, "customers_customvalue.text"),
    Door(buys, "facts/"),
    Door(is_told_to_another_system, "webhooks_message.customer"),
    Door(is_named_by_a_file_that_was_fetched, "pulls_run.files"),
    Door(is_merged, "history_alias.customer"),
    Door(does_something, "history_change.touched"),
    Door(is_about_to_do_something, "history_pendingfact.customer"),
    Door(breaks_a_job, ""),  # nowhere: of an error only its kind and place are kept
    Door(is_uploaded, "uploads/"),
    Door(is_logged, "logs/"),
)
