"""Who is at something that only one process may do at a time."""

from __future__ import annotations

from django.db import models

from bleib.kernel.personal import NotPersonal


class Lease(models.Model):
    """A name held by a process. Times are seconds since the epoch: liveness is about the wall clock."""

    name = models.CharField(max_length=200, primary_key=True)
    token = models.CharField(max_length=32)
    pid = models.IntegerField()
    began = models.CharField(max_length=40)  # start time of the process: a process's number may be given again
    host = models.CharField(max_length=255)
    boot = models.CharField(max_length=64)
    taken_at = models.FloatField()
    expires_at = models.FloatField()

    personal = NotPersonal("names processes and machines")
