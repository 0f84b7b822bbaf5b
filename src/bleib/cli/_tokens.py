"""Tokens in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import typer
from rich.console import Console
from rich.table import Table

from bleib.accounts.api import Scope
from bleib.accounts.models import Token, User
from bleib.cli._language import Language
from bleib.kernel.errors import UsageError

TITLES = {
    Language.DE: ("Beginnt mit", "Wofür", "Darf", "Von", "Gültig bis", "Zuletzt benutzt"),
    Language.EN: ("Begins with", "What for", "May", "By", "Valid until", "Last used"),
}
ENDED = {Language.DE: "widerrufen", Language.EN: "revoked"}

WORDS = {
    Language.DE: {
        "made": "Kopieren Sie es jetzt: Es wird nicht wieder gezeigt.",
        "revoked": "Widerrufen. Wer es benutzte, wird ab sofort abgewiesen.",
    },
    Language.EN: {
        "made": "Copy it now: it is not shown again.",
        "revoked": "Revoked. Whoever used it is refused from now on.",
    },
}


def say(sentence: str, lang: Language) -> None:
    """Beside what a program reads."""
    typer.echo(WORDS[lang][sentence], err=True)


def listed(lang: Language, *, now: datetime) -> None:
    """A table, the newest first."""
    table = Table(*TITLES[lang])
    for each in Token.objects.select_related("created_by").order_by("-created_at"):
        until = f"{each.expires_at:%Y-%m-%d}" if each.revoked_at is None else ENDED[lang]
        used = f"{each.last_used_at:%Y-%m-%d %H:%M}" if each.last_used_at else "–"
        style = None if each.is_open(now) else "dim"
        scopes, by = ", ".join(each.scopes), str(each.created_by or "–")
        table.add_row(each.prefix, each.name, scopes, by, until, used, style=style)
    Console().print(table)


def scopes(words: Sequence[str]) -> list[Scope]:
    """UsageError for one that does not exist."""
    if unknown := [word for word in words if word not in Scope.values]:
        raise UsageError(f"There is no scope '{unknown[0]}'. There are: {', '.join(Scope.values)}.")
    return [Scope(word) for word in words]


def colleague(email: str) -> User:
    """UsageError for somebody who may not sign in."""
    found = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if found is None:
        raise UsageError(f"There is no colleague with the address {email}.")
    return found


def token(prefix: str) -> Token:
    """The one that begins so. UsageError for none, or several."""
    found = list(Token.objects.filter(prefix__startswith=prefix[:20])[:2])
    if len(found) != 1:
        raise UsageError(f"{'No token begins' if not found else 'Several tokens begin'} with '{prefix}'.")
    return found[0]
