"""The forecast of a whole installation, that of BLEIB_HOME: `python -m bench.outlook_work WHAT` prints what it cost.

`python -m bench.outlook_work make CUSTOMERS` puts customers and their history in first; both are made up.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.installations import NOW, TODAY
from bench.lights_work import make as customers_with_facts
from bench.lights_work import scan
from bench.telling import tell


def features() -> int:
    """What is known of everybody today."""
    from bleib.forecast.runs import known_at
    from bleib.outlook.opened import A_DAY, HORIZON, opened

    with opened(now=NOW) as past:
        return int(known_at(past, TODAY + A_DAY, HORIZON).num_rows)


def run() -> int:
    """Learning from earlier days, judging, and forecasting everybody, without writing it down."""
    from bleib import forecast
    from bleib.outlook.opened import A_DAY, HORIZON, opened

    with opened(now=NOW) as past:
        return int(forecast.run(past, as_of=TODAY + A_DAY, horizon=HORIZON).table.num_rows)


def whole() -> int:
    """As the worker does it: with what weighs most for everybody, and a row of each in the database."""
    from bleib.outlook.api import Given
    from bleib.outlook.api import make as forecast_everybody

    return forecast_everybody(Given(), now=NOW)


def make() -> int:
    """Customers and their facts, which an import has brought."""
    from bleib.history.models import Import
    from bleib.history.models.imports import ImportState

    rows = customers_with_facts()
    Import.objects.create(fingerprint="bench", label="bench", options={}, state=ImportState.DONE, started_at=NOW)
    return rows


WORK: dict[str, Callable[[], int]] = {"make": make, "scan": scan, "features": features, "run": run, "whole": whole}

if __name__ == "__main__":
    tell(WORK)
