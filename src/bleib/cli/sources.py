"""`bleib sources ...`: list, new, rekey, revoke."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bleib.cli import _groups
from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_existing, open_installation

if TYPE_CHECKING:
    from bleib.ingest.api import Source

CONTEXT = _groups.CONTEXT
group = typer.Typer(add_completion=False, no_args_is_help=True, help="Sources of events and their write keys.")

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What it is called: Website, Shop, Portal.")]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The source's key, as `list` names it.")]
PublicOption = Annotated[bool, typer.Option("--public", help="Its write key stands in a web page.")]
ConsentOption = Annotated[bool, typer.Option("--consent", help="Take only events that carry the visitor's consent.")]
SignedOption = Annotated[
    bool, typer.Option("--signed", help="Ids of people count only with a signature; the signing key is printed, too.")
]
PeopleOption = Annotated[bool, typer.Option("--people", help="Somebody nobody knows is a customer of their own.")]


def sources(context: typer.Context) -> None:
    """Sources of events and their write keys: see `bleib sources --help`."""
    _groups.run(group, context, name="sources")


@group.command("list")
def list_(*, lang: LangOption, home: HomeOption = None) -> None:
    """All sources, with how many events they sent in the last 30 days."""
    open_existing(home)
    from bleib.cli import _sources as show
    from bleib.ingest.api import summary

    show.table(summary(now=datetime.now(UTC)), lang)


@group.command("new")
def new(
    name: NameArgument,
    *,
    lang: LangOption,
    public: PublicOption = False,
    consent: ConsentOption = False,
    signed: SignedOption = False,
    people: PeopleOption = False,
    home: HomeOption = None,
) -> None:
    """Connect a source. Its write key is printed, this once."""
    open_installation(home)
    from bleib.ingest.api import Newcomers, connect

    newcomers = Newcomers.PERSON if people else Newcomers.WAIT
    source, write_key = connect(
        name=name, is_public=public, needs_consent=consent, needs_signature=signed, newcomers=newcomers, by=None,
        now=datetime.now(UTC),
    )  # fmt: skip
    _say_key(source, write_key, lang)


@group.command("rekey")
def rekey(key: KeyArgument, *, lang: LangOption, home: HomeOption = None) -> None:
    """Give a source another write key, which is printed this once; the old one is void at once."""
    open_existing(home)
    from bleib.ingest import api

    found = api.find(key)
    _say_key(found, api.rekey(found, by=None, now=datetime.now(UTC)), lang)


@group.command("revoke")
def revoke(key: KeyArgument, *, lang: LangOption, home: HomeOption = None) -> None:
    """Take no more events of a source. What it sent stays."""
    open_existing(home)
    from bleib.ingest import api

    api.revoke(api.find(key), by=None, now=datetime.now(UTC))
    german = lang is Language.DE
    Console().print("Der Schreibschlüssel ist ungültig." if german else "The write key is void.", highlight=False)


def _say_key(source: Source, write_key: str, lang: Language) -> None:
    """The key alone on stdout, so that a script can keep it; in a second line the one to sign with, where there is."""
    german = lang is Language.DE
    warning = (
        "Nur jetzt zu sehen; Bleib bewahrt ihn nicht auf:" if german else "Shown this once; Bleib does not keep it:"
    )
    typer.echo(warning, err=True)
    typer.echo(write_key)
    if source.needs_signature:
        from bleib.ingest.api import signing_key

        typer.echo(signing_key(source))
