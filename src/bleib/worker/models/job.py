"""A piece of work that waits, runs, or has ended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal
from bleib.worker.failure import sentence, trace
from bleib.worker.models.worker import Worker
from bleib.worker.tasks import MOST_ATTEMPTS, Daily, Every, OnDemand, backoff

CANDIDATES = 5  # other workers may be quicker with the first ones
TRIES = 5
PATIENCE = 5  # so many deaths are taken for bad luck; then the job may be what kills


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Failed for good")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.WAITING, State.RUNNING)
ENDED = (State.DONE, State.CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    """Scopes, and the claim."""

    def waiting(self) -> JobQuerySet:
        return self.filter(state=State.WAITING)

    def running(self) -> JobQuerySet:
        return self.filter(state=State.RUNNING)

    def dead(self) -> JobQuerySet:
        return self.filter(state=State.DEAD)

    def claimable(self, *, now: datetime) -> JobQuerySet:
        """Due, and behind nothing: neither a running job of the same key nor one that has to be done first."""
        same = Job.objects.running().filter(key=OuterRef("key"))
        first = Job.objects.filter(pk=OuterRef("after_id")).exclude(state__in=ENDED)
        return self.waiting().filter(~Exists(same), ~Exists(first), due_at__lte=now).order_by("due_at", "pk")

    def claim(self, *, tasks: Collection[str], worker: Worker, now: datetime) -> Job | None:
        """Take the next due job of these tasks, for this worker alone; None when there is none."""
        for pk in self.claimable(now=now).filter(task__in=tasks).values_list("pk", flat=True)[:CANDIDATES]:
            try:
                with transaction.atomic():
                    claimed = (
                        self.waiting()
                        .filter(pk=pk)
                        .update(state=State.RUNNING, worker=worker, started_at=now, attempts=F("attempts") + 1)
                    )
            except IntegrityError:  # another worker has just begun a job of the same key
                continue
            if claimed:
                return self.get(pk=pk)
        return None

    def purge(self, *, before: datetime) -> int:
        """Forget jobs that ended before this instant. Those that failed for good stay until somebody decides."""
        return self.filter(state__in=ENDED, finished_at__lt=before).delete()[0]


class Job(models.Model):
    """Work for a task. `arguments` holds ids and numbers, never names, addresses or free text.

    A recurring task has one row that goes back to waiting each time; `schedule` says when, in words.
    """

    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True)
    schedule = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="jobs")
    after = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="followers")
    reason = models.TextField(blank=True)  # one sentence
    trace = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()
    personal = NotPersonal(
        _("ids of things; of an error its kind and place are kept, not what it says"),
        explained={
            "arguments": "ids and numbers (queue.enqueue)",
            "reason": "a sentence without what was filled in (failure.sentence)",
            "trace": "places in the code (failure.trace)",
        },
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key"], condition=Q(state="waiting"), name="one_waiting_per_key"),
            models.UniqueConstraint(fields=["key"], condition=Q(state="running"), name="one_running_per_key"),
            models.CheckConstraint(
                condition=Q(state="running", worker__isnull=False) | ~Q(state="running") & Q(worker__isnull=True),
                name="a_running_job_has_a_worker",
            ),
        )
        indexes = (
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="jobs_in_the_queue"),
            models.Index(fields=["state", "finished_at"], name="jobs_ended"),
        )

    def succeed(self, entry: OnDemand, *, now: datetime) -> bool:
        """It is done. False: it was taken from us meanwhile, because we looked dead."""
        if isinstance(entry, Every | Daily):
            return self._put_back(due_at=entry.next(now), attempts=0, reason="", trace="", finished_at=now)
        return self._move(state=State.DONE, finished_at=now, reason="", trace="")

    def fail(self, error: BaseException, entry: OnDemand, *, now: datetime) -> bool:
        """It went wrong: again later, or, after many attempts, kept for somebody to look at."""
        kept: dict[str, Any] = {"reason": sentence(error), "trace": trace(error), "finished_at": now}
        if self.attempts >= MOST_ATTEMPTS and not self.schedule:
            return self._move(state=State.DEAD, **kept)
        return self._put_back(due_at=entry.retry_at(self.attempts, now), **kept)

    def take_from_the_dead(self, *, now: datetime) -> None:
        """Its worker died. Free at once; a job that dies again and again is slowed down, then kept."""
        reason = "The worker's process ended in the middle of it."
        if self.attempts >= MOST_ATTEMPTS and not self.schedule:
            self._move(state=State.DEAD, reason=f"{reason} This was attempt {self.attempts}.", finished_at=now)
        else:
            again = now if self.attempts <= PATIENCE else backoff(self.attempts - PATIENCE, now)
            self._put_back(due_at=again, reason=reason)

    def give_back(self) -> bool:
        """The worker stops in order: as if never begun."""
        return self._put_back(attempts=self.attempts - 1)

    def retry(self, *, now: datetime) -> bool:
        """One call puts what failed for good, or waits for its next attempt, in front of the queue.

        False where there is nothing to retry. Who asked for it is audited by the page that offers it.
        """
        return self._put_back(State.DEAD, State.WAITING, due_at=now, attempts=0, finished_at=None)

    def cancel(self, *, now: datetime) -> bool:
        """Nobody shall do it. False where it runs already, has ended, or recurs."""
        if self.schedule:
            return False
        return self._move(State.DEAD, State.WAITING, state=State.CANCELLED, finished_at=now)

    def _put_back(self, *states: State, **values: Any) -> bool:
        """Back to waiting. A job with the same key that came meanwhile wants the same: this one stands for both."""
        for _try in range(TRIES):
            try:
                with transaction.atomic():
                    if not Job.objects.select_for_update().filter(self._guard(states)).exists():
                        return False
                    twins = Job.objects.waiting().filter(key=self.key, key__isnull=False).exclude(pk=self.pk)
                    Job.objects.filter(after__in=twins).update(after=self)
                    twins.delete()
                    return self._move(*states, state=State.WAITING, **values)
            except IntegrityError:  # yet another twin came between the two statements
                continue
        return False

    def _move(self, *states: State, **values: Any) -> bool:
        """Change the row if it is still what we took it for."""
        moved = Job.objects.filter(self._guard(states)).update(**{"worker": None, **values})
        if moved:
            self.refresh_from_db()
        return bool(moved)

    def _guard(self, states: Collection[State]) -> Q:
        """Only from these states; without any, from running as the same attempt of the same worker."""
        same_attempt = Q(state=State.RUNNING, worker=self.worker_id, attempts=self.attempts)
        return Q(pk=self.pk) & (Q(state__in=states) if states else same_attempt)
