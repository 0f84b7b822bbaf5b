"""The values of a slice side by side: which country, owner, tag keeps its customers, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.console.retention import aimed, belonging
from bleib.console.retention.links import linked
from bleib.figures.api import Answer
from bleib.figures.slices import labels
from bleib.report.compose import Row
from bleib.report.sections.retention import FEW, interval
from bleib.report.words import Words
from bleib.ui.table import Column, Table

TITLES = {
    "country": gettext_lazy("Country"),
    "owner": gettext_lazy("Owner"),
    "industry": gettext_lazy("Industry"),
    "acquired_through": gettext_lazy("Acquired through"),
    "tag": gettext_lazy("Tag"),
    "segment": gettext_lazy("Segment"),
    "product_group": gettext_lazy("Product group"),
}


EVERYBODY = gettext_lazy("Retention by %(slice)s, most customers first")
REGULARS = gettext_lazy("Retention of regulars by %(slice)s, most customers first")


def tables(
    found: Answer, words: Words, *, regulars: bool, address: Callable[[str, str], str]
) -> Iterator[tuple[str, Table]]:
    """Slice and its table, for slices with more than one value; `address` of a slice shows it alone."""
    compared = found.regulars if regulars else found.compared
    for slice_by, rows in compared.items():
        if len(rows) > 1:
            aims = aimed.of_values(slice_by, regulars=regulars)
            title = belonging.title(found, words) if slice_by == belonging.SLICE else str(TITLES[slice_by])
            shown = _table(slice_by, rows, words, title=title, address=address, aims=aims, regulars=regulars)
            yield slice_by, shown


def choices(compared: Mapping[str, tuple[Row, ...]], chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a form offers: slices with their values, and the chosen one where it is none of these."""
    groups = []
    for slice_by, rows in compared.items():
        called = labels(slice_by, [row["value"] for row in rows])
        groups.append((str(TITLES[slice_by]), [(f"{slice_by}:{value}", name) for value, name in called.items()]))
    offered = {value for _title, values in groups for value, _name in values}
    if chosen and chosen not in offered:
        slice_by, _colon, value = chosen.partition(":")
        if slice_by in TITLES and value and value.isprintable():
            groups.append((str(TITLES[slice_by]), [(chosen, labels(slice_by, [value])[value])]))
    return groups


def _table(
    slice_by: str,
    rows: tuple[Row, ...],
    words: Words,
    *,
    title: str,
    address: Callable[[str, str], str],
    aims: Mapping[str, Decimal],
    regulars: bool,
) -> Table:
    called = labels(slice_by, [row["value"] for row in rows])
    columns = (
        Column(title, "name"), Column(words.say("row_customers_start"), "count"),
        Column(words.say("row_kept"), "count"), Column(words.say("row_lost"), "count"),
        Column(words.say("rate"), "cell"), Column(words.say("ci95"), "cell"),
        *((Column(_("Target"), "cell"),) if aims else ()),
    )  # fmt: skip
    lines = (
        (
            *(called[row["value"]], row["customers_start"], row["kept"], row["lost"], *_rate(row, words)),
            *((aimed.shown(aims.get(row["value"]), row["rate"], words),) if aims else ()),
        )
        for row in rows
    )
    links = ((address(slice_by, row["value"]), *(None,) * (len(columns) - 1)) for row in rows)
    said = REGULARS if regulars else EVERYBODY
    return linked(Table(str(said) % {"slice": title}, columns, tuple(lines)), links)


def _rate(row: Row, words: Words) -> tuple[str | None, str | None]:
    """The rate and its interval; of few customers the interval comes first."""
    if row["rate"] is None:
        return None, None
    if row["customers_start"] < FEW:
        return words.say("interval", low=row["ci95_low"], high=row["ci95_high"]), f"({words.percent(row['rate'])})"
    return words.percent(row["rate"]), interval(row, words)
