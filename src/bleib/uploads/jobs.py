"""What the worker does with uploads: tries them out, imports them, undoes imports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from bleib.accounts.models import User
from bleib.customers.api import undo_import as undo_customers
from bleib.customers.models import CustomerImport
from bleib.history.models import Import
from bleib.history.models.imports import ImportState
from bleib.history.undo import undo as undo_history
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError
from bleib.uploads import findings, lists, orders
from bleib.uploads.heads import refuse_bombs
from bleib.uploads.models import State, Topic, Upload
from bleib.uploads.progress import Progress
from bleib.uploads.receiving import discard
from bleib.uploads.sentences import on_a_page
from bleib.worker.api import LeaseTaken, Stopping, Unfinished

ROOMS: Mapping[str, ModuleType] = {Topic.HISTORY: orders, Topic.CUSTOMERS: lists}
SOMEBODY_ELSE = "Another process imports or undoes the same; the worker tries again."


def try_upload(*, upload: int, now: datetime) -> None:
    """Find out what importing these files would do; nothing is changed but what is known about the upload."""
    found = Upload.objects.select_related("by").filter(pk=upload, state=State.TRYING).first()
    if found is None:  # discarded, or done by a call that was killed after it
        return
    try:
        outcome = _tried(found, now=now)
    except Stopping:
        raise
    except Exception as error:
        # Nobody waits for a second attempt here; the first one is in the log, with its place.
        _open_again(found, State.TRYING, {"failure": type(error).__name__})
        raise
    _open_again(found, State.TRYING, outcome)


def import_upload(*, upload: int, now: datetime) -> None:
    """Import these files for good; killed anywhere, the next call completes it."""
    found = Upload.objects.select_related("by").filter(pk=upload, state=State.IMPORTING).first()
    if found is None:
        return
    try:
        with override(found.by.language), Progress(found.folder) as progress:
            number = found.number or _room(found).bring_in(_checked(found), progress, now=now)
    except LeaseTaken as error:
        raise Unfinished(SOMEBODY_ELSE) from error
    except BleibError as error:
        with override(found.by.language):
            _open_again(found, State.IMPORTING, {"problem": on_a_page(error)})
        return
    point("upload.imported")
    found.move(State.IMPORTING, State.DONE, number=number)
    discard(found)


def undo_import(*, topic: str, number: int, by: int, now: datetime) -> None:
    """Take an import back; killed midway, the next call completes it."""
    who = User.objects.filter(pk=by).first()
    try:
        if topic == Topic.CUSTOMERS:
            if CustomerImport.objects.filter(pk=number, undone_at=None).exists():
                undo_customers(number, now=now, actor=who)
        elif Import.objects.filter(pk=number).exclude(state=ImportState.UNDONE).exists():
            undo_history(settings.HOME, number, now=now, by=who)
    except LeaseTaken as error:
        raise Unfinished(SOMEBODY_ELSE) from error


def _tried(upload: Upload, *, now: datetime) -> dict[str, Any]:
    with override(upload.by.language), Progress(upload.folder) as progress:
        try:
            outcome: dict[str, Any] = _room(upload).try_out(_checked(upload), progress, now=now)
        except BleibError as error:
            return {"problem": on_a_page(error)}
        return outcome


def _checked(upload: Upload) -> Upload:
    """Raises BleibError where a file is gone, or would unpack to more than the machine holds."""
    if not upload.is_whole:
        raise BleibError(_("A file is gone, because it named a person who was erased. Upload it again."))
    refuse_bombs(upload.files)
    return upload


def _open_again(upload: Upload, before: State, outcome: Mapping[str, Any]) -> None:
    findings.write(upload.folder, findings.OUTCOME, outcome)
    upload.move(before, State.OPEN)


def _room(upload: Upload) -> ModuleType:
    return ROOMS[upload.topic]
