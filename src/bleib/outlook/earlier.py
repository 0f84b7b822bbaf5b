"""What the models of the newest run say of customers as they were known on earlier days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa

from bleib.history.past import Past
from bleib.outlook.kept_model import kept_model
from bleib.outlook.models import Run
from bleib.outlook.scoring import known_on, scored
from bleib.outlook.tables import SCHEMA


def earlier_chances(past: Past) -> Callable[[date], pa.Table] | None:
    """From a day to the chances at its beginning, in the columns of SCHEMA; expectations are null.

    The models of today are asked, which have learned since: this is no forecast of that day. None without models.
    """
    run = Run.objects.newest()
    forecaster = None if run is None or run.shortfall else kept_model(run)
    if forecaster is None:
        return None

    def chances(day: date) -> pa.Table:
        found = scored(known_on(past, day, horizon=forecaster.horizon), forecaster)
        columns = {name: found[name] if name in found.column_names else pa.nulls(len(found)) for name in SCHEMA.names}
        return pa.table(columns).cast(SCHEMA)

    return chances
