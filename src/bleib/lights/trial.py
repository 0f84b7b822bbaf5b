"""What other rules would do, before anybody is judged by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.utils import timezone

from bleib.customers.attributes import attributes
from bleib.customers.grouping import product_groups
from bleib.history.past_home import past_of_home
from bleib.lights import verdicts
from bleib.lights.colour import Colour
from bleib.lights.definition import Definition
from bleib.lights.models import Light
from bleib.lights.stored import edits, stored_definition
from bleib.lights.understanding import definition_of_text
from bleib.lights.vocabulary import vocabulary
from bleib.outlook.api import as_arrow
from bleib.rules.edits import Edit

SHOWN = 20


@dataclass(frozen=True)
class Move:
    """One customer whose light would be another one; `before` "" where it has none yet."""

    number: str
    before: str
    after: str


@dataclass(frozen=True)
class Trial:
    """`edits`: what differs in the rules. `before` and `after`: customers per colour. `changed`: how many would have
    another light; `moves` are some of them, those that get worse first."""

    edits: Sequence[Edit]
    before: Mapping[Colour, int]
    after: Mapping[Colour, int]
    changed: int
    moves: Sequence[Move]


def try_rules(text: str, *, now: datetime) -> Trial:
    """What a YAML file would do. Judges everybody, and writes nothing. Raises FileError."""
    return try_definition(definition_of_text(text, vocabulary()), now=now)


def try_definition(definition: Definition, *, now: datetime) -> Trial:
    """The same for a definition."""
    would = colours_of(definition, now=now)
    held = dict(Light.objects.values_list("customer__number", "judged"))
    moves = [
        Move(number, held.get(number, ""), light)
        for number, light in zip(would["customer"].to_pylist(), would["light"].to_pylist(), strict=True)
        if held.get(number, "") != light
    ]
    moves.sort(key=lambda each: (-Colour(each.after).rank, each.number))
    kept = list(held.values())
    return Trial(
        edits(stored_definition(), definition),
        {colour: kept.count(colour) for colour in Colour},
        {colour: pc.sum(pc.equal(would["light"], colour.value)).as_py() or 0 for colour in Colour},
        len(moves),
        moves[:SHOWN],
    )


def colours_of(definition: Definition, *, now: datetime) -> pa.Table:
    """customer, light, since of everybody, today, by this definition."""
    today = timezone.localtime(now).date()
    asked = verdicts.Questions.of(definition, vocabulary())
    state = attributes(asked.fields)
    with past_of_home(settings.HOME, now=now, groups=product_groups()) as past:
        engine = past.at(today + timedelta(days=1))
        return verdicts.lights(engine, asked, as_of=today, attributes=state, outlook=as_arrow())
