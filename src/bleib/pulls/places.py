"""Where a pull fetches, as it is kept in its row; checked against what the operator allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError
from bleib.pulls.dialects import DIALECTS, Dialect


class NotAllowed(BleibError):
    """The operator has not opened the way to this folder or host."""


class Holds(StrEnum):
    """What the column holds by which a query asks for what is new."""

    INSTANTS = "instants"
    DAYS = "days"
    NUMBERS = "numbers"


class _Place:
    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What a row holds; words of another version are left out."""
        known = {each.name for each in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: value for name, value in kept.items() if name in known})

    def kept(self) -> dict[str, Any]:
        return asdict(self)  # type: ignore[call-overload]


@dataclass(frozen=True)
class FolderPlace(_Place):
    """`moves`: what was dealt with goes to `imported` or `failed` in it. `together`: one import of all that is new."""

    path: str
    moves: bool = False
    together: bool = False

    def folder(self) -> Path:
        """The folder, without links in its way. Raises NotAllowed or BleibError."""
        found = Path(self.path)
        if not found.is_absolute() or not is_allowed(found):
            raise NotAllowed(
                _("The operator has not allowed this folder. BLEIB_PULL_FOLDERS names those that may be read.")
            )
        if not found.is_dir():
            raise BleibError(_("There is no such folder, or it cannot be read."))
        return found.resolve()


@dataclass(frozen=True)
class SqlPlace(_Place):
    """`database` is its name, or the path of an SQLite file. `column`, what it `holds` and `overlap` (minutes, days or
    numbers) ask for what is new: the query then says :since. `tls` is a word of encrypting.Tls.
    """

    dialect: str
    query: str
    database: str
    host: str = ""
    port: int = 0
    user: str = ""
    column: str = ""
    holds: str = Holds.INSTANTS
    overlap: int = 0
    tls: str = ""

    @property
    def kind(self) -> Dialect:
        return DIALECTS[self.dialect]

    def check(self) -> None:
        """Raises NotAllowed where the operator did not name the host, or the file's folder; or BleibError."""
        if not self.kind.names.fullmatch(self.database):
            raise BleibError(_("This cannot be the name of a database of this kind. Enter the name alone."))
        if self.kind.of_files:
            if not is_allowed(Path(self.database)):
                raise NotAllowed(
                    _("The operator has not allowed this file. BLEIB_PULL_FOLDERS names folders that may be read.")
                )
            if not Path(self.database).is_file():
                raise BleibError(_("There is no such file, or it cannot be read."))
        elif not {self.host.lower(), f"{self.host}:{self.port or self.kind.port}".lower()} & _hosts():
            raise NotAllowed(
                _("The operator has not allowed this host. BLEIB_PULL_HOSTS names servers that may be asked.")
            )


def is_allowed(path: Path) -> bool:
    """Below a folder that the operator named, wherever links lead; never within the installation's own."""
    found, home = path.resolve(), Path(settings.HOME).resolve()
    if found == home or home in found.parents:
        return False
    return any(root == found or root in found.parents for root in map(Path.resolve, map(Path, settings.PULL_FOLDERS)))


def _hosts() -> set[str]:
    return {host.lower() for host in settings.PULL_HOSTS}
