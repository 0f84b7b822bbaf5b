"""What `forecast` and `backtest` share: the history they look at, from files or the installation, and what it costs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from bleib.cli import _reading as r
from bleib.cli._files import written
from bleib.cli._home import home_folder
from bleib.cli._language import Language
from bleib.cli._state import open_installation
from bleib.forecast import NoForecast
from bleib.forecast.costs import Costs
from bleib.history import measuring
from bleib.history.book import Book, nothing_imported, observed_until
from bleib.history.past import Past, past_of
from bleib.history.sources.rejects import write as write_rejects
from bleib.kernel.errors import BleibError, UsageError

InstallationOption = Annotated[
    bool, typer.Option("--installation", help="From the installation's history instead of files.")
]
HorizonOption = Annotated[int, typer.Option("--horizon", metavar="DAYS", min=1, max=730, help="Days ahead.")]
RejectsOption = Annotated[Path | None, typer.Option("--rejects", metavar="PATH", help="Write the rejected lines.")]
JsonOption = Annotated[str | None, typer.Option("--json", metavar="PATH", help="Write JSON; - is standard output.")]
ValueOption = Annotated[
    float | None, typer.Option("--customer-value", metavar="AMOUNT", help="What a kept customer brings.")
]
ContactOption = Annotated[float | None, typer.Option("--contact-cost", metavar="AMOUNT", help="Cost of a contact.")]
OfferOption = Annotated[float | None, typer.Option("--offer-cost", metavar="AMOUNT", help="Cost of an offer accepted.")]
SuccessOption = Annotated[
    float | None, typer.Option("--success", metavar="PERCENT", help="Of those who would leave, how many accept.")
]
MarginOption = Annotated[float | None, typer.Option("--margin", metavar="PERCENT", help="Margin of revenue.")]

FUTURE = {
    Language.EN: "The last date is {last}, which lies in the future: what is dated after today does not count.",
    Language.DE: "Das letzte Datum ist der {last} und liegt in der Zukunft: Was nach heute datiert ist, zählt nicht.",
}


A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """A past, the first day nothing is known of, its currency, and what it costs to keep somebody there."""

    past: Past
    until: date
    currency: str
    costs: Costs
    step: Callable[[str], object]
    names: Callable[[], Mapping[str, str | None]]


@dataclass(frozen=True)
class OwnCosts:
    """The options about costs as they were typed (see `expanded`); percent are percent."""

    value: ValueOption = None
    contact: ContactOption = None
    offer: OfferOption = None
    success: SuccessOption = None
    margin: MarginOption = None

    def costs(self, known: Costs) -> Costs:
        """With `known` figures where nothing was typed. Raises UsageError for impossible ones."""
        return Costs(
            value=known.value if self.value is None else self.value,
            contact=known.contact if self.contact is None else self.contact,
            offer=known.offer if self.offer is None else self.offer,
            success=known.success if self.success is None else self.success / 100,
            margin=known.margin if self.margin is None else self.margin / 100,
        )


NO_COSTS = OwnCosts()


@contextmanager
def seen(
    files: list[str] | None,
    wishes: r.Wishes,
    own: OwnCosts,
    *,
    installation: bool,
    rejects: Path | None,
    lang: Language,
) -> Iterator[Seen]:
    """The history of files or of the installation. Raises UsageError where both are named, or none."""
    own.costs(Costs())  # impossible ones are said before anything is read
    if bool(files) == installation:
        raise UsageError("Name the files to forecast from, or --installation for what was imported; not both.")
    if files:
        source = _of_files(files, wishes, own, rejects=rejects, lang=lang)
    else:
        wishes.refuse_without_files(rejects=rejects)
        source = _of_installation(wishes, own, lang=lang)
    try:
        with source as found:
            yield found
    except NoForecast as error:
        raise BleibError(error.remark.sentence(lang)) from error


@contextmanager
def _of_files(
    files: list[str], wishes: r.Wishes, own: OwnCosts, *, rejects: Path | None, lang: Language
) -> Iterator[Seen]:
    now = datetime.now(UTC)
    with r.reading_of(files, wishes.options(), now=now, lang=lang, kind=wishes.kind) as (reading, watch):
        reading.read()
        wishes.remember(reading.plans)
        if rejects:
            written(rejects, lambda: write_rejects(rejects, reading.rejects(), lang))
        r.say_columns(reading, lang, Console(stderr=True))
        book = measuring.book(reading, files)
        with past_of(book) as past:
            until = _until(book.last_day, wishes.zone, lang=lang)
            yield Seen(past, until, book.currency, own.costs(Costs()), watch.step, partial(_names, book))


@contextmanager
def _of_installation(wishes: r.Wishes, own: OwnCosts, *, lang: Language) -> Iterator[Seen]:
    folder = home_folder(wishes.home)
    if not folder.exists():
        raise nothing_imported(folder)
    open_installation(folder)
    from bleib.figures.assumptions import assumptions  # want the database
    from bleib.history.models import Import, Setting
    from bleib.history.past_home import past_of_home

    if not Import.objects.done().exists():
        raise nothing_imported(folder)
    with past_of_home(folder, now=datetime.now(UTC)) as past:
        until = _until(_last_order(past), wishes.zone, lang=lang)
        currency, costs = str(Setting.read("currency", "EUR")), own.costs(Costs.of(assumptions()))
        yield Seen(past, until, currency, costs, _silent, _known_names)


def _last_order(past: Past) -> date | None:
    """Of the installation's orders. What it writes down by itself every day does not mean that orders are known."""
    found = past.at(date.max - A_DAY).run("select max(day) as last_on from activity where orders > 0")
    last: date | None = found.column("last_on")[0].as_py()
    return last or past.last_day


def _until(last: date | None, zone: str, *, lang: Language) -> date:
    """The first day nothing is known of, tomorrow at the latest: what is dated later was mistyped, and is said."""
    tomorrow = datetime.now(ZoneInfo(zone)).date() + A_DAY
    if last and last >= tomorrow:
        Console(stderr=True).print(FUTURE[lang].format(last=last.isoformat()), soft_wrap=True)
    return min(observed_until(last) if last else tomorrow, tomorrow)


def _names(book: Book) -> dict[str, str | None]:
    """As the files say."""
    found = book.engine.run("select customer, name from customers where name is not null")
    return dict(zip(*(found.column(each).to_pylist() for each in ("customer", "name")), strict=True))


def _known_names() -> dict[str, str | None]:
    """As the installation knows them."""
    from bleib.customers.models import Customer

    return dict(Customer.objects.values_list("number", "name"))


def _silent(label: str) -> None:
    """An installation's past needs no progress of files."""


def day(text: str, option: str) -> date:
    """Raises UsageError for a day that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text}: write the day as 2025-06-30.") from error


def delivered(data: Mapping[str, Any], path: str) -> bool:
    """Write JSON; True where it went to standard output, which then holds nothing else."""
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if path == "-":
        sys.stdout.write(text)
        return True
    written(path, lambda: Path(path).write_text(text, encoding="utf-8"))
    return False
