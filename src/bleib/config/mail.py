"""Where mail goes: BLEIB_MAIL_URL, such as smtp://user:password@mail.example.com:587 or smtps://…:465.

Without it, mail is written into files in HOME/mail, and `check` says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bleib.config.environment import Environment, Misconfigured

BACKENDS = "django.core.mail.backends"
PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_SECONDS = 20


def mail(environment: Environment) -> dict[str, Any]:
    """Django's EMAIL_ settings. smtp:// encrypts with STARTTLS unless it ends in ?plain (a relay on this machine)."""
    url = environment.secret("BLEIB_MAIL_URL")
    sender = environment.text("BLEIB_MAIL_FROM", "Bleib <bleib@localhost>")
    return {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender} | (_server(url) if url else _files(environment.home))


def _files(home: Path) -> dict[str, Any]:
    return {"EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend", "EMAIL_FILE_PATH": home / "mail"}


def _server(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # Not what the error says: it quotes a part of the password.
        raise Misconfigured(
            "BLEIB_MAIL_URL cannot be read. Write special characters of the password as %XX, a slash as %2F."
        ) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Misconfigured("BLEIB_MAIL_URL has to look like smtp://user:password@mail.example.com:587 (or smtps://).")
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.query != "plain",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
