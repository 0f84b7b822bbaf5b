"""Pulls on their pages: added, tried with columns to choose, switched on, their runs told."""

from __future__ import annotations

import pytest
from django.test import Client

from bleib.pulls.api import Pull, run_pull, try_pull
from bleib.pulls.tests.conftest import folder, home, now, shop
from bleib.pulls.tests.places import ORDERS, QUERY, imported
from bleib.uploads.models import Upload

__all__ = ["folder", "home", "now", "shop"]
pytestmark = pytest.mark.django_db(transaction=True)

WHEN = {"name": "ERP", "topic": "history", "when": "60"}


@pytest.fixture
def watched(confirmed, folder) -> Pull:
    """Added on the page; a file lies there."""
    (folder / "orders.csv").write_text(ORDERS)
    confirmed.post("/connections/pulls/new/folder/", WHEN | {"path": str(folder)})
    return Pull.objects.get()


@pytest.mark.slow
def test_a_folder_is_tried_switched_on_and_its_runs_are_told(confirmed, watched, anna, now):
    address = f"/connections/pulls/{watched.pk}/"
    assert "The worker fetches a sample" in confirmed.post(f"{address}trial/", follow=True).content.decode()
    try_pull(pull=watched.pk, user=anna.pk, now=now)
    upload = Upload.objects.get()
    assert f"/imports/uploads/{upload.key}/" in confirmed.get(address).content.decode()
    Upload.objects.update(wishes=upload.wishes | {"columns": {"customer": "Kundennr"}})
    confirmed.post(f"/connections/pulls/trials/{watched.runs.get().pk}/adopt/")
    watched.refresh_from_db()
    assert watched.wishes["columns"] == {"customer": "Kundennr"}
    confirmed.post(f"{address}switch/", {"on": "yes"})
    run_pull(pull=watched.pk, now=now)
    page = confirmed.get(address).content.decode()
    number = watched.runs.get(trial=False).number
    assert f'href="/imports/{number}/"' in page
    assert "orders.csv" in page
    assert imported() == [(2, 1)]
    assert "works" in confirmed.get("/connections/pulls/").content.decode()


def test_a_folder_nobody_allowed_is_refused_on_the_form(confirmed, folder):
    page = confirmed.post("/connections/pulls/new/folder/", WHEN | {"path": "/etc"}).content.decode()
    assert "BLEIB_PULL_FOLDERS" in page
    assert not Pull.objects.exists()


def test_a_database_is_added_edited_and_keeps_its_password(confirmed, shop):
    asked = WHEN | {
        "when": "daily", "at": "03:30", "dialect": "sqlite", "database": str(shop), "secret": "open sesame",
        "query": QUERY, "column": "changed_at", "holds": "instants", "overlap": "60",
    }  # fmt: skip
    confirmed.post("/connections/pulls/new/sql/", asked)
    pull = Pull.objects.get()
    assert (pull.at, pull.place["overlap"], pull.on_since) == ("03:30", 60, None)
    form = confirmed.get(f"/connections/pulls/{pull.pk}/edit/").content.decode()
    assert "sesame" not in form
    assert "changed_at &gt;= :since" in form
    confirmed.post(f"/connections/pulls/{pull.pk}/edit/", asked | {"secret": "", "name": "Shop"})
    assert Pull.objects.get().password == pull.password
    refused = confirmed.post(f"/connections/pulls/{pull.pk}/edit/", asked | {"query": "DELETE FROM orders"})
    assert "has to be one SELECT" in refused.content.decode()


def test_another_place_asks_for_the_password_again(anna, watched):
    client = Client()
    client.force_login(anna)
    for address in ("new/sql", "new/folder", f"{watched.pk}/edit"):
        assert client.post(f"/connections/pulls/{address}/", WHEN).url.startswith("/sign-in/again/")


@pytest.mark.slow
def test_problems_are_told_and_a_pull_can_go(confirmed, watched, folder, now):
    address = f"/connections/pulls/{watched.pk}/"
    confirmed.post(f"{address}switch/", {"on": "yes"})
    (folder / "orders.csv").unlink()
    folder.rmdir()
    run_pull(pull=watched.pk, now=now)
    assert "There is no such folder" in confirmed.get("/connections/pulls/").content.decode()
    assert "Nothing could be fetched the last time: ERP." in confirmed.get("/system/").content.decode()
    assert "Switched off" in confirmed.post(f"{address}switch/", {"on": "no"}, follow=True).content.decode()
    assert "Tick the box" in confirmed.post(f"{address}remove/", follow=True).content.decode()
    confirmed.post(f"{address}remove/", {"sure": "yes"})
    assert not Pull.objects.exists()


@pytest.mark.parametrize("wrong", [{"when": "daily", "at": ""}, {"name": ""}, {"when": "7"}])
def test_what_makes_no_sense_is_not_taken(confirmed, folder, wrong):
    confirmed.post("/connections/pulls/new/folder/", WHEN | {"path": str(folder)} | wrong)
    assert not Pull.objects.exists()
