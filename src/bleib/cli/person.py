"""`bleib person`: what is held about somebody; hand it out, or erase it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing
from bleib.kernel.errors import UsageError

JOB = "bleib person"


class What(StrEnum):
    """What can be done with a person's data."""

    PREVIEW = "preview"
    EXPORT = "export"
    ERASE = "erase"


WhatArgument = Annotated[What, typer.Argument(help="preview: what erasing would do; export: all that is held; erase.")]
KindArgument = Annotated[str, typer.Argument(metavar="KIND", help="user, contact or customer.")]
NumberArgument = Annotated[int, typer.Argument(metavar="NUMBER", help="The number that the address bar shows.")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder for person.json and person.html (export).")]
YesOption = Annotated[bool, typer.Option("--yes", help="Erase without asking again.")]


def person(
    lang: LangOption,
    what: WhatArgument,
    kind: KindArgument,
    number: NumberArgument,
    out: OutOption = Path("person"),
    yes: YesOption = False,
    home: HomeOption = None,
) -> None:
    """Say what is held about a person, hand it out, or erase it everywhere."""
    open_existing(home)
    from django.utils.translation import override

    with override(lang.value):
        if what is What.EXPORT:
            _export(kind, number, out, lang=lang)
        else:
            _preview(kind, number, lang)
        if what is What.ERASE:
            _erase(kind, number, lang, asked=yes)


def _preview(kind: str, number: int, lang: Language) -> None:
    from bleib.privacy.api import preview_erasure
    from bleib.privacy.wording import action

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right")
    for line in preview_erasure(kind, number):
        until = f"{line.law}, {'bis' if lang is Language.DE else 'until'} {line.until or '?'}" if line.law else ""
        table.add_row(str(line.count), str(line.label), action(line.action), until)
    Console().print(table)


def _export(kind: str, number: int, out: Path, *, lang: Language) -> None:
    """Writes both forms, readable by their owner alone, and notes in the audit log that it was handed out."""
    from django.db import transaction

    from bleib.audit.api import record
    from bleib.privacy.api import export_person, person_page

    now = datetime.now(UTC)
    with transaction.atomic():
        held = export_person(kind, number)
        told: dict[str, Any] = {"subject": f"{kind} {number}", "about": [(kind, number)], "now": now}
        record(actor=None, job=JOB, verb="person.exported", **told)
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    (out / "person.json").write_text(json.dumps(held, ensure_ascii=False, indent=2), encoding="utf-8")
    (out / "person.html").write_text(person_page(held, now=now), encoding="utf-8")
    done = "Geschrieben" if lang is Language.DE else "Written"
    Console().print(f"{done}: {out / 'person.json'}, {out / 'person.html'}", soft_wrap=True)


def _erase(kind: str, number: int, lang: Language, *, asked: bool) -> None:
    from bleib.privacy.api import erase

    german = lang is Language.DE
    if not asked and not typer.confirm("Endgültig löschen?" if german else "Erase for good?"):
        raise UsageError("Nichts wurde gelöscht." if german else "Nothing was erased.")
    erasure = erase(kind, number, actor=None, now=datetime.now(UTC))
    if erasure.done_at is None:
        later = "Die Datenbank hat vergessen; den Rest erledigt der Worker."
        Console().print(later if german else "The database has forgotten; the worker does the rest.")
    else:
        Console().print("Gelöscht, überall." if german else "Erased, everywhere.")
