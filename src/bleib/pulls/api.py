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
from bleib.pulls.models import Kind, Pull, Run
from bleib.pulls.places import FolderPlace, Holds, NotAllowed, SqlPlace
from bleib.pulls.running import run_pull, try_out
from bleib.pulls.scheduling import is_pull_due, start_due, start_now

__all__ = [
    "DIALECTS", "FolderPlace", "Holds", "Kind", "NotAllowed", "Pull", "Run", "SqlPlace", "Wanted", "add_pull",
    "begin_anew", "change_pull", "is_pull_due", "read_like", "remove_pull", "run_pull", "start_due", "start_now",
    "switch_off", "switch_on", "try_out",
]  # fmt: skip
