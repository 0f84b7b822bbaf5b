"""One company's story on the command line: exports in, import, report, the same again, and back."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from bleib.cli._main import run
from bleib.demo import demo_company, truth_of, write_exports
from bleib.history.models import Import

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Answer:
    """What a command line printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


def bleib(*arguments: object) -> Answer:
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run([*map(str, arguments), "--lang", "en"])
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def company():
    return demo_company(date(2026, 2, 10))


@pytest.fixture(scope="module")
def exports(company, tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic-demo") / "exports"
    write_exports(company, folder)
    return folder


@pytest.fixture(scope="module")
def empty_database(django_db_setup, django_db_blocker):
    """The test's database for all tests of this file."""
    home = settings.HOME
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)
    settings.HOME = home


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("synthetic-demo") / "history"


@pytest.fixture(scope="module")
def story(exports, home, empty_database):
    """The commands in the order in which somebody would call them; what each of them answered."""
    return {
        "look": bleib("import", exports, "--dry-run", "--home", home),
        "nothing yet": bleib("report", "--home", home),
        "report on files": bleib("report", exports, "--json", "-"),
        "import": bleib("import", exports, "--home", home),
        "import again": bleib("import", exports, "--home", home),
        "imports": bleib("imports", "--home", home),
        "report": bleib("report", "--json", "-", "--home", home),
        "undo": bleib("undo", Import.objects.latest("pk").pk, "--home", home),
        "nothing left": bleib("report", "--home", home),
        "import once more": bleib("import", exports, "--home", home),
        "report once more": bleib("report", "--json", "-", "--home", home),
    }


def test_every_step_did_what_was_asked(story):
    refused = {"nothing yet", "nothing left"}
    assert {name: answer.err for name, answer in story.items() if answer.code != (1 if name in refused else 0)} == {}


def test_looking_imports_nothing(story):
    assert "Nothing was imported into" in story["nothing yet"].err


def test_the_counts_are_those_that_were_planted(story, company):
    truth = truth_of(company)
    counts = story["report"].data["import"]
    assert counts["duplicates"] == truth.duplicates
    assert counts["accepted"] == truth.accepted
    assert counts["without_customer"] == truth.without_customer
    assert counts["read"] == counts["accepted"] + counts["duplicates"] + counts["rejected"]


def test_customers_add_up_from_window_to_window(story):
    retention = story["report"].data["retention"]
    assert retention["kept"] + retention["lost"] == retention["customers_start"]
    assert retention["kept"] + retention["new"] + retention["won_back"] == retention["customers_end"]
    assert retention["crr"] == pytest.approx(100 * retention["kept"] / retention["customers_start"])


def test_files_alone_give_the_same_figures_as_the_history(story):
    from_files, from_history = story["report on files"].data, story["report"].data
    assert from_files["retention"] == from_history["retention"]


def test_the_same_files_again_change_nothing(story):
    assert story["imports"].out.count("done") == 1


def test_an_import_taken_back_leaves_no_figures(story):
    assert "Nothing was imported into" in story["nothing left"].err


def test_importing_once_more_gives_the_same_report(story):
    assert story["report once more"].data["retention"] == story["report"].data["retention"]
