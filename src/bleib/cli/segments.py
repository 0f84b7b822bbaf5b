"""`bleib segments ...`: list, members, export, import, fill."""

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
group = typer.Typer(add_completion=False, no_args_is_help=True, help="Segments: list, members, export, import, fill.")

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="Key of a segment, as `list` shows it.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File to write; without it, the terminal.")]
FileArgument = Annotated[Path, typer.Argument(metavar="FILE.yaml", help="Segments as `export` writes them.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")]
DayOption = Annotated[
    datetime | None, typer.Option("--at", formats=["%Y-%m-%d"], help="Who belonged to it when this day began.")
]


def segments(context: typer.Context) -> None:
    """List segments and who belongs to them, export and import them: see `bleib segments --help`."""
    _groups.run(group, context, name="segments")


@group.command("list")
def list_(*, lang: LangOption, home: HomeOption = None) -> None:
    """All segments: how many belong to each, and what its condition says."""
    open_existing(home)
    from bleib.cli import _segments as show
    from bleib.segments.api import counts
    from bleib.segments.api import segments as listed

    show.segments(listed(), counts(), lang)


@group.command("members")
def members(key: KeyArgument, *, lang: LangOption, at: DayOption = None, home: HomeOption = None) -> None:
    """Who belongs to a segment, and since when; or who did on an earlier day, as far as Bleib filled it then."""
    open_existing(home)
    from django.utils import timezone

    from bleib.cli import _segments as show
    from bleib.segments.api import members as of
    from bleib.segments.api import segment

    show.members(of(segment(key), at=timezone.make_aware(at) if at else None), lang)


@group.command("export")
def export(*, lang: LangOption, out: OutOption = None, home: HomeOption = None) -> None:
    """Write the segments as a YAML file."""
    open_existing(home)
    from bleib.segments.api import export_segments

    put(export_segments(lang=lang.value), out)


@group.command("import")
def import_(file: FileArgument, *, lang: LangOption, dry_run: DryRunOption = False, home: HomeOption = None) -> None:
    """Make a YAML file the segments; what it does not name goes. The worker then fills those that are others."""
    open_existing(home)
    from django.utils.translation import override

    from bleib.cli import _segments as show
    from bleib.segments.api import FileError, import_segments, try_import

    text = read(file)
    with override(lang.value):
        try:
            done = try_import(text) if dry_run else import_segments(text, by=None, now=datetime.now(UTC))
        except FileError as error:
            raise error.said_in(lang.value) from error
        show.edits(done, lang, dry_run=dry_run)


@group.command("fill")
def fill(*, lang: LangOption, home: HomeOption = None) -> None:
    """Look at everybody now, as the worker does by itself when segments change."""
    open_existing(home)
    from bleib.segments.api import fill as fill_all

    count = fill_all(None, now=datetime.now(UTC))
    german = lang is Language.DE
    said = f"{count:,} Ein- und Austritte." if german else f"{count:,} entries and exits."
    Console().print(said, highlight=False)
