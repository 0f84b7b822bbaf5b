"""A watched folder: whole files come in once, whatever they are called; rejects, moving and bad files as agreed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.accounts.roles import Role
from bleib.history.models import Import
from bleib.pulls.api import FolderPlace, NotAllowed, begin_anew, run_pull, switch_off
from bleib.pulls.tests.places import LATER, ORDERS, imported
from bleib.uploads.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_a_file_is_imported_with_its_rejects_and_once(watch, folder, now):
    pull = watch()
    (folder / "orders.csv").write_text(ORDERS)
    assert run_pull(pull=pull.pk, now=now) == 1
    run = pull.runs.get()
    assert (run.counts["read"], run.counts["accepted"], run.counts["rejected"]) == (3, 2, 1)
    assert Import.objects.get(pk=run.number).label == "orders.csv"
    assert run_pull(pull=pull.pk, now=now) == 0
    assert imported() == [(2, 1)]


@pytest.mark.slow
def test_the_same_content_under_another_name_is_known(watch, folder, now):
    pull = watch()
    (folder / "orders.csv").write_text(ORDERS)
    run_pull(pull=pull.pk, now=now)
    (folder / "orders (2).csv").write_text(ORDERS)
    (folder / "later.csv").write_text(LATER)
    assert run_pull(pull=pull.pk, now=now) == 1
    assert imported() == [(2, 1), (1, 0)]
    assert not list((folder.parent / "home" / "uploads").glob("*/files/*"))


@pytest.mark.slow
def test_a_later_export_corrects_an_earlier_one(watch, folder, now):
    (folder / "10.csv").write_text(ORDERS.replace("10,50", "11,50"))
    (folder / "9.csv").write_text(ORDERS)
    pull = watch()
    assert run_pull(pull=pull.pk, now=now) == 2
    assert [run.files[0]["name"] for run in pull.runs.order_by("pk")] == ["9.csv", "10.csv"]


def test_a_file_that_is_being_written_waits(watch, folder, now):
    pull = watch()
    (folder / "orders.csv").write_text(ORDERS)
    assert run_pull(pull=pull.pk, now=now - timedelta(seconds=50)) == 0
    assert run_pull(pull=pull.pk, now=now) == 1


@pytest.mark.parametrize("name", ["orders.csv.part", ".orders.csv", "~orders.csv", "readme.pdf", "shop.sqlite3"])
def test_what_is_no_whole_table_by_its_name_is_left_alone(watch, folder, now, name):
    (folder / name).write_text(ORDERS)
    assert run_pull(pull=watch().pk, now=now) == 0


@pytest.mark.slow
def test_a_file_without_a_usable_line_is_told_and_not_tried_again(watch, folder, now):
    pull = watch()
    (folder / "letter.csv").write_text("Sehr geehrte Damen und Herren\n")
    (folder / "orders.csv").write_text(ORDERS)
    assert run_pull(pull=pull.pk, now=now) == 1
    problem = pull.runs.exclude(problem="").get()
    assert (problem.number, problem.files[0]["name"]) == (None, "letter.csv")
    assert run_pull(pull=pull.pk, now=now) == 0
    assert pull.runs.count() == 2
    assert not Upload.objects.exclude(number__isnull=False).exists()


@pytest.mark.slow
def test_files_that_were_dealt_with_are_moved_where_that_is_wanted(watch, folder, now):
    pull = watch(moves=True)
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "letter.csv").write_text("Sehr geehrte Damen und Herren\n")
    (folder / "imported").mkdir()
    (folder / "imported" / "orders.csv").write_text("of yesterday")
    run_pull(pull=pull.pk, now=now)
    assert sorted(file.name for file in (folder / "imported").iterdir()) == ["orders (2).csv", "orders.csv"]
    assert (folder / "failed" / "letter.csv").is_file()
    assert not list(folder.glob("*.csv"))


def test_nothing_runs_in_the_name_of_somebody_who_may_no_longer_connect(watch, folder, now, anna):
    pull = watch()
    (folder / "orders.csv").write_text(ORDERS)
    anna.role = Role.SERVICE
    anna.save(update_fields=["role"])
    assert run_pull(pull=pull.pk, now=now) == 0
    assert "in whose name this runs" in pull.runs.get().problem


def test_no_file_is_moved_through_a_link(watch, folder, now, tmp_path):
    pull = watch(moves=True)
    (folder / "orders.csv").write_text(ORDERS)
    (tmp_path / "elsewhere").mkdir()
    (folder / "imported").symlink_to(tmp_path / "elsewhere")
    run_pull(pull=pull.pk, now=now)
    assert not list((tmp_path / "elsewhere").iterdir())
    assert (folder / "orders.csv").is_file()


@pytest.mark.slow
def test_files_that_belong_together_are_one_import(watch, folder, now):
    pull = watch(together=True)
    (folder / "a.csv").write_text(ORDERS)
    (folder / "b.csv").write_text(LATER)
    assert run_pull(pull=pull.pk, now=now) == 1
    assert imported() == [(3, 1)]


@pytest.mark.slow
def test_from_the_beginning_everything_is_read_again_and_counts_once(watch, folder, anna, now):
    pull = watch()
    (folder / "orders.csv").write_text(ORDERS)
    run_pull(pull=pull.pk, now=now)
    begin_anew(pull, by=anna, now=now)
    run_pull(pull=pull.pk, now=now)
    assert pull.runs.first().again
    assert imported() == [(2, 1)]


def test_a_pull_that_was_switched_off_does_nothing(watch, folder, anna, now):
    pull = watch()
    switch_off(pull, by=anna, now=now)
    (folder / "orders.csv").write_text(ORDERS)
    assert run_pull(pull=pull.pk, now=now) == 0


def test_links_are_not_followed(watch, folder, tmp_path, now):
    secret = tmp_path / "secret.csv"
    secret.write_text(ORDERS)
    (folder / "orders.csv").symlink_to(secret)
    assert run_pull(pull=watch().pk, now=now) == 0


@pytest.mark.parametrize("path", ["/etc", "{home}", "{folder}/../other", "{folder}/link", "relative"])
def test_only_what_the_operator_allowed_is_watched(folder, home, settings, tmp_path, path):
    for each in (home, tmp_path / "other"):
        each.mkdir()
    (folder / "link").symlink_to(tmp_path / "other")
    settings.PULL_FOLDERS = [str(folder), str(home.parent / "home")]
    with pytest.raises(NotAllowed):
        FolderPlace(path.format(home=home, folder=folder)).folder()


def test_a_folder_that_is_gone_is_told(watch, folder, now):
    pull = watch()
    folder.rmdir()
    assert run_pull(pull=pull.pk, now=now) == 0
    assert "no such folder" in pull.runs.get().problem


def test_a_file_that_is_too_large_is_named_once_and_holds_up_no_other(watch, folder, now, settings):
    settings.PULL_MEGABYTES = 1
    pull = watch()
    (folder / "1.csv").write_text(ORDERS + "x" * 1_000_000)
    (folder / "2.csv").write_text(LATER)
    assert [run_pull(pull=pull.pk, now=now) for _ in range(2)] == [1, 0]
    problem = pull.runs.exclude(problem="").get().problem
    assert problem == (
        "1.csv is larger than 1 MB and was left alone. Split it, or have the operator raise BLEIB_PULL_MEGABYTES and"
        " read everything again."
    )


def test_a_file_that_is_too_large_and_whose_name_is_no_text_holds_up_no_other(watch, folder, now, settings):
    settings.PULL_MEGABYTES = 1
    pull = watch()
    (folder / "Auftr\udce4ge.csv").write_text(ORDERS + "x" * 1_000_000)
    (folder / "later.csv").write_text(LATER)
    assert [run_pull(pull=pull.pk, now=now) for _ in range(2)] == [1, 0]
    assert pull.runs.exclude(problem="").get().files[0]["name"] == "Auftr\ufffdge.csv"
