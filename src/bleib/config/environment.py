"""What the operator says: environment variables, read once, wrong ones refused with a sentence.

A secret `BLEIB_X` may instead lie in a file named by `BLEIB_X_FILE` (Docker and systemd hand them over so).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import dj_database_url

from bleib.kernel.errors import BleibError

YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")
SQLITE = {
    # IMMEDIATE: two writers wait for each other instead of failing midway. FULL: a commit survives a power cut.
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    # What is deleted is overwritten at once, as far as SQLite can (docs/decisions/0027).
    "PRAGMA secure_delete=ON;",
}


class Misconfigured(BleibError):
    """A setting of the environment makes no sense."""


class Environment:
    """The variables that begin with BLEIB_."""

    def __init__(self, variables: Mapping[str, str] = os.environ) -> None:
        self._variables = variables

    @property
    def home(self) -> Path:
        """The installation's folder: lake, uploads, reject files and, by default, the database."""
        return Path(self._variables.get("BLEIB_HOME") or "~/.local/share/bleib").expanduser().absolute()

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, default).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value not in YES + NO:
            raise Misconfigured(f"{name} is {value!r}. Say yes or no.")
        return value in YES

    def number(self, name: str) -> int:
        """A count; 0 where nothing is set."""
        value = self.text(name, "0")
        if not value.isdecimal():
            raise Misconfigured(f"{name} is {value!r}, which is no number.")
        return int(value)

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]

    def secret(self, name: str) -> str:
        """The value of NAME, or the content of the file that NAME_FILE points to. Empty where neither is set."""
        file = self.text(f"{name}_FILE")
        if not file:
            return self.text(name)
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Misconfigured(f"{name}_FILE points to {file}, which cannot be read: {error.strerror}.") from error

    def secret_key(self) -> str:
        """Signs sessions and links. Embedded installations make one on first use and keep it in HOME/secret_key."""
        told = self.secret("BLEIB_SECRET_KEY")
        if told and len(told) < 40:
            raise Misconfigured("BLEIB_SECRET_KEY is too short to be a secret: 40 random characters at least.")
        return told or _own_key(self.home / "secret_key")

    def database(self) -> dict[str, Any]:
        """Django's description of the database in BLEIB_DATABASE_URL: SQLite in HOME by default, or PostgreSQL."""
        url = self.secret("BLEIB_DATABASE_URL")
        if not url:
            return {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": self.home / "bleib.sqlite3",
                "OPTIONS": dict(SQLITE),
            }
        if url.partition(":")[0] not in ("postgres", "postgresql"):
            raise Misconfigured("BLEIB_DATABASE_URL has to begin with postgresql://. Without it, SQLite is used.")
        try:
            found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
        except ValueError:
            # Without the error: it may quote a part of the password.
            raise Misconfigured(
                "BLEIB_DATABASE_URL cannot be read. Write special characters of the password as %XX, a slash as %2F."
            ) from None
        return found

    def time_zone(self) -> str:
        name = self.text("BLEIB_TIME_ZONE", "Europe/Berlin")
        if name not in available_timezones():
            raise Misconfigured(f"BLEIB_TIME_ZONE is {name!r}, which is no time zone. For example: Europe/Berlin.")
        return ZoneInfo(name).key


def _own_key(file: Path) -> str:
    """The key in `file`, which is made on first use; only its owner may read it. Two processes agree on one."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass  # somebody was quicker: theirs counts
        finally:
            fresh.unlink()
    return file.read_text(encoding="utf-8").strip()
