"""The tables of this room."""

from bleib.pulls.models.pull import Kind, Pull
from bleib.pulls.models.pulled import PulledFile
from bleib.pulls.models.run import Run

__all__ = ["Kind", "Pull", "PulledFile", "Run"]
