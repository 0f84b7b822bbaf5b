"""`bleib init`: an installation and its first administrator."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption, Language
from bleib.cli._state import open_installation
from bleib.kernel.errors import BleibError, UsageError

EmailOption = Annotated[str | None, typer.Option("--email", help="The administrator's address, to sign in with.")]
NameOption = Annotated[str, typer.Option("--name", help="The administrator's name.")]
PasswordOption = Annotated[
    Path | None, typer.Option("--password-file", help="File with the password, instead of typing it.")
]

THERE = {
    Language.DE: "Es gibt schon eine Administration. Andere lädt sie unter „Team“ ein. Nichts wurde geändert.",
    Language.EN: "There is an administrator already, who invites others under “Colleagues”. Nothing was changed.",
}
DONE = {
    Language.DE: "{email} ist angelegt. Weiter geht es mit: bleib serve",
    Language.EN: "{email} was added. Go on with: bleib serve",
}
ASKED = {Language.DE: ("E-Mail-Adresse", "Passwort"), Language.EN: ("E-mail address", "Password")}


def init(
    lang: LangOption,
    email: EmailOption = None,
    name: NameOption = "",
    password_file: PasswordOption = None,
    home: HomeOption = None,
) -> None:
    """Create the installation and its first administrator. Again: nothing happens."""
    open_installation(home)
    from bleib.accounts.api import Role, found
    from bleib.accounts.models import User

    if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
        typer.echo(THERE[lang])
        return
    address = _address(email or _ask(ASKED[lang][0], "--email"))
    password = _acceptable(_password(password_file, lang), User(email=address, name=name), lang)
    made = found(email=address, name=name, password=password, language=lang.value, now=datetime.now(UTC))
    typer.echo(DONE[lang].format(email=made.email) if made else THERE[lang])


def _password(file: Path | None, lang: Language) -> str:
    if file is None:
        return _ask(ASKED[lang][1], "--password-file", secret=True)
    try:
        return file.read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error


def _ask(question: str, option: str, *, secret: bool = False) -> str:
    """Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError(f"Nobody can be asked here. Say it with {option}.")
    answer: str = typer.prompt(question, hide_input=secret, confirmation_prompt=secret, err=True)
    return answer


def _address(text: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise UsageError(f"'{text}' is no e-mail address.") from error
    return text.strip().lower()


def _acceptable(password: str, user: object, lang: Language) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils.translation import override

    try:
        with override(lang.value):
            validate_password(password, user)  # type: ignore[arg-type]
    except ValidationError as error:
        raise BleibError(" ".join(error.messages)) from error
    return password
