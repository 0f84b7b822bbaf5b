"""The worker's figures in the format of Prometheus. Read from the database: any process can answer for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from bleib.worker.status import Status


@dataclass(frozen=True)
class WorkerCollector(Collector):
    """What `status` says, as metrics. Durations are a summary: divide the rates of _sum and _count."""

    status: Status

    def collect(self) -> Iterator[Metric]:
        yield from self._gauges()
        yield from self._totals()
        alive = sum(worker.alive for worker in self.status.workers)
        yield GaugeMetricFamily("bleib_workers", "Workers that are alive.", value=alive)

    def _gauges(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("bleib_jobs", "Jobs by task and state.", labels=["task", "state"])
        oldest = GaugeMetricFamily(
            "bleib_oldest_due_job_seconds", "How long the oldest job of a task has been due.", labels=["task"]
        )
        for task in self.status.tasks:
            for state, count in (("waiting", task.waiting), ("running", task.running), ("dead", task.dead)):
                jobs.add_metric([task.task, state], count)
            due = task.oldest_due_at or self.status.as_of
            oldest.add_metric([task.task], max(0.0, (self.status.as_of - due).total_seconds()))
        yield jobs
        yield oldest

    def _totals(self) -> Iterator[Metric]:
        done = CounterMetricFamily("bleib_jobs_done", "Jobs done since the beginning.", labels=["task"])
        failed = CounterMetricFamily("bleib_job_failures", "Attempts that failed since the beginning.", labels=["task"])
        took = SummaryMetricFamily("bleib_job_duration_seconds", "How long attempts took.", labels=["task"])
        for task in self.status.tasks:
            done.add_metric([task.task], task.done)
            failed.add_metric([task.task], task.failed)
            took.add_metric([task.task], count_value=task.done + task.failed, sum_value=task.seconds)
        yield done
        yield failed
        yield took
