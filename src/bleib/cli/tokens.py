"""`bleib tokens ...`: list, new, revoke."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from bleib.cli import _groups
from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption
from bleib.cli._state import open_existing

CONTEXT = _groups.CONTEXT
group = typer.Typer(add_completion=False, no_args_is_help=True, help="Tokens of programs that use the API.")

ScopeOption = Annotated[
    list[str], typer.Option("--scope", metavar="SCOPE", help="What it may do, e.g. read:customers; several times.")
]
ForOption = Annotated[str, typer.Option("--for", metavar="EMAIL", help="The colleague whose token it is.")]
DaysOption = Annotated[int, typer.Option("--days", min=1, max=366, help="Valid for so many days.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What it is for.")]
PrefixArgument = Annotated[str, typer.Argument(metavar="PREFIX", help="The characters it begins with.")]


def tokens(context: typer.Context) -> None:
    """Make, list and revoke tokens of programs that use the API: see `bleib tokens --help`."""
    _groups.run(group, context, name="tokens")


@group.command("list")
def list_(*, lang: LangOption, home: HomeOption = None) -> None:
    """All tokens, those that ended among them."""
    open_existing(home)
    from bleib.cli import _tokens as show

    show.listed(lang, now=datetime.now(UTC))


@group.command("new")
def new(
    name: NameArgument, scope: ScopeOption, for_: ForOption, *, lang: LangOption, days: DaysOption = 90,
    home: HomeOption = None,
) -> None:  # fmt: skip
    """Make a token and print it, this once. It may do no more than the role of the colleague allows."""
    open_existing(home)
    from bleib.accounts.api import issue_token
    from bleib.cli import _tokens as show

    now = datetime.now(UTC)
    _token, secret = issue_token(
        name=name, scopes=show.scopes(scope), expires_at=now + timedelta(days=days), by=show.colleague(for_), now=now
    )
    typer.echo(secret)
    show.say("made", lang)


@group.command("revoke")
def revoke(prefix: PrefixArgument, *, lang: LangOption, home: HomeOption = None) -> None:
    """From now on it opens nothing."""
    open_existing(home)
    from bleib.accounts.api import revoke_token
    from bleib.cli import _tokens as show

    revoke_token(show.token(prefix), by=None, now=datetime.now(UTC))
    show.say("revoked", lang)
