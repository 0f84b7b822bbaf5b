"""What `bleib customers` prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.utils.timezone import localtime
from django.utils.translation import override
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bleib.cli import _reading as r
from bleib.cli._language import Language
from bleib.customers import api
from bleib.customers.contract_facts import local_day
from bleib.customers.importing.keys import KEYS, parse_map
from bleib.customers.importing.postings import convert
from bleib.customers.models import CustomerImport, Suggestion
from bleib.history.sources.options import DateOrder, ReadOptions
from bleib.history.sources.reading import Reading
from bleib.kernel.errors import UsageError
from bleib.kernel.scratch import scratch_folder

SHOWN = 5
COUNTS = {
    "read": ("gelesen", "read"),
    "created": ("neu", "created"),
    "updated": ("geändert", "updated"),
    "unchanged": ("unverändert", "unchanged"),
    "rejected": ("abgelehnt", "rejected"),
    "left_out": ("ausgelassene Zellen", "cells left out"),
}


def wishes(
    *, columns: Sequence[str] | None, preset: str | None, kind: str | None, match: Sequence[str] | None,
    dates: DateOrder | None, update: bool, clear: bool,
) -> api.Wishes:  # fmt: skip
    """What was typed. Raises UsageError for words that mean nothing."""
    if kind is not None and kind not in ("customers", "contracts", "products"):
        raise UsageError(f"--kind {kind}: it is customers, contracts or products.")
    ways = tuple(match) if match else api.Wishes.match
    if unknown := [way for way in ways if way not in ("mail", "domain", "number")]:
        raise UsageError(f"--match {unknown[0]}: it is mail or domain; number alone matches nothing else.")
    return api.Wishes(
        columns=parse_map(columns or ()), preset=preset, kind=api.Kind(kind) if kind else None, date_order=dates,
        update=update, clear=clear, match=ways,
    )  # fmt: skip


def imported(result: api.Imported, lang: Language) -> None:
    """Which column says what, a sample, rejects, counts."""
    german, aside, console = lang is Language.DE, Console(stderr=True), Console()
    for plan in result.plans:
        told = ", ".join(f"{key} = {plan.heading(key)}" for key in (*KEYS, *plan.own) if key in {*plan.says, *plan.own})
        line = f"{plan.table.name} ({plan.preset.label}, {plan.kind}): {told}"
        aside.print(line, markup=False, highlight=False, soft_wrap=True)
        if plan.unused:
            unused = "nicht verwendet" if german else "not used"
            aside.print(f"  {unused}: {', '.join(plan.unused)}", markup=False, highlight=False, soft_wrap=True)
    for table, number, column, before, after in result.changes[:SHOWN]:
        aside.print(f"  {table} {number}: {column} {before or '–'} → {after}", markup=False, highlight=False)
    for each in result.rejects[:SHOWN]:
        where = f"{each.file}, {'Zeile' if german else 'line'} {each.line}, {each.column} '{each.value}'"
        aside.print(f"  {where}: {each.sentence(lang.value)}", markup=False, highlight=False, soft_wrap=True)
    if result.run is None:
        console.print("Probelauf: nichts wurde geändert." if german else "Dry run: nothing was changed.")
    else:
        done = f"Import Nr. {result.run.pk} ist fertig." if german else f"Import no. {result.run.pk} is done."
        console.print(done)
    grid = Table(box=None, show_header=False, pad_edge=False)
    for name, words in COUNTS.items():
        if result.counts[name] or name != "left_out":
            grid.add_row(words[0 if german else 1], f"{result.counts[name]:,}")
    console.print(grid)
    if result.run is not None and result.run.rejects:
        console.print(f"{'Abgelehnt' if german else 'Rejects'}: {result.run.rejects}", markup=False)


def undone(result: api.Undone, lang: Language) -> None:
    """What went back, and what was left and why."""
    german, console = lang is Language.DE, Console()
    console.print(
        f"{result.restored:,} Werte wiederhergestellt, {result.removed:,} Datensätze entfernt, "
        f"{len(result.left):,} belassen."
        if german
        else f"{result.restored:,} values restored, {result.removed:,} records removed, {len(result.left):,} left."
    )
    for what, why in api.shown_left(result.left, most=20):
        console.print(f"  {what.said(lang)}: {why.said(lang)}", markup=False, highlight=False)


def imports(lang: Language) -> None:
    """All imports, newest first."""
    german = lang is Language.DE
    grid = Table(box=None, pad_edge=False)
    for heading in ("Nr.", "am", "Dateien", "neu", "geändert") if german else ("no.", "at", "files", "new", "changed"):
        grid.add_column(heading)
    for each in CustomerImport.objects.all():
        undone_ = (" (rückgängig)" if german else " (undone)") if each.undone_at else ""
        counts = (f"{each.counts.get(name, 0):,}" for name in ("created", "updated"))
        grid.add_row(str(each.pk), f"{localtime(each.done_at):%Y-%m-%d %H:%M}", escape(each.label) + undone_, *counts)
    Console().print(grid)


def duplicates(count: int, limit: int, lang: Language) -> None:
    """How many pairs, and the most alike of them."""
    german, console = lang is Language.DE, Console()
    if german:
        console.print(f"{count:,} mögliche {'Dublette' if count == 1 else 'Dubletten'}")
    else:
        console.print(f"{count:,} possible {'duplicate' if count == 1 else 'duplicates'}")
    found = Suggestion.objects.filter(refused_at=None).select_related("first", "second").order_by("-score", "pk")
    for each in found[:limit]:
        one, other = each.first, each.second
        with override(lang.value):
            why = f"{each.get_likeness_display()}, {each.score:.0f}"
        line = f"  {one.number} {one.name} = {other.number} {other.name} ({why})"
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def deadlines(days: int, lang: Language, *, now: datetime) -> None:
    """Contracts by the day on which notice has to arrive."""
    german = lang is Language.DE
    headings = ("kündbar bis", "endet", "Vertrag", "Kunde", "Betreuer") if german else (
        "notice by", "ends", "contract", "customer", "owner"
    )  # fmt: skip
    grid = Table(*headings, box=None, pad_edge=False)
    for each in api.deadlines(today=local_day(now), days=days):
        owner = str(each.owner) if each.owner else "–"
        customer, contract = escape(str(each.contract.customer)), escape(each.contract.number)
        grid.add_row(f"{each.notice_by}", f"{each.ends_on}", contract, customer, owner)
    Console().print(grid)


def postings(files: list[str], lang: Language, *, dry_run: bool, home: Path) -> None:
    """DATEV postings as order lines into the history; a posting that is no revenue is counted and left out."""
    from datetime import UTC

    from bleib.history.importing import import_files, settled

    german, console, now = lang is Language.DE, Console(), datetime.now(UTC)
    with scratch_folder() as folder:
        target = Path(folder) / f"{Path(files[0]).stem}.csv"
        with Reading(ReadOptions(), now=now) as reading:
            found = convert(files, target, connection=reading.connection, scratch=Path(folder))
        told = f"Buchungen: {found.lines:,} Erlöse, {found.others:,} andere" if german else (
            f"Postings: {found.lines:,} of revenue, {found.others:,} others"
        )  # fmt: skip
        console.print(told)
        for line, why in found.bad[:SHOWN]:
            console.print(f"  {'Zeile' if german else 'line'} {line}: {why}", markup=False)
        if found.lines and not dry_run:
            with r.reading_of([str(target)], settled(home, ReadOptions(system="datev")), now=now, lang=lang) as (
                ready,
                watch,
            ):
                done = import_files(home, ready, [str(target)], now=now, lang=lang, watch=watch.step)
            console.print(f"Import Nr. {done.id}" if german else f"Import no. {done.id}")
