"""How often each task was done, and how long it took."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F

from bleib.kernel.personal import NotPersonal


class Tally(models.Model):
    """Sums per task since the beginning: jobs are forgotten after a while, what is monitored only grows."""

    task = models.CharField(max_length=80, primary_key=True)
    done = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    last_began_at = models.DateTimeField(null=True)
    last_seconds = models.FloatField(null=True)

    personal = NotPersonal("figures")

    @staticmethod
    def count(task: str, *, done: bool, began: datetime, seconds: float) -> None:
        """Add one end of a task that took `seconds`."""
        values = {
            "done": F("done") + int(done),
            "failed": F("failed") + int(not done),
            "seconds": F("seconds") + seconds,
            "last_began_at": began,
            "last_seconds": seconds,
        }
        if not Tally.objects.filter(task=task).update(**values):
            Tally.objects.bulk_create([Tally(task=task)], ignore_conflicts=True)
            Tally.objects.filter(task=task).update(**values)
