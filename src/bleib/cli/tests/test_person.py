"""`bleib person` previews, exports and erases."""

import json

import pytest
from django.contrib.auth import get_user_model

from bleib.audit.api import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marla(tmp_path):
    (tmp_path / "home").mkdir()
    return get_user_model().objects.create_user("marla@example.com", name="Marla Mustermann")


def test_the_preview_says_what_goes(bleib, marla):
    answer = bleib("person", "preview", "user", marla.pk)
    assert answer.out.split() == ["1", "colleagues", "emptied"]


def test_the_export_is_written_for_machines_and_people(bleib, marla, tmp_path):
    bleib("person", "export", "user", marla.pk, "--out", tmp_path / "out", lang="de")
    held = json.loads((tmp_path / "out" / "person.json").read_text(encoding="utf-8"))
    assert held["tables"][0]["rows"][0]["email"] == "marla@example.com"
    assert "Was über Marla Mustermann gespeichert ist" in (tmp_path / "out" / "person.html").read_text(encoding="utf-8")
    assert Entry.objects.get().verb == "person.exported"


@pytest.mark.slow
def test_erasing_says_that_it_is_done(bleib, marla):
    assert bleib("person", "erase", "user", marla.pk, "--yes").out.splitlines()[-1] == "Erased, everywhere."
    marla.refresh_from_db()
    assert marla.name == ""


def test_nobody_is_told_as_a_sentence(bleib, marla):
    answer = bleib("person", "erase", "contact", 99, "--yes")
    assert (answer.code, answer.err) == (1, "bleib: There is no contact with the number 99.\n")
