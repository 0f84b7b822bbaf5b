"""/metrics: figures for Prometheus, for those with the token or on this machine."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from bleib.accounts.access import public
from bleib.config.environment import Environment
from bleib.history.backlog import Backlog, backlog
from bleib.ingest.api import events_waiting
from bleib.worker.api import status
from bleib.worker.monitoring import WorkerCollector

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@public("Prometheus has no account: a token or a request from this machine, and figures only")
def metrics(request: HttpRequest) -> HttpResponse:
    """The worker's queue and what the history has on its way. 403 without BLEIB_METRICS_TOKEN from elsewhere."""
    if not _may_see(request):
        return HttpResponse("Send BLEIB_METRICS_TOKEN as a bearer token.\n", status=403, content_type="text/plain")
    from bleib.config.schedule import ALL  # the engine comes with it: only who is asked for figures loads it

    now, registry = timezone.now(), CollectorRegistry()
    registry.register(WorkerCollector(status(ALL, now=now)))
    registry.register(HistoryCollector(backlog(), now, events_waiting()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@dataclass(frozen=True)
class HistoryCollector(Collector):
    """Events that wait, pending facts and the lag of the feed."""

    backlog: Backlog
    now: datetime
    events: int

    def collect(self) -> Iterator[Metric]:
        waiting, changes = self.backlog.pending_facts, self.backlog.changes
        yield GaugeMetricFamily("bleib_pending_facts", "Facts that the lake does not have yet.", value=waiting)
        yield GaugeMetricFamily("bleib_events_waiting", "Events that the worker has not read yet.", value=self.events)
        yield GaugeMetricFamily("bleib_changes_to_tell", "Changes that not everybody was told of.", value=changes)
        yield GaugeMetricFamily(
            "bleib_feed_lag_seconds",
            "Since the oldest thing happened that not everybody was told of.",
            value=self.backlog.lag(self.now),
        )


def _may_see(request: HttpRequest) -> bool:
    token = Environment().secret("BLEIB_METRICS_TOKEN")
    told = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if token:
        return hmac.compare_digest(told.encode(), token.encode())
    # A proxy on this machine speaks for others: what it hands on is not from here.
    forwarded = any(header in request.META for header in FORWARDED)
    return not forwarded and _is_here(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a server behind a socket knows no address
        return False
