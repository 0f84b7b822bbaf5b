"""Who is touched by a change is judged at once by the models of the newest run; a large change has everybody fitted."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from bleib.history.api import Change, touched
from bleib.kernel.scratch import scratch_folder
from bleib.outlook.asking import is_being_made, make_later
from bleib.outlook.keeping import TOUCHED, drop_gone, keep, loaded
from bleib.outlook.kept_model import kept_models
from bleib.outlook.making import LEASE
from bleib.outlook.models import Run
from bleib.outlook.opened import A_DAY, last_day, opened
from bleib.outlook.reasons import with_reasons
from bleib.outlook.summing import finite
from bleib.worker.api import lease

if TYPE_CHECKING:
    from bleib.forecast.models import Models

# Of so large a part of all customers something is new: the models learn anew, as soon as no more comes for a while.
LARGE = 0.1
FEW = 1_000  # so many are judged at once, however large a part of all they are
FIRST, LATER = timedelta(seconds=3), timedelta(minutes=10)


def rescore(*changes: Change, now: datetime) -> int:
    """A listener: whom a change (or several) touched is judged anew; returns how many rows are others than before.

    What a run says of the state 30 days earlier stays. Without models of this version the next run is asked for.
    Raises LeaseTaken while everybody is forecast, which may take minutes.
    """
    seen = touched(*changes)
    if not seen.num_rows:
        return 0
    with lease(LEASE, doing="The forecast", wait=0):  # or a run may end meanwhile, and older models judge its rows
        run = Run.objects.newest()
        if run is None or run.shortfall:
            make_later(now=now, wait=LATER if run or is_being_made() else FIRST)
            return 0
        if seen.num_rows > LARGE * run.customers:
            make_later(now=now, wait=LATER)
        if seen.num_rows > max(LARGE * run.customers, FEW):
            return 0
        models = kept_models(run)
        if models is None:
            make_later(now=now, wait=FIRST)
            return 0
        return _rescore(seen.filter(pc.is_valid(seen["customer"])), models, run, now=now)


def _rescore(customers: pa.Table, models: Models, run: Run, *, now: datetime) -> int:
    from bleib.forecast.runs import few

    numbers = customers["customer"].to_pylist()
    with scratch_folder() as scratch, opened(now=now, customers=customers) as past:
        day = last_day(past, now=now)
        table, known = few(past, models, as_of=day + A_DAY)
        told = with_reasons(finite(table), known, models.forecaster)
        with loaded(told, TOUCHED, source=past.connection, scratch=Path(scratch)):
            return keep(run, TOUCHED, as_of=day) + drop_gone(numbers)
