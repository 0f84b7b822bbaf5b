"""A marked person enters through every door; after erasure they are nowhere, and no backup brings them back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from bleib.audit import api as audit
from bleib.backup import api as backup
from bleib.customers.models import Customer
from bleib.figures.api import SavedView
from bleib.history.installation import open_book
from bleib.privacy import api as privacy
from tests.flow.all_doors import DOORS
from tests.flow.doors import MARKS, NOW, NUMBER, WORK_MAIL, buys, customer
from tests.flow.traces import traces

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.HOME / "mail"
    return settings.HOME


@pytest.fixture
def inside(home):
    """The person has come in through every door; returns the home folder."""
    get_user_model().objects.create_user("boss@bleib.example", name="Berta Boss", role="admin")
    for door in DOORS:
        door.enter(home)
        assert [place for place in traces(MARKS, home) if place.startswith(door.leaves)], door
    audit.seal(now=NOW)
    return home


def erase_all():
    boss = get_user_model().objects.get(email="boss@bleib.example")
    user = get_user_model().objects.get(email=WORK_MAIL)
    privacy.erase("customer", customer().pk, actor=boss, now=NOW)
    privacy.erase("user", user.pk, actor=boss, now=NOW)


def test_after_erasure_the_person_is_nowhere(inside):
    erase_all()
    assert traces(MARKS, inside) == set()


def counted(home):
    with open_book(home, time_zone="Europe/Berlin", now=NOW) as book:
        return book.counts


def test_the_statistics_and_everybody_else_stay(inside):
    before = counted(inside)
    erase_all()
    assert set(Customer.objects.filter(number__in=("O1", "Z9")).values_list("name", flat=True)) == {
        "Otter AG",
        "Zobel OHG",
    }
    assert SavedView.objects.get().name == "Bleibt"
    assert "Bert" in (inside / "uploads" / "kunden.csv").read_text()
    assert counted(inside) == before
    assert before.accepted >= 3  # lines of orders


def test_the_audit_log_still_holds(inside):
    erase_all()
    audit.seal(now=NOW)
    assert [str(finding) for finding in audit.verify(now=NOW)] == []


def test_erasing_again_changes_nothing(inside):
    erase_all()
    before = {file: file.stat().st_mtime_ns for file in inside.rglob("*.parquet")}
    assert privacy.complete_erasures(now=NOW) == 0
    assert {file: file.stat().st_mtime_ns for file in inside.rglob("*.parquet")} == before


def test_the_same_export_brings_nobody_back(inside):
    erase_all()
    buys(inside)
    assert [place for place in traces(MARKS, inside) if place.startswith(("facts/", "history_"))] == []
    assert not Customer.objects.filter(number=NUMBER).exists()


def test_a_backup_brings_nobody_back(inside, tmp_path):
    backup.create(tmp_path / "backup.tar", home=inside, now=NOW)
    erase_all()
    restored = tmp_path / "restored"
    restored.mkdir()
    (restored / "erasures.jsonl").write_bytes((inside / "erasures.jsonl").read_bytes())
    restore(tmp_path / "backup.tar", restored)
    assert traces(MARKS, restored) == set()
    assert (restored / "bleib.sqlite3").stat().st_size > 100_000


def restore(file, home):
    """As an operator does it: on the command line, into an embedded database."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("BLEIB_", "DJANGO_"))}
    command = [sys.executable, "-m", "bleib", "restore", str(file), "--replace", "--home", str(home)]
    done = subprocess.run(
        command, env=variables | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
