"""`bleib lights ...`: export, import, judge."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bleib.cli import _groups
from bleib.cli._files import put, read
from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing

CONTEXT = _groups.CONTEXT
group = typer.Typer(add_completion=False, no_args_is_help=True, help="Light rules: export, import, judge.")

OutOption = Annotated[Path | None, typer.Option("--out", help="File to write; without it, the terminal.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE.yaml", help="Rules as `export` writes them.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")]


def lights(context: typer.Context) -> None:
    """Export and import light rules, judge everybody: see `bleib lights --help`."""
    _groups.run(group, context, name="lights")


@group.command("export")
def export(*, lang: LangOption, out: OutOption = None, home: HomeOption = None) -> None:
    """Write the rules in force as a YAML file."""
    open_existing(home)
    from bleib.lights.api import export_rules

    put(export_rules(lang=lang.value), out)


@group.command("import")
def import_(file: FileArgument, *, lang: LangOption, dry_run: DryRunOption = False, home: HomeOption = None) -> None:
    """Make a YAML file the rules; what it does not name goes. The worker then judges everybody by them."""
    open_existing(home)
    from django.utils.translation import override

    from bleib.cli import _lights as show
    from bleib.lights.api import FileError, import_rules, try_rules

    text, now = read(file), datetime.now(UTC)
    with override(lang.value):
        try:
            if dry_run:
                show.trial(try_rules(text, now=now), lang)
            else:
                show.edits(import_rules(text, by=None, now=now), lang)
        except FileError as error:
            raise error.said_in(lang.value) from error


@group.command("judge")
def judge(*, lang: LangOption, home: HomeOption = None) -> None:
    """Judge everybody now, as the worker does by itself when rules change."""
    open_existing(home)
    from bleib.config.wiring import lights_changed
    from bleib.lights.api import judge_everybody

    count = judge_everybody(now=datetime.now(UTC), then=lights_changed)
    german = lang is Language.DE
    Console().print(f"{count:,} Ampeln haben gewechselt." if german else f"{count:,} lights changed.", highlight=False)
