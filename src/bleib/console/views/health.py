"""For load balancers and monitors: is this process alive, is this installation ready."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from bleib.accounts.access import public
from bleib.worker.api import status

WHY = "a load balancer asks without an account; the answer says nothing about anybody"


@public(WHY)
def health(_request: HttpRequest) -> JsonResponse:
    """200 when this process answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})


@public(WHY)
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when tables are of this version, a worker is alive and the history can be read; else 503 and what is not."""
    checks = {"migrations": _migrated, "worker": _worker_alive, "history": _history_readable}
    found = {name: _holds(check) for name, check in checks.items()}
    fine = all(found.values())
    return JsonResponse({"ready": fine, "checks": found}, status=200 if fine else 503)


def _holds(check: Callable[[], bool]) -> bool:
    """What cannot even be asked does not hold."""
    try:
        return check()
    except Exception:  # noqa: BLE001 (whatever it is, the answer is no)
        return False


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _worker_alive() -> bool:
    return any(worker.alive for worker in status((), now=timezone.now()).workers)


def _history_readable() -> bool:
    from bleib.history.lake import Lake  # the engine comes with it: only who is asked loads it

    return Lake(settings.HOME).version() >= -1
