"""Whatever dies midway is completed by the next run; what was logged outside is erased again after a restore."""

import json
import signal

import pytest

from bleib.kernel.personal import Erase
from bleib.privacy import api, erasure_log, stores
from bleib.privacy.tests.conftest import NOW
from tests import processes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
POINTS = ("erasure.logged", "erasure.store.sessions", "erasure.store.rejects", "erasure.swept", "erasure.scrubbed")


def die_at(point, marla, home):
    """Another process erases Marla and is killed at the point."""
    with processes.start("bleib.privacy.tests.killable", point, marla.pk, home=home) as process:
        assert process.wait(60) == -signal.SIGKILL


@pytest.mark.kill
@pytest.mark.parametrize("point", POINTS)
def test_a_killed_erasure_is_completed(point, marla, home):
    (home / "rejects").mkdir()
    (home / "rejects" / "a.csv").write_text("Zeile;Wert\n1;Marla Mustermann\n")
    die_at(point, marla, home)
    api.erase("user", marla.pk, actor=None, now=NOW)
    marla.refresh_from_db()
    erasure = api.Erasure.objects.get()
    assert (marla.name, erasure.people, erasure.done_at) == ("", [], NOW)
    assert (home / "rejects" / "a.csv").read_text() == "Zeile;Wert\n"


class Broken:
    """A store that cannot forget, until it is mended."""

    name, label, kept, ends = "broken", "Broken", "never", Erase.DELETE
    mended = False

    def erase(self, people, *, now):  # noqa: ARG002
        if not self.mended:
            raise OSError("No space left on device")


@pytest.fixture
def broken(monkeypatch):
    store = Broken()
    monkeypatch.setattr(stores, "_STORES", {store.name: store, **stores._STORES})
    return store


def test_a_store_that_fails_is_asked_again_and_keeps_no_other_waiting(broken, marla):
    with pytest.raises(ExceptionGroup) as failed:
        api.erase("user", marla.pk, actor=None, now=NOW)
    erasure = api.Erasure.objects.get()
    assert [str(error) for error in failed.value.exceptions] == ["No space left on device"]
    assert erasure.done_at is None
    assert set(erasure.stores) == set(stores._STORES) - {"broken"}
    broken.mended = True
    assert api.complete_erasures(now=NOW) == 1
    erasure.refresh_from_db()
    assert (erasure.done_at, erasure.people) == (NOW, [])


def test_a_page_leaves_the_stores_to_the_worker(marla, home):
    erasure = api.request_erasure("user", marla.pk, actor=None, now=NOW)
    assert erasure.stores_done_at is None
    assert api.complete_erasures(now=NOW) == 1
    assert api.complete_erasures(now=NOW) == 0


def test_the_log_outside_holds_numbers_and_digests_only(marla, home):
    api.erase("user", marla.pk, actor=None, now=NOW)
    [line] = [json.loads(line) for line in erasure_log.file().read_text().splitlines()]
    assert line.keys() == {"kind", "person", "erased_at", "salt", "digest"}
    assert (line["kind"], line["person"]) == ("user", marla.pk)


def test_a_restored_person_is_erased_again(marla, quandt, petra):
    backup = {model: list(model.objects.values()) for model in (type(marla), type(quandt), type(petra))}
    api.erase("user", marla.pk, actor=None, now=NOW)
    api.erase("customer", quandt.pk, actor=None, now=NOW)
    restore(backup)
    assert api.replay_erasures(now=NOW) == 3
    assert not type(petra).objects.exists()
    assert set(type(marla).objects.values_list("name", flat=True)) == {""}
    assert api.replay_erasures(now=NOW) == 0
    assert len(erasure_log.file().read_text().splitlines()) == 3


def test_somebody_who_got_the_number_of_an_erased_person_stays(petra):
    model, row = type(petra), type(petra).objects.values().get()
    api.erase("contact", petra.pk, actor=None, now=NOW)
    api.Erasure.objects.all().delete()
    model.objects.create(**row | {"last_name": "Paulsen", "created_at": NOW.replace(year=2027)})
    assert api.replay_erasures(now=NOW) == 0
    assert model.objects.get().last_name == "Paulsen"


def restore(backup):
    api.Erasure.objects.all().delete()
    for model, rows in backup.items():
        for row in rows:
            model.objects.update_or_create(pk=row.pop("id"), defaults=row)
