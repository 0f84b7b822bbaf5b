"""A running worker, as the others see it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction

from bleib.kernel.personal import NotPersonal
from bleib.worker.process import Process

SILENCE = timedelta(seconds=60)


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Scopes."""

    def dead(self, *, now: datetime) -> list[Worker]:
        """Workers whose process is gone: looked up on this machine, silent for a minute on another."""
        return [worker for worker in self if not worker.is_alive(now=now)]


class Worker(models.Model):
    """One process with its threads. The row goes when the process ends, or when somebody sees that it has died."""

    pid = models.IntegerField()
    began = models.CharField(max_length=40)
    host = models.CharField(max_length=255)
    boot = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the heartbeat

    objects = WorkerQuerySet.as_manager()
    personal = NotPersonal("names processes and machines")

    @classmethod
    def register(cls, *, now: datetime) -> Worker:
        me = Process.me()
        return cls.objects.create(pid=me.pid, began=me.began, host=me.host, boot=me.boot, started_at=now, seen_at=now)

    def is_alive(self, *, now: datetime) -> bool:
        process = Process(self.pid, self.began, self.host, self.boot)
        return process.is_alive() if process.is_here() else self.seen_at > now - SILENCE

    def beat(self, *, now: datetime) -> bool:
        """Say that we live. False: somebody took us for dead, and our jobs are theirs."""
        return bool(Worker.objects.filter(pk=self.pk).update(seen_at=now))

    def bury(self, *, now: datetime) -> int:
        """Free the jobs of a worker that died, at once. Returns how many; 0 where another did it first."""
        with transaction.atomic():
            if Worker.objects.select_for_update().filter(pk=self.pk).first() is None:
                return 0
            jobs = list(self.jobs.all())
            for job in jobs:
                job.take_from_the_dead(now=now)
            self.delete()
        return len(jobs)

    def leave(self) -> int:
        """End in order: what is not finished goes back as if never begun. Returns how many jobs went back."""
        with transaction.atomic():
            jobs = list(self.jobs.all())
            for job in jobs:
                job.give_back()
            Worker.objects.filter(pk=self.pk).delete()
        return len(jobs)
