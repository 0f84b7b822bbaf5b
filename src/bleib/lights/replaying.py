"""The first forecast of an installation: since when lights have been as they are now, judged on the weeks before.

Without it everybody would seem to have turned on the day on which Bleib looked for the first time. Today's rules and
today's models are asked what they say of what was known on earlier days; the facts say so (`replayed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bleib.customers.grouping import product_groups
from bleib.history.api import record
from bleib.history.engine import DuckDBEngine
from bleib.history.models import Import, Setting
from bleib.history.past import Past
from bleib.history.past_home import past_of_home
from bleib.lights.keeping import light_changed
from bleib.lights.models import Light
from bleib.lights.past import colours_at
from bleib.lights.stored import stored_definition
from bleib.outlook.api import earlier_chances, newest_record, newest_run, standing
from bleib.worker.api import checkpoint

# Days back: a quarter by weeks, the last week by days.
BACK = (*range(91, 7, -7), *range(7, 0, -1))
MOST = 200_000  # of more customers it would take an hour, for a history that nobody reads
BATCH = 2_000
REPLAYED = "lights replayed"
COLUMNS = {"customer": pa.string(), "light": pa.string(), "since": pa.date32(), "day": pa.date32()}
# Where a rule knows since when it holds, the light turned on that day, if not before the last look.
TURNED = """
select customer, light, before, case when since > last then least(since, day) else day end as turned_on
from (select *, lag(light) over days as before, lag(day) over days as last from seen
      window days as (partition by customer order by day))
where before is not null and before <> light
order by customer, turned_on
"""


def is_first(*, now: datetime) -> bool:
    """Whether everybody is judged with a forecast for the first time, and its backtest is not awaited any more."""
    run = newest_run()
    return Setting.read(REPLAYED, None) is None and run is not None and not run.shortfall and not awaits_record(now=now)


def awaits_record(*, now: datetime) -> bool:
    """Whether the first backtest is to come: its proposal turns so many lights that the pass before waits for it."""
    return Import.objects.done().exists() and newest_record() is None and standing(now=now).awaited


class Replay:
    """The colours of earlier days (`seen`), to be written when everybody is judged as of today."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self.today = timezone.localtime(now).date()
        self.seen = pa.schema(list(COLUMNS.items())).empty_table()

    def look(self) -> None:
        """Judge the earlier days. Nothing is seen where there are no models, or too many customers."""
        if Light.objects.count() > MOST:
            return
        with past_of_home(settings.HOME, now=self.now, groups=product_groups()) as past:
            self.seen = pa.concat_tables([self.seen, *self._days(past)])

    def write(self) -> None:
        """Facts for each change, and in each light when it turned last. Who is judged by hand is left alone."""
        rows = {each.customer.number: each for each in Light.objects.filter(override=None).select_related("customer")}
        turned = [each for each in self._turned(rows) if each["customer"] in rows]
        for first in range(0, len(turned), BATCH):
            checkpoint()
            self._write(turned[first : first + BATCH], rows)
        Setting.write(REPLAYED, self.today.isoformat())

    def _days(self, past: Past) -> list[pa.Table]:
        chances, definition = earlier_chances(past), stored_definition()
        if chances is None or past.first_day is None:
            return []
        days = [day for back in BACK if (day := self.today - timedelta(days=back)) > past.first_day]
        return [self._day(past, day, outlook=chances(day), definition=definition) for day in days]

    def _day(self, past: Past, day: date, **asked: Any) -> pa.Table:
        checkpoint()
        found = colours_at(past.at(day), day, **asked)
        return (
            found.append_column("day", pa.array([day] * len(found), pa.date32()))
            .select(list(COLUMNS))
            .cast(self.seen.schema)
        )

    def _turned(self, rows: dict[str, Light]) -> list[dict[str, Any]]:
        now = [(number, each.colour, each.since, self.today) for number, each in rows.items()]
        columns = [
            pa.array(column, kind) for column, kind in zip(zip(*now, strict=True), COLUMNS.values(), strict=True)
        ]
        seen = pa.concat_tables([self.seen, pa.table(columns, schema=self.seen.schema)]) if now else self.seen
        with closing(DuckDBEngine.over()) as engine:
            engine.give("seen", seen)
            return engine.run(TURNED).to_pylist()

    @transaction.atomic
    def _write(self, turned: Sequence[dict[str, Any]], rows: dict[str, Light]) -> None:
        lights = []
        for each in turned:
            light, at = rows[each["customer"]], timezone.make_aware(datetime.combine(each["turned_on"], time()))
            light.before, light.changed_on, light.changed_at = each["before"], each["turned_on"], at
            light.since = min(light.since, each["turned_on"])
            lights.append(light)
        Light.objects.bulk_update(lights, ["before", "changed_on", "changed_at", "since"])
        record([self._fact(each, rows[each["customer"]]) for each in turned], now=self.now)

    def _fact(self, turned: dict[str, Any], light: Light) -> Any:
        at = timezone.make_aware(datetime.combine(turned["turned_on"], time()))
        return light_changed(
            light.customer_id, turned["customer"], colour=turned["light"], before=turned["before"], now=at,
            replayed=True,
        )  # fmt: skip
