"""To-dos of people."""

from bleib.tasks.models.task import Outcome, Task

__all__ = ["Outcome", "Task"]
