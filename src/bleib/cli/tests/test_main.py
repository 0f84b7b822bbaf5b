import os
import subprocess
import sys

import duckdb
import pytest
import typer

from bleib import __version__
from bleib.cli import _main
from bleib.kernel.errors import BleibError, UsageError


@pytest.fixture
def call_that_raises(monkeypatch):
    """Runs a command line that ends in the given exception."""

    def call(error: BaseException) -> int:
        def fail(_: object) -> None:
            raise error

        monkeypatch.setattr(typer.main, "get_command", fail)
        return _main.run(["crr"])

    return call


def test_the_version_is_printed(capsys):
    assert _main.run(["--version"]) == 0
    assert capsys.readouterr().out == f"bleib {__version__}\n"


def test_without_a_command_the_help_is_shown_as_a_wrong_call(capsys):
    assert _main.run([]) == 2
    assert "Commands" in capsys.readouterr().out


def test_a_mistyped_command_is_met_with_a_suggestion(capsys):
    assert _main.run(["tset"]) == 2
    assert (
        capsys.readouterr().err
        == "bleib: No such command 'tset'. Did you mean 'test'? 'bleib --help' lists what there is.\n"
    )


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (BleibError("orders.csv is empty."), 1, "orders.csv is empty."),
        (UsageError("There is no metric 'x'."), 2, "There is no metric 'x'."),
        (FileNotFoundError(2, "No such file or directory", "orders.csv"), 1, "No such file or directory: orders.csv"),
        (OSError(28, "No space left on device"), 1, "No space left on device"),
        (
            duckdb.IOException('Could not write file "a.parquet": No space left on device'),
            1,
            "No space left on device; nothing was changed. Make room and call again.",
        ),
        (KeyboardInterrupt(), 130, ""),
        (RuntimeError("Query interrupted"), 130, ""),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_an_exit_code(call_that_raises, capsys, error, code, sentence):
    assert call_that_raises(error) == code
    assert capsys.readouterr().err == (f"bleib: {sentence}\n" if sentence else "")


def test_a_bug_is_one_line_that_says_how_to_see_more(call_that_raises, capsys):
    assert call_that_raises(ZeroDivisionError("division by zero")) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError: division by zero" in said
    assert "BLEIB_DEBUG=1" in said
    assert said.count("\n") == 1


def test_a_bug_shows_its_traceback_when_asked_for(call_that_raises, monkeypatch):
    monkeypatch.setenv("BLEIB_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        call_that_raises(ZeroDivisionError())


def test_a_reader_that_goes_away_ends_the_command_silently():
    asked = [sys.executable, "-m", "bleib", "--help"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:
        assert command.stdout is not None
        command.stdout.close()
        assert command.communicate(timeout=60)[1] == b""
    assert command.returncode == 1


def test_a_closed_output_is_nobody_listening():
    answer = subprocess.run(["sh", "-c", f"{sys.executable} -m bleib crr --start 2 --end 1 --new 0 >&-"], check=False)
    assert answer.returncode == 0


def test_a_value_of_the_wrong_kind_is_two_sentences(capsys):
    assert _main.run(["crr", "--start", "many", "--end", "1", "--new", "0"]) == 2
    assert ". 'bleib --help' lists what there is.\n" in capsys.readouterr().err


def test_a_character_the_terminal_lacks_does_not_end_the_command():
    ascii_terminal = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    answer = subprocess.run(
        [sys.executable, "-m", "bleib", "--help"], capture_output=True, env=ascii_terminal, check=False
    )
    assert answer.returncode == 0
