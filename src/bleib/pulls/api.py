"""What other rooms may ask of pulls."""

from __future__ import annotations

from bleib.pulls.dialects import DIALECTS
from bleib.pulls.editing import (
    Wanted,
    add_pull,
    begin_anew,
    change_pull,
    read_like,
    remove_pull,
    switch_off,
    switch_on,
)
from bleib.pulls.encrypting import Tls
from bleib.pulls.failing import failing_pulls
from bleib.pulls.models import Kind, Pull, Run
from bleib.pulls.places import FolderPlace, Holds, NotAllowed, SqlPlace
from bleib.pulls.running import run_pull
from bleib.pulls.scheduling import is_pull_due, start_due, start_now
from bleib.pulls.trying import start_trial, try_out, try_pull

__all__ = [
    "DIALECTS", "FolderPlace", "Holds", "Kind", "NotAllowed", "Pull", "Run", "SqlPlace", "Tls", "Wanted", "add_pull",
    "begin_anew", "change_pull", "failing_pulls", "is_pull_due", "read_like", "remove_pull", "run_pull", "start_due",
    "start_now", "start_trial", "switch_off", "switch_on", "try_out", "try_pull",
]  # fmt: skip
