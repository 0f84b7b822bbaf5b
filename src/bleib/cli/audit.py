"""`bleib audit`: who did what, and whether the log still says what it said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing
from bleib.kernel.errors import BleibError, UsageError

VerifyOption = Annotated[bool, typer.Option("--verify", help="Check the chain instead of listing entries.")]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="MAIL", help="Only what this colleague did.")]
AboutOption = Annotated[
    str | None, typer.Option("--about", metavar="KIND:NUMBER", help="Only what concerns this person, e.g. contact:5.")
]
SinceOption = Annotated[datetime | None, typer.Option("--since", formats=["%Y-%m-%d"], help="From this day on (UTC).")]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="At most so many, the newest first.")]


def audit(
    lang: LangOption,
    verify: VerifyOption = False,
    who: WhoOption = None,
    about: AboutOption = None,
    since: SinceOption = None,
    limit: LimitOption = 50,
    home: HomeOption = None,
) -> None:
    """List who did what, newest first; with --verify, check that nothing was removed or changed."""
    open_existing(home)
    from django.utils.translation import override

    with override(lang.value):
        if verify:
            _verify(lang)
            return
        for entry, told in _told(who=who, about=about, since=since, limit=limit):
            Console().print(f"{entry.at:%Y-%m-%d %H:%M} UTC  {told}", markup=False, highlight=False, soft_wrap=True)


def _told(*, who: str | None, about: str | None, since: datetime | None, limit: int):
    from bleib.audit.api import Entry, sentence

    found = Entry.objects.between(since.replace(tzinfo=UTC) if since else None, None)
    if who is not None:
        found = found.filter(actor__email__iexact=who)
    if about is not None:
        found = found.about(*_person(about))
    return [(entry, sentence(entry)) for entry in found.select_related("actor").order_by("-at", "-pk")[:limit]]


def _person(about: str) -> tuple[str, int]:
    kind, _, number = about.partition(":")
    if not number.isdecimal():
        raise UsageError(f"--about {about!r} names nobody. Say a kind and a number, for example contact:5.")
    return kind, int(number)


def _verify(lang: Language) -> None:
    """Findings, then the head of the chain; raises BleibError where something is wrong."""
    from bleib.audit.api import Seal, verify

    findings = verify(now=datetime.now(UTC))
    for finding in findings:
        Console().print(str(finding), markup=False, highlight=False, soft_wrap=True)
    faults = sum(finding.is_fault for finding in findings)
    if faults:
        german = f"Das Protokoll ist nicht unversehrt: {faults} Befunde."
        raise BleibError(german if lang is Language.DE else f"The audit log is not intact: {faults} findings.")
    head = Seal.objects.order_by("-position").first()
    last = f"{head.position} {head.chain}" if head else "0"
    Console().print(
        f"Das Protokoll ist unversehrt. Letztes Glied der Kette: {last}"
        if lang is Language.DE
        else f"The audit log is intact. Last link of the chain: {last}",
        soft_wrap=True,
    )
