"""From the arguments to an exit code. Whatever goes wrong becomes one sentence on stderr, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bleib import __version__
from bleib.cli._commands import Commands
from bleib.kernel.errors import BleibError

DONE, FAILED, WRONG_CALL, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143

app = typer.Typer(cls=Commands, add_completion=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bleib {__version__}")
        raise typer.Exit(DONE)


@app.callback(invoke_without_command=True)
def bleib(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Who of your customers stays, who is leaving, and what it is worth."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_CALL)


def main() -> None:
    """The command `bleib`."""
    # Called with a closed output (`>&-`): the next file opened would otherwise become it.
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    # A file name or a customer's name that the terminal cannot show must not end the command.
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    stop_tidily()
    sys.exit(run(sys.argv[1:]))


def stop_tidily() -> None:
    """Whoever is told to stop still tidies up its scratch files."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))


def run(arguments: Sequence[str]) -> int:
    """Runs one command line. Returns 0 done, 1 nothing usable or failed, 2 wrong call, 130 interrupted."""
    try:
        code = typer.main.get_command(app).main(list(arguments), prog_name="bleib", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if str(error) == "Query interrupted":  # DuckDB's word for Ctrl-C
            return INTERRUPTED
        if os.environ.get("BLEIB_DEBUG"):
            raise
        return _explain(error)
    return code if isinstance(code, int) else DONE


def _explain(error: Exception) -> int:
    """Says what happened in one sentence; returns the exit code."""
    if isinstance(error, BrokenPipeError):  # the reader has seen enough: `bleib sql rfm | head -3`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    if isinstance(error, BleibError):
        sentence, code = str(error), error.exit_code
    elif isinstance(error, typer.TyperException):
        said = error.format_message()
        said = said if said.endswith((".", "?")) else f"{said}."
        sentence, code = f"{said} 'bleib --help' lists what there is.", error.exit_code
    elif isinstance(error, typer.Abort):
        sentence, code = "Stopped: a question was not answered.", FAILED
    elif isinstance(error, OSError) and error.strerror:
        sentence, code = ": ".join(filter(None, (error.strerror, str(error.filename or "")))), FAILED
    elif "No space left on device" in str(error):  # DuckDB says it in other words each time
        sentence, code = "No space left on device; nothing was changed. Make room and call again.", FAILED
    else:
        sentence = f"Something unexpected happened ({type(error).__name__}: {error}). This is a bug in Bleib."
        sentence, code = f"{sentence} Call again with BLEIB_DEBUG=1 to see where.", FAILED
    typer.echo(f"bleib: {sentence}", err=True)
    return code
