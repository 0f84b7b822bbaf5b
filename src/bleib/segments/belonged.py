"""Who belonged to segments of customers when a day began, whatever came later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from bleib.customers.importing.unload import unload_table
from bleib.history.past import beginning
from bleib.rules.conditions import Rule
from bleib.segments.filling import said, wanted
from bleib.segments.models import FilledBy, Subject
from bleib.segments.past import is_of_history, members_at
from bleib.segments.reading import MEMBERS

if TYPE_CHECKING:
    from bleib.history.past import Past

ROWS = (
    "segments_membership m join segments_segment s on s.id = m.segment_id and s.key in ({keys}) "
    "join customers_customer c on c.id = m.customer_id where m.contact_id is null "
    "and m.entered_at <= '{instant}' and (m.left_at is null or m.left_at > '{instant}')"
)


@dataclass(frozen=True)
class Belonged:
    """`members`: customer (number), segment (key). `untold`: keys of segments of which that day tells nothing."""

    members: pa.Table
    untold: tuple[str, ...]


def belonged(past: Past, day: date) -> Belonged:
    """Who belonged to today's segments at the beginning of `day`.

    Segments that ask for the record and for what happened are asked anew, by what was known then. Those that ask for
    lights or the forecast are told by who was in them, where they were filled then and by the same condition.
    """
    rules = {key: rule for key, rule in wanted().rules.items() if rule.subject == Subject.CUSTOMER}
    asked_anew = {key for key, rule in rules.items() if is_of_history(rule)}
    instant = beginning(day, past.zone)
    told = _filled_alike(rules.keys() - asked_anew, rules, instant)
    tables = [MEMBERS.empty_table()]
    tables += [members_at(past.at(day), day, only=asked_anew)] if asked_anew else []
    tables += [_members_then(told, instant)] if told else []
    return Belonged(pa.concat_tables(tables), tuple(sorted(rules.keys() - asked_anew - told)))


def _filled_alike(keys: Collection[str], rules: Mapping[str, Rule], instant: datetime) -> set[str]:
    """Those that were filled at that instant, by the condition that they have now."""
    then = FilledBy.at(instant, keys)
    return {key for key in keys if then.get(key) == said(rules[key])}


def _members_then(keys: Collection[str], instant: datetime) -> pa.Table:
    """Keys are slugs, and the instant is the same text in both databases."""
    named = ", ".join(f"'{key}'" for key in sorted(keys))
    rows = ROWS.format(keys=named, instant=f"{instant:%Y-%m-%d %H:%M:%S}+00:00")
    return unload_table({"customer": "c.number", "segment": "s.key"}, rows, by="m.id", schema=MEMBERS)
