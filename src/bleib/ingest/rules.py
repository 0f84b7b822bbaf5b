"""Rules of events: made for every name that comes, edited by people, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bleib.audit.api import record
from bleib.history.fact_types import TYPES
from bleib.ingest.expressions import NoExpression, parsed
from bleib.ingest.mapping import Meaning
from bleib.ingest.message import Message
from bleib.ingest.models import EventRule, Source
from bleib.ingest.models.rule import MOST_NAMES, PUBLIC_TYPES

if TYPE_CHECKING:
    from bleib.accounts.models import User

COLUMNS = ("amount", "quantity", "product", "ref")
_LINE = {
    "amount": "item.price * item.quantity | properties.revenue | properties.total",
    "quantity": "item.quantity",
    "product": "item.sku | item.product_id",
    "ref": "properties.order_id",
}
# What a new name means from the beginning. Order events are those of Segment's specification for shops.
ANY: Mapping[str, Any] = {"type": "usage", "columns": {"product": "name"}}
LOOK: Mapping[str, Any] = {"type": "visit", "columns": {"product": "name"}}
READY: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("page", ""): LOOK,
    ("screen", ""): LOOK,
    ("track", "Signed In"): LOOK,
    ("track", "Order Completed"): {"type": "order", "each": "properties.products", "columns": _LINE},
    ("track", "Order Refunded"): {
        "type": "credit",
        "columns": {"amount": "-properties.total", "ref": "properties.order_id"},
    },
}


class RuleBook:
    """The rules of some sources; unknown names get one. Counts are written together, by `save`."""

    def __init__(self, sources: Iterable[Source], *, currency: str, now: datetime) -> None:
        self._now, self._currency = now, currency
        self._rules = {_key(rule): rule for rule in EventRule.objects.filter(source__in=list(sources))}
        self._names = Counter(source for source, kind, _name in self._rules if kind == "track")
        self._meanings: dict[tuple[int, str, str], Meaning] = {}
        self._events: Counter[int] = Counter()
        self._faults: dict[int, tuple[int, str]] = {}

    def meaning(self, message: Message) -> Meaning:
        """What the message's rule says; it counts as seen."""
        key = (message.source.id, message.kind, message.name)
        found = self._meanings.get(key)
        if found is None:
            found = self._meanings[key] = Meaning(self._rule(message), currency=self._currency)
        self._events[found.rule.id] += 1
        return found

    def fault(self, rule: EventRule, why: str) -> None:
        """An event did not fit."""
        number, _why = self._faults.get(rule.pk, (0, ""))
        self._faults[rule.pk] = (number + 1, why[:300])

    def save(self) -> None:
        """Count, in the caller's transaction."""
        with connection.cursor() as cursor:
            at = connection.ops.adapt_datetimefield_value(self._now)
            cursor.executemany(
                "update ingest_eventrule set count = count + %s, last_seen_at = %s where id = %s",
                [(number, at, pk) for pk, number in sorted(self._events.items())],
            )
        for pk, (number, why) in self._faults.items():
            EventRule.objects.filter(pk=pk).update(faulty=F("faulty") + number, fault=why)

    def _rule(self, message: Message) -> EventRule:
        """That of its name, made where it is new; beyond the most names they share one."""
        source, key = message.source, (message.source.id, message.kind, message.name)
        if key not in self._rules and self._names[source.id] >= MOST_NAMES:
            key = (source.id, message.kind, "")
        return self._rules.get(key) or self._made(source, *key[1:])

    def _made(self, source: Source, kind: str, name: str) -> EventRule:
        says = ready_made(source, kind, name)
        made = EventRule.objects.create(source=source, kind=kind, name=name, first_seen_at=self._now, **says)
        self._rules[_key(made)] = made
        self._names[source.id] += kind == "track"
        return made


def ready_made(source: Source, kind: str, name: str) -> Mapping[str, Any]:
    """What a name means as long as nobody decides."""
    says = READY.get((kind, name), ANY)
    return ANY if source.is_public and says["type"] not in PUBLIC_TYPES else says


def allowed_types(source: Source) -> tuple[str, ...]:
    """What events of a source may become."""
    return PUBLIC_TYPES if source.is_public else tuple(name for name, kind in TYPES.items() if not kind.concluded)


@transaction.atomic
def change_rule(rule: EventRule, *, says: Mapping[str, Any], by: User | None, now: datetime) -> None:
    """What events of this name become from now on: `says` has type, each, columns, props. Raises ValidationError.

    Facts that are there already stay as they are.
    """
    held = EventRule.objects.select_for_update().select_related("source").get(pk=rule.pk)
    _check(held.source, says)
    fields = ("type", "each", "columns", "props")
    before = {name: getattr(held, name) for name in fields}
    for name in fields:
        setattr(held, name, says[name])
    held.decided_at, held.decided_by, held.fault = now, by, ""
    held.save(update_fields=[*fields, "decided_at", "decided_by", "fault"])
    changed = [name for name in fields if before[name] != says[name]]
    sides = [{name: _told(side[name]) for name in changed} for side in (before, says)]
    record(
        actor=by, verb="event_rule.changed", subject=held, before=sides[0], after=sides[1], source=str(held.source),
        now=now,
    )  # fmt: skip


def _check(source: Source, says: Mapping[str, Any]) -> None:
    kind = TYPES.get(says["type"])
    if says["type"] and says["type"] not in allowed_types(source):
        raise ValidationError({"type": _("Events of this source cannot become that.")})
    for name, expression in {"each": says["each"], **says["columns"], **says["props"]}.items():
        try:
            parsed(expression or "=")
        except NoExpression as error:
            raise ValidationError({name: str(error)}) from None
    missing = [prop.name for prop in kind.props if prop.needed and not says["props"].get(prop.name)] if kind else []
    if missing:
        raise ValidationError({missing[0]: _("A fact of this kind needs it.")})


def _told(value: Any) -> Any:
    """For the audit log: one line."""
    return ", ".join(f"{name} = {each}" for name, each in value.items()) if isinstance(value, dict) else value


def _key(rule: EventRule) -> tuple[int, str, str]:
    return rule.source_id, rule.kind, rule.name
