"""Of a text the records that name the person go, and nothing else; what cannot be read goes as a whole."""

import os
from datetime import timedelta

import pytest

from bleib.privacy.people import Person
from bleib.privacy.stores.files import Files
from bleib.privacy.stores.mail import Mails
from bleib.privacy.tests.conftest import NOW

MARLA = Person("user", 7, {"email": "marla@example.com", "name": "Märla Müstermann"}, "Märla Müstermann")
REJECTS = Files("rejects", "Reject files", "90 days", 90)


@pytest.fixture
def rejects(home):
    (home / "rejects").mkdir()
    return home / "rejects"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_records_go_whatever_the_encoding(rejects, encoding):
    file = rejects / "a.csv"
    file.write_bytes("Zeile;Wert\r\n1;Bärt\r\n2;MÄRLA MÜSTERMANN\r\n".encode(encoding))
    REJECTS.erase([MARLA], now=NOW)
    assert file.read_bytes() == "Zeile;Wert\r\n1;Bärt\r\n".encode(encoding)


def test_a_record_of_several_lines_goes_as_one(rejects):
    file = rejects / "a.csv"
    file.write_text('Zeile;Wert\n1;"Brief an\nMärla Müstermann\nin Kiel"\n2;Bert\n')
    REJECTS.erase([MARLA], now=NOW)
    assert file.read_text() == "Zeile;Wert\n2;Bert\n"


def test_a_file_that_names_nobody_stays_as_it_is(rejects):
    file = rejects / "a.csv"
    file.write_text("Zeile;Wert\n1;Bert\n")
    os.utime(file, (1, 1))
    before = file.stat().st_ino
    REJECTS.erase([MARLA], now=NOW)
    assert file.stat().st_ino == before


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv.gz", "a.csv"])
def test_what_cannot_be_read_goes(rejects, name):
    (rejects / name).write_bytes(b"PK\x03\x04\0\0")
    REJECTS.erase([MARLA], now=NOW)
    assert not list(rejects.iterdir())


def test_a_file_keeps_its_age(rejects):
    file = rejects / "a.csv"
    file.write_text("Zeile;Wert\n1;Märla Müstermann\n")
    os.utime(file, (1, 1))
    REJECTS.erase([MARLA], now=NOW)
    assert file.stat().st_mtime == 1


def test_old_files_are_let_go(rejects):
    for name, days in (("old", 91), ("young", 89)):
        (rejects / name).touch()
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(rejects / name, (at, at))
    assert REJECTS.let_go(now=NOW, dry_run=True) == 1
    assert REJECTS.let_go(now=NOW, dry_run=False) == 1
    assert [file.name for file in rejects.iterdir()] == ["young"]


@pytest.mark.parametrize(
    "mail",
    [
        b"To: marla@example.com\nSubject: Code\n\n123\n",
        b"To: bert@example.com\nSubject: =?utf-8?q?M=C3=A4rla_M=C3=BCstermann?=\n\nHallo\n",
        b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nTcOkcmxhIE3DvHN0ZXJtYW5u\n",
    ],
    ids=["to her", "in the subject", "in the text"],
)
def test_a_mail_goes_as_a_whole(home, mail):
    (home / "mail").mkdir()
    (home / "mail" / "1.log").write_bytes(mail)
    (home / "mail" / "2.log").write_bytes(b"To: bert@example.com\n\nHallo\n")
    Mails().erase([MARLA], now=NOW)
    assert [file.name for file in (home / "mail").iterdir()] == ["2.log"]
