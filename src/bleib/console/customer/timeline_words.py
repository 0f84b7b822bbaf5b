"""Entries of the timeline as people read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bleib.console.conditions.wording import language
from bleib.console.customer.light_words import light_words, rule_names
from bleib.customers.models import Customer, Product
from bleib.history.api import TimelineEntry
from bleib.history.fact_types import TYPES
from bleib.history.models import Import
from bleib.history.timeline import Line
from bleib.report.words import Words
from bleib.segments.api import segments


@dataclass(frozen=True)
class ShownLine:
    """A fact: what, how many, for how much, who, and where it comes from."""

    at: datetime
    what: str
    quantity: str
    amount: str
    contact: str
    number: str
    origin: Import | None
    source: str
    recorded_at: datetime
    pending: bool


@dataclass(frozen=True)
class Shown:
    """An entry: its kind in words, what it was about, details, and its lines."""

    entry: TimelineEntry
    kind: str
    detail: str
    amount: str
    lines: tuple[ShownLine, ...]
    hidden: int

    @property
    def origins(self) -> list[ShownLine]:
        """One line of each origin."""
        return list({(line.source, line.origin and line.origin.pk): line for line in self.lines}.values())


@dataclass(frozen=True)
class Names:
    """What numbers in facts stand for."""

    customer: str
    products: Mapping[str, str]
    imports: Mapping[int, Import]
    contacts: Mapping[str, str]
    rules: Mapping[str, str]
    segments: Mapping[str, str]

    @classmethod
    def of(cls, customer: Customer, lines: Sequence[Line]) -> Names:
        codes = {line.product for line in lines if line.product}
        people = {line.contact for line in lines if line.contact}
        known = customer.contacts.all() if people else ()
        return cls(
            customer.number,
            dict(Product.objects.filter(code__in=codes).exclude(name="").values_list("code", "name")),
            Import.objects.in_bulk({line.import_id for line in lines if line.import_id is not None}),
            {str(each.pk): str(each) for each in known},
            rule_names(line.props for line in lines),
            _segment_names({str(line.props["segment"]) for line in lines if "segment" in line.props}),
        )


def _segment_names(keys: Collection[str]) -> Mapping[str, str]:
    found = segments().filter(key__in=keys) if keys else ()
    return {each.key: each.name(language()) for each in found}


def shown(entries: Iterable[TimelineEntry], *, customer: Customer, words: Words) -> list[Shown]:
    """Entries with all their words; names of products, files and people are looked up once."""
    listed = list(entries)
    names = Names.of(customer, [line for entry in listed for line in entry.lines])
    return [_shown(entry, names, words) for entry in listed]


def _shown(entry: TimelineEntry, names: Names, words: Words) -> Shown:
    return Shown(
        entry=entry,
        kind=_kind(entry, words),
        detail=_detail(entry, names, words),
        amount="" if entry.amount is None else words.cents(entry.amount),
        lines=tuple(_line(each, names, words) for each in entry.lines),
        hidden=entry.count - len(entry.lines),
    )


def _kind(entry: TimelineEntry, words: Words) -> str:
    if entry.type == "order":
        return _("Order")
    if entry.type == "credit":
        return _("Credit note")
    return TYPES[entry.type].label(words.lang)


def _detail(entry: TimelineEntry, names: Names, words: Words) -> str:
    """The one line that tells what it was about."""
    if entry.type in ("order", "credit", "usage", "visit"):
        return _products(entry, names, words)
    props = entry.lines[0].props
    if entry.type in ("segment_entered", "segment_left"):
        return names.segments.get(str(props.get("segment")), str(props.get("segment")))
    if entry.type == "light_changed":
        return light_words(props, names.rules)
    product = entry.lines[0].product
    parts = [names.products.get(product, product)] if product else []
    return ", ".join([*parts, *(_prop(name, value, words) for name, value in props.items())])


def _products(entry: TimelineEntry, names: Names, words: Words) -> str:
    first = entry.lines[0].product
    if entry.products == 1 and first:
        what = names.products.get(first, first)
    else:
        what = ngettext("%(count)s product", "%(count)s products", entry.products) % {"count": entry.products}
    if entry.type not in ("usage", "visit"):
        return what if entry.products else ""
    times = words.number(entry.quantity if entry.quantity is not None else entry.count)
    return ngettext("%(what)s, once", "%(what)s, %(times)s times", 1 if times == "1" else 2) % {
        "what": what if entry.products else _("without product"), "times": times,
    }  # fmt: skip


def _prop(name: str, value: Any, words: Words) -> str:
    sentences = {
        "kind": str(value).upper(),
        "score": _("%(n)s points") % {"n": value},
        "severity": _("severity: %(word)s") % {"word": _severity(str(value))},
        "escalated": _("escalated") if value else "",
        "first_answer": _("first answer after %(n)s minutes") % {"n": value},
        "ends_on": _("ends before %(day)s") % {"day": _day(value, words)},
        "term_months": _("term of %(n)s months") % {"n": value},
        "notice_days": _("%(n)s days' notice") % {"n": value},
        "trial": _("trial") if value else "",
        "reason": _("reason: %(word)s") % {"word": value},
        "seconds": _("%(n)s seconds") % {"n": value},
        "errors": _("%(n)s errors") % {"n": value},
        "segment": "",  # its name stands in front
        "first": "",
    }
    return sentences.get(name, f"{name}: {value}")


def _severity(word: str) -> str:
    return {"low": _("low"), "normal": _("normal"), "high": _("high"), "urgent": _("urgent")}.get(word, word)


def _day(value: Any, words: Words) -> str:
    try:
        return words.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _line(line: Line, names: Names, words: Words) -> ShownLine:
    product = names.products.get(line.product or "", line.product or "")
    said = ", ".join(text for name, value in line.props.items() if (text := _prop(name, value, words)))
    return ShownLine(
        at=line.occurred_at,
        what=" – ".join(filter(None, (product, said))),
        quantity="" if line.quantity is None else words.number(line.quantity),
        amount="" if line.amount is None else words.cents(line.amount),
        contact=names.contacts.get(line.contact or "", ""),
        number="" if line.customer == names.customer else line.customer,
        origin=names.imports.get(line.import_id) if line.import_id is not None else None,
        source=line.source,
        recorded_at=line.recorded_at,
        pending=line.pending,
    )
