"""When the report on the month before is made and sent by itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from bleib.figures.company import settle
from bleib.history.models import Setting
from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, floor, following

if TYPE_CHECKING:
    from bleib.accounts.models import User

NAME = "monthly report"
LAST_DAY = 28  # every month has it


@dataclass(frozen=True)
class Schedule:
    """On `day` of a month at `hour`, local time of the installation. `since` (ISO): what was due before is not made up.

    Raises UsageError for a day or an hour that not every month or day has.
    """

    on: bool = False
    day: int = 2
    hour: int = 7
    since: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.day <= LAST_DAY or not 0 <= self.hour <= 23:
            raise UsageError(f"A day from 1 to {LAST_DAY} and an hour from 0 to 23 are needed.")

    def moment(self, month: date) -> datetime:
        """When the report on this month is due: in the month after."""
        after = following(floor(month, Unit.MONTH), Unit.MONTH)
        return datetime.combine(after.replace(day=self.day), time(self.hour), tzinfo=timezone.get_default_timezone())

    def next(self, now: datetime) -> datetime:
        """The next moment, whether or not it is switched on."""
        month = month_before(now)
        while self.moment(month) <= now:
            month = following(month, Unit.MONTH)
        return self.moment(month)

    def due(self, now: datetime) -> date | None:
        """The month whose report should be there by now, since it was switched on; None where none should."""
        month = month_before(now)
        if not self.on or not datetime.fromisoformat(self.since) <= self.moment(month) <= now:
            return None
        return month


def schedule() -> Schedule:
    """The one that is set; switched off at first."""
    return Schedule(**Setting.read(NAME, {}))


def set_schedule(*, on: bool, day: int, hour: int, by: User | None, now: datetime) -> Schedule:
    """Raises UsageError for a day or an hour that not every month or day has."""
    held = schedule()
    same = (held.on, held.day, held.hour) == (on, day, hour)
    wished = held if same else Schedule(on=on, day=day, hour=hour, since=now.isoformat())
    settle(NAME, asdict(wished), by=by, now=now)
    return wished


def month_before(now: datetime) -> date:
    """First day of the last month that is over, by the installation's clock."""
    first = floor(now.astimezone(timezone.get_default_timezone()).date(), Unit.MONTH)
    return floor(first - timedelta(days=1), Unit.MONTH)
