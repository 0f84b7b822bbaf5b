"""Customers to whom something happens, in the installation of BLEIB_HOME.

    python -m bench.touch_work forecast | figures | lights | segments      the first pass over everybody
    python -m bench.touch_work parts CUSTOMERS LAPS      what the worker does for a change, one listener after the other
    python -m bench.touch_work calm CUSTOMERS LAPS       facts are recorded beside a worker, until what follows is there
    python -m bench.touch_work live CUSTOMERS LAPS       the same while what follows of earlier facts is still under way

Prints as JSON what it cost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import django
import pyarrow as pa

LEARNED_FROM = 5_000  # customers
PATIENCE = 120.0  # seconds
LOOK = 0.01
SOON = timedelta(seconds=10)
Spent = tuple[float, float]  # by the clock, of the processor


def forecast() -> int:
    """Models that learned from some, to judge those with who are touched; it costs the same whoever they learned from.

    An import is on the list, as if the history had come by one.
    """
    from bleib.config.schedule import FORECAST
    from bleib.customers.models import Customer
    from bleib.history.models import Import, Setting
    from bleib.lights.replaying import REPLAYED
    from bleib.outlook import making
    from bleib.outlook.models import Run

    now, told = datetime.now(UTC), {"fingerprint": "bench", "label": "bench", "options": {}, "state": "done"}
    Import.objects.get_or_create(
        pk=1, defaults=told | {"started_at": now, "finished_at": now, "recorded_at": now - timedelta(days=1)}
    )
    numbers = Customer.objects.order_by("pk").values_list("number", flat=True)
    some = pa.table({"customer": list(numbers[:: max(1, numbers.count() // LEARNED_FROM)])})
    making.opened = partial(making.opened, customers=some)
    count = making.make(FORECAST, now=now)
    Run.objects.update(customers=numbers.count())
    Setting.write(REPLAYED, str(now))  # the weeks before are another matter
    return count


def figures() -> int:
    """What lists show of everybody, for the first time."""
    from bleib.figures.api import refresh_everybody

    return refresh_everybody(now=datetime.now(UTC))


def lights() -> int:
    """All lights, for the first time."""
    from bleib.config.wiring import lights_changed
    from bleib.lights.api import judge_everybody

    return judge_everybody(now=datetime.now(UTC), then=lights_changed)


def segments() -> int:
    """All segments that everybody starts with, for the first time."""
    from bleib.segments.api import fill_everybody

    return fill_everybody(now=datetime.now(UTC))


def parts(count: int, laps: int) -> dict[str, Spent]:
    """What each step costs in this process when facts of so many customers come; medians, after one to warm up."""
    spent: dict[str, list[Spent]] = {}
    for lap, (unhappy, happy) in enumerate(_somebody(count, times=laps)):
        _record(unhappy, happy)
        for name, step in _steps():
            clock, processor = time.perf_counter(), time.process_time()
            step()
            if lap:
                spent.setdefault(name, []).append((time.perf_counter() - clock, time.process_time() - processor))
    return {
        name: (median(each[0] for each in costs), median(each[1] for each in costs)) for name, costs in spent.items()
    }


def calm(count: int, laps: int) -> dict[str, list[float]]:
    """Seconds from the transaction that records facts to the light and to the membership, beside a worker at rest."""
    return _waited(count, laps, _until_at_rest)


def live(count: int, laps: int) -> dict[str, list[float]]:
    """The same beside a worker that still counts activity and measures everybody's figures for those before."""
    return _waited(count, laps, _until_told)


def _waited(count: int, laps: int, ready: Callable[[], None]) -> dict[str, list[float]]:
    waited: dict[str, list[float]] = {"light": [], "segment": []}
    with _worker():
        for lap, (unhappy, happy) in enumerate(_somebody(count, times=laps)):
            ready()
            _record(unhappy, happy)
            for name, seconds in _wait_for(unhappy, happy).items():
                if lap:
                    waited[name].append(seconds)
    return waited


def _steps() -> Iterator[tuple[str, Callable[[], object]]]:
    """What the worker does, in its order."""
    from bleib.config.wiring import WIRING
    from bleib.history.api import Change, append_pending
    from bleib.history.upkeep import refresh_activity

    now = datetime.now(UTC)
    yield "append", partial(append_pending, now=now)
    change = Change.objects.order_by("recorded_at").reverse()[0]
    for listener in WIRING.listeners.values():
        yield listener.name, partial(listener.run, change, now=now)
    yield "refresh-activity", partial(refresh_activity, now=now)


def _somebody(count: int, *, times: int) -> Iterator[tuple[list[str], list[str]]]:
    """Numbers of so many stable customers, who will turn red, and of as many who are no promoters, but will be."""
    from bleib.lights.models import Light
    from bleib.segments.models import Membership

    green = Light.objects.filter(colour="green").order_by("customer__number").values_list("customer__number", flat=True)
    promoters = set(
        Membership.objects.filter(segment__key="promoters", left_at=None).values_list("customer__number", flat=True)
    )
    others = [number for number in green.iterator() if number not in promoters]
    some = [others[place::997] for place in range(997)]
    mixed = [number for each in some for number in each]
    for lap in range(times + 1):
        first, second, third = (2 * lap * count, (2 * lap + 1) * count, (2 * lap + 2) * count)
        yield mixed[first:second], mixed[second:third]


def _record(unhappy: Sequence[str], happy: Sequence[str]) -> None:
    from django.db import transaction

    from bleib.history.api import record

    now = datetime.now(UTC)
    scores = [*((number, 0) for number in unhappy), *((number, 10) for number in happy)]
    told = [each for number, score in scores for each in _bought_and_answered(number, score, now)]
    with transaction.atomic():
        record(told, now=now)


def _bought_and_answered(number: str, score: int, now: datetime) -> tuple[Any, Any]:
    from bleib.history.api import NewFact

    key = f"{number} {now}"
    answer = NewFact("answer", number, now, key=key, props={"kind": "nps", "score": score})
    return answer, NewFact("order", number, now, key=key, ref=key, amount=25, quantity=1, product="A1")


def _wait_for(unhappy: Sequence[str], happy: Sequence[str]) -> dict[str, float]:
    from bleib.lights.models import Light
    from bleib.segments.models import Membership

    red = Light.objects.filter(customer__number__in=unhappy, colour="red")
    promoters = Membership.objects.filter(segment__key="promoters", left_at=None, customer__number__in=happy)
    rows, begun = {"light": red, "segment": promoters}, time.perf_counter()
    found: dict[str, float] = {}
    while len(found) < len(rows):
        for name, there in rows.items():
            if name not in found and there.count() >= len(unhappy):
                found[name] = time.perf_counter() - begun
        if time.perf_counter() - begun > PATIENCE:
            raise SystemExit(f"After {PATIENCE:.0f} s there is only {sorted(found)}.")
        time.sleep(LOOK)
    return found


def _until_told() -> None:
    """Until nothing of the feed waits or runs. Figures are measured anew beside it, as on any day."""
    from bleib.history.backlog import backlog

    def is_told() -> bool:
        told = backlog()
        return not (told.pending_facts or told.changes)

    _until(is_told)


def _until_at_rest() -> None:
    """Until nothing runs, and nothing that the facts before led to is about to."""
    from bleib.worker.models import Job

    def is_at_rest() -> bool:
        soon = Job.objects.waiting().filter(schedule="", due_at__lt=datetime.now(UTC) + SOON)
        return not (soon.exists() or Job.objects.running().exists())

    _until_told()
    _until(is_at_rest)


def _until(is_so: Callable[[], bool]) -> None:
    """Until it has been so for a second."""
    quiet = 0
    while quiet < 10:
        quiet = quiet + 1 if is_so() else 0
        time.sleep(0.1)


@contextmanager
def _worker() -> Iterator[None]:
    with (Path(os.environ["BLEIB_HOME"]) / "worker.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "bleib", "worker"], stdout=log, stderr=log)
        try:
            time.sleep(5)
            yield
        finally:
            process.terminate()
            process.wait()


WORK: dict[str, Callable[..., Any]] = {
    "forecast": forecast,
    "figures": figures,
    "lights": lights,
    "segments": segments,
    "parts": parts,
    "calm": calm,
    "live": live,
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    django.setup()
    what, *customers = sys.argv[1:]
    clock, processor = time.perf_counter(), time.process_time()
    told = WORK[what](*map(int, customers))
    spent = {"seconds": time.perf_counter() - clock, "cpu": time.process_time() - processor}
    print(json.dumps({**spent, "told": told}))


if __name__ == "__main__":
    main()
