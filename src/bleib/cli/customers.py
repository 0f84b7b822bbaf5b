"""`bleib customers ...`: import, undo, duplicates, merge, unmerge, contracts, postings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from bleib.cli import _groups
from bleib.cli import _reading as r
from bleib.cli._home import HomeOption, home_folder
from bleib.cli._language import LangOption
from bleib.cli._state import open_existing, open_installation
from bleib.history.sources.options import DateOrder
from bleib.kernel.errors import UsageError

CONTEXT = _groups.CONTEXT
group = typer.Typer(add_completion=False, no_args_is_help=True, help="Customers, contacts, contracts and products.")

FilesArgument = Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders or globs.")]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help="Customer number.")]
PresetOption = Annotated[str | None, typer.Option("--preset", help="Program that wrote the file, e.g. shopware5.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="customers, contracts or products.")]
UpdateOption = Annotated[bool, typer.Option("--update/--no-update", help="Overwrite what is known, or only add.")]
ClearOption = Annotated[bool, typer.Option("--clear", help="An empty cell empties what is known.")]
MatchOption = Annotated[
    list[str] | None, typer.Option("--match", metavar="HOW", help="Find customers without a number by mail, domain.")
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Count and show a sample; change nothing.")]
DespiteOption = Annotated[bool, typer.Option("--despite", help="Merge although something speaks against it.")]
DaysOption = Annotated[int, typer.Option("--days", min=0, help="How many days ahead.")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="How many to show.")]


def customers(context: typer.Context) -> None:
    """Import, merge and look after customers: see `bleib customers --help`."""
    _groups.run(group, context, name="customers")


@group.command("import")
def import_(
    files: FilesArgument,
    *,
    lang: LangOption,
    dry_run: DryRunOption = False,
    columns: r.MapOption = None,
    preset: PresetOption = None,
    kind: KindOption = None,
    update: UpdateOption = True,
    clear: ClearOption = False,
    match: MatchOption = None,
    dates: Annotated[DateOrder | None, typer.Option("--dates", help="How 01/02/2025 is to be read.")] = None,
    home: HomeOption = None,
) -> None:
    """Read customers, contacts, contracts or products from files; what is known is updated, never doubled."""
    open_installation(home).mkdir(parents=True, exist_ok=True)  # also where the database is elsewhere
    from bleib.cli import _customers as show
    from bleib.customers.api import import_customers

    wishes = show.wishes(
        columns=columns, preset=preset, kind=kind, match=match, dates=dates, update=update, clear=clear
    )
    result = import_customers(files, wishes=wishes, now=datetime.now(UTC), dry_run=dry_run, lang=lang.value)
    show.imported(result, lang)


@group.command("postings")
def postings(files: FilesArgument, *, lang: LangOption, dry_run: DryRunOption = False, home: HomeOption = None) -> None:
    """Read DATEV postings: what was invoiced to debtors, into the history."""
    open_installation(home)
    from bleib.cli import _customers as show

    show.postings(files, lang, dry_run=dry_run, home=home_folder(home))


@group.command("imports")
def imports(*, lang: LangOption, home: HomeOption = None) -> None:
    """List imports of customers with their numbers."""
    open_existing(home)
    from bleib.cli import _customers as show

    show.imports(lang)


@group.command("undo")
def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="Number of the import.")],
    *,
    lang: LangOption,
    home: HomeOption = None,
) -> None:
    """Give values back what stood there before an import, and take away what came with it."""
    open_existing(home)
    from bleib.cli import _customers as show
    from bleib.customers.api import undo_import

    show.undone(undo_import(number, now=datetime.now(UTC)), lang)


@group.command("duplicates")
def duplicates(*, lang: LangOption, limit: LimitOption = 20, home: HomeOption = None) -> None:
    """Find customers that might be one."""
    open_existing(home)
    from bleib.cli import _customers as show
    from bleib.customers.api import find_duplicates

    show.duplicates(find_duplicates(now=datetime.now(UTC)), limit, lang)


@group.command("merge")
def merge(
    kept: NumberArgument, absorbed: NumberArgument, *, lang: LangOption, despite: DespiteOption = False,
    home: HomeOption = None,
) -> None:  # fmt: skip
    """From now on the second counts as the first; `unmerge` makes them two again."""
    open_existing(home)
    from bleib.customers import api

    one, other = api.find(kept), api.find(absorbed)
    if one == other:
        raise UsageError(f"{kept} and {absorbed} are one customer already.")
    api.merge(one, other, now=datetime.now(UTC), despite=despite)
    german = lang.value == "de"
    Console().print(f"{absorbed} zählt jetzt als {kept}." if german else f"{absorbed} counts as {kept} now.")


@group.command("unmerge")
def unmerge(absorbed: NumberArgument, *, lang: LangOption, home: HomeOption = None) -> None:
    """Two customers that were merged are two again."""
    open_existing(home)
    from bleib.customers import api

    found = api.Customer.objects.filter(number=absorbed).first()
    if found is None:
        raise UsageError(f"There is no customer {absorbed}.")
    merged = api.unmerge(found, now=datetime.now(UTC))
    german = lang.value == "de"
    kept = merged.kept.number
    Console().print(f"{absorbed} und {kept} sind wieder zwei." if german else f"{absorbed} and {kept} are two again.")


@group.command("contracts")
def contracts(*, lang: LangOption, days: DaysOption = 90, home: HomeOption = None) -> None:
    """List the contracts whose notice deadlines are near, and whose they are."""
    open_existing(home)
    from bleib.cli import _customers as show

    show.deadlines(days, lang, now=datetime.now(UTC))
