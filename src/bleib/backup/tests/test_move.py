"""An installation goes over to PostgreSQL with every row, and the old database is never used by mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

pytestmark = pytest.mark.database

SRC = Path(__file__).parents[3]

FILL = """
from bleib.config.setup import prepare, setup
setup(); prepare()
from bleib.accounts.models import User
User.objects.create_user("anna@example.org", name="Anna Öz")
"""
LOOK = """
from bleib.config.setup import prepare, setup
setup(); prepare()
from bleib.accounts.models import User
User.objects.create_user("berta@example.org")
print(*User.objects.order_by("pk").values_list("email", flat=True))
"""


@pytest.fixture(scope="module")
def server():
    with postgres.server() as url:
        yield url


@pytest.fixture
def run(tmp_path):
    """Runs Python in the installation's environment; returns exit code and everything it said."""

    def call(*arguments, **environment):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BLEIB_")}
        answer = subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path,
            env={**clean, "PYTHONPATH": str(SRC), "BLEIB_HOME": str(tmp_path / "home"), **environment},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return answer.returncode, answer.stdout + answer.stderr

    return call


def test_every_row_moves_and_the_old_database_is_not_used_again(run, server):
    assert run("-c", FILL) == (0, "")
    code, said = run("-m", "bleib", "move", "--to", server, "--lang", "en")
    assert code == 0, said
    assert "Set BLEIB_DATABASE_URL" in said
    assert run("-c", LOOK, BLEIB_DATABASE_URL=server) == (0, "anna@example.org berta@example.org\n")
    code, said = run("-m", "bleib", "backup", "x.tar", "--lang", "en")
    assert (code, "was moved to PostgreSQL" in said) == (1, True)


SLOWLY = """
import os, time
from bleib.config.setup import prepare, setup
setup(); prepare()
from bleib.backup.move import move
from bleib.config.environment import Environment
from bleib.worker import leases
leases.HEARTBEAT_SECONDS = 0.01
database = Environment({"BLEIB_DATABASE_URL": os.environ["TARGET"]}).database()
print(move(database=database, watch=lambda _label: time.sleep(0.01)).rows > 0)
"""


def test_a_move_that_outlasts_a_heartbeat_is_a_move(run):
    run("-c", FILL)
    with postgres.server() as empty:
        assert run("-c", SLOWLY, TARGET=empty) == (0, "True\n")


def test_a_database_in_use_is_refused_and_nothing_changes(run, server):
    run("-c", LOOK, BLEIB_DATABASE_URL=server)
    run("-c", FILL)
    code, said = run("-m", "bleib", "move", "--to", server, "--lang", "en")
    assert (code, "in use already" in said) == (1, True)
    assert run("-c", LOOK) == (0, "anna@example.org berta@example.org\n")


def test_a_server_that_does_not_answer_is_a_sentence(run):
    run("-c", FILL)
    code, said = run("-m", "bleib", "move", "--to", "postgresql://bleib@127.0.0.1:1/x", "--lang", "en")
    assert (code, said.startswith("bleib: The move failed and changed nothing: ")) == (1, True), said
    assert run("-c", LOOK) == (0, "anna@example.org berta@example.org\n")
