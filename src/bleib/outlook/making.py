"""Everybody is forecast anew: models are fitted, a row per customer is written, the run keeps its model card."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from bleib import __version__
from bleib.history.api import append_pending
from bleib.history.models import Import
from bleib.kernel.crash import point
from bleib.kernel.scratch import scratch_folder
from bleib.outlook.given import Given
from bleib.outlook.keeping import EVERYTHING, drop_gone, keep, loaded
from bleib.outlook.kept_model import keep_models
from bleib.outlook.models import Run
from bleib.outlook.opened import A_DAY, HORIZON, last_day, learnable, opened
from bleib.outlook.reasons import with_reasons
from bleib.outlook.storable import storable
from bleib.outlook.summing import expected, finite
from bleib.worker.api import lease

if TYPE_CHECKING:
    from bleib.forecast.runs import Forecasts

LEASE = "outlook"


def make(given: Given, *, now: datetime) -> int:
    """A task: forecast everybody with what is known now; returns how many rows are new or others than before.

    Killed midway it is done again, and completes. One process at a time: others wait.
    """
    if not Import.objects.done().exists():
        return 0
    append_pending(now=now)
    with lease(LEASE, doing="The forecast"), scratch_folder() as scratch, opened(now=now) as past:
        from bleib.forecast.runs import run as forecast

        day = last_day(past, now=now)
        with learnable(now=now) as learned:
            found = forecast(
                past, as_of=day + A_DAY, horizon=HORIZON, costs=given.costs(), discount=given.discount(),
                learn_from=learned,
            )  # fmt: skip
        scored = with_reasons(finite(found.table), found.features, found.forecaster)
        run = Run(made_at=now, as_of=day, horizon=HORIZON, made_by=__version__, **_told(found, scored))
        run.save()
        point("outlook.begun")
        with loaded(scored, EVERYTHING, source=past.connection, scratch=Path(scratch)):
            count = keep(run, EVERYTHING, as_of=day) + drop_gone(None)
        keep_models(found.models, run)
        point("outlook.models")
        run.complete(now=now)
    return count


def _told(found: Forecasts, scored: pa.Table) -> dict[str, Any]:
    """What a run keeps of what was found."""
    sums = expected(found, scored)
    remarks = [{"code": each.code, "values": dict(each.values)} for each in found.remarks]
    codes = [each.code for each in found.remarks] or ["nobody"]
    card = {"cards": [each.to_json() for each in found.cards], "remarks": remarks, "lorenz": found.lorenz}
    return {
        "kind": found.forecaster.kind if found.cards else "",
        "customers": sums["customers"] if sums else 0,
        "card": storable(card),
        "expected": storable(sums),
        "shortfall": "" if sums else codes[0],
    }
