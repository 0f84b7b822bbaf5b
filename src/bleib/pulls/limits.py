"""How much is fetched at most: the operator says it, and the disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError
from bleib.pulls.folder import size, told_name
from bleib.uploads.receiving import SPARE_BYTES

ROWS = 50_000_000
MEGABYTES = 4_096  # as much as somebody may hand over


class TooMuch(BleibError):
    """The sentence says what is too much, how much may be, and who may change that."""


def refuse_rows(count: int) -> None:
    """Raises TooMuch for an answer that has grown to more rows than may be."""
    most = settings.PULL_ROWS or ROWS
    if count > most:
        raise TooMuch(
            _(
                "The answer has more than %(most)s rows, so nothing was imported. Have the query ask for less, such as"
                " one year, or have the operator raise BLEIB_PULL_ROWS."
            )
            % {"most": f"{most:_}".replace("_", " ")}
        )


def refuse_size(file: Path) -> None:
    """Raises TooMuch for a file that is larger than may be."""
    most = settings.PULL_MEGABYTES or MEGABYTES
    if size(file) > most * 1_000_000:
        raise TooMuch(
            _(
                "%(name)s is larger than %(most)s MB and was left alone. Split it, or have the operator raise"
                " BLEIB_PULL_MEGABYTES and read everything again."
            )
            % {"name": told_name(file), "most": most}
        )


def refuse_full(folder: Path, coming: int = 0) -> None:
    """Raises TooMuch where the disk would be full with so many bytes more."""
    if coming + SPARE_BYTES > shutil.disk_usage(folder).free:
        raise TooMuch(_("The disk is nearly full, so nothing was fetched. Make room, then it goes on by itself."))
