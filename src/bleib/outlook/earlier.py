"""What the models of the newest run say of customers as they were known on earlier days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pyarrow as pa

from bleib.history.past import Past
from bleib.outlook.kept_model import kept_models
from bleib.outlook.models import Run
from bleib.outlook.summing import at_risk
from bleib.outlook.tables import SCHEMA


def earlier_chances(past: Past) -> Callable[[date], pa.Table] | None:
    """From a day to the chances at its beginning, in the columns of SCHEMA; expectations are null.

    The models of today are asked, which have learned since: this is no forecast of that day. None without models.
    """
    run = Run.objects.newest()
    models = None if run is None or run.shortfall else kept_models(run)
    if models is None:
        return None

    def chances(day: date) -> pa.Table:
        from bleib.forecast.runs import chances_of, known_at

        known = known_at(past, day, models.forecaster.horizon)
        found = {name: pa.array(each, from_pandas=True) for name, each in chances_of(models.forecaster, known).items()}
        table = pa.table({"customer": known["customer"], **found})
        columns = dict(zip(table.column_names, table.columns, strict=True)) | {"at_risk": at_risk(table, known)}
        return pa.table({name: columns.get(name, pa.nulls(len(known))) for name in SCHEMA.names}).cast(SCHEMA)

    return chances
