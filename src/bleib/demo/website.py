"""The demo company's online shop as a source of events: what people of loyal customers did there lately.

They come in by the same door as real ones: requests that wait, which the worker's own job turns into facts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bleib.demo.agreements import PORTAL
from bleib.demo.calendar import is_open, office_hour
from bleib.demo.lists import Lists
from bleib.demo.people import Person
from bleib.demo.stories import Story

if TYPE_CHECKING:
    from bleib.accounts.models import User

NAME = "Onlineshop (erfundene Daten)"
WEEKS = 6
# Whoever is content: that they look at pages explains nothing which the stories do not say.
CONTENT = (Story.STEADY, Story.KEY_ACCOUNT, Story.GROWING)
PAGES = ("Katalog", "Artikel", "Warenkorb", "Lieferzeiten", "Rechnungen")
SHEET, WISH, IN_VAIN = "Datenblatt geladen", "Merkliste geteilt", "Suche ohne Treffer"
DONE = (SHEET, SHEET, WISH, IN_VAIN)
# What somebody has decided; WISH is left for whoever tries the demo.
RULES = {
    SHEET: {"type": "usage", "each": "", "columns": {"product": "=datenblatt"}, "props": {}},
    IN_VAIN: {"type": "", "each": "", "columns": {}, "props": {}},
}
STRANGERS = 20  # visitors whom nobody knows

Message = dict[str, Any]


def open_shop(lists: Lists, *, by: User, zone: str, now: datetime) -> None:
    """Connect the source, and let everything in that its pages told. Killed midway, the next call completes it."""
    from django.db import transaction

    from bleib.ingest.api import Source, connect, keep, work_off

    if not Source.objects.filter(name=NAME).exists():
        messages = list(events(lists, ZoneInfo(zone)))
        with transaction.atomic():
            source, _write_key = connect(name=NAME, by=by, now=now)
            _decide(source, by=by, now=now)
            for at in range(0, len(messages), 2_000):
                some = messages[at : at + 2_000]
                keep(source, json.dumps({"batch": some}).encode(), events=len(some), now=now)
    work_off(now=now)


def events(lists: Lists, zone: ZoneInfo, seed: int = 2) -> Iterator[Message]:
    """As the shop's pages would have told them, customer by customer."""
    loyal = {each.customer.number for each in lists.contracts if each.service is PORTAL and each.runs(_last(lists))}
    content = {each.number for each in lists.company.customers if each.story in CONTENT} & loyal
    for record in lists.customers:
        people = [person for person in record.people if "@" in person.mail]
        if record.number in content and people:
            rng = Random(f"{seed}/shop/{record.number}")
            yield from _told(record.number, people, days=_days(lists), zone=zone, rng=rng)
    rng = Random(f"{seed}/shop")
    for stranger in range(STRANGERS):
        yield _page({"anonymousId": f"b{stranger}"}, f"stranger-{stranger}", day=_last(lists), zone=zone, rng=rng)


def _told(
    number: str, people: Sequence[Person], *, days: Sequence[date], zone: ZoneInfo, rng: Random
) -> Iterator[Message]:
    """Who they are, and then what they looked at."""
    users = [f"{number}-{place}" for place in range(len(people))]
    for user, person in zip(users, people, strict=True):
        told = {"type": "identify", "userId": user, "messageId": f"i-{user}", "traits": {"email": person.mail}}
        yield told | {"context": {"groupId": number}}
    for day in days:
        for visit in range(rng.choice((0, 0, 0, 1, 1, 2))):
            user, key = rng.choice(users), f"{number}-{day}-{visit}"
            yield _page({"userId": user}, key, day=day, zone=zone, rng=rng)
            if rng.random() < 0.3:
                at = _at(day, zone, rng)
                yield {
                    "type": "track",
                    "event": rng.choice(DONE),
                    "userId": user,
                    "timestamp": at,
                    "messageId": f"t-{key}",
                }


def _page(whose: Message, key: str, *, day: date, zone: ZoneInfo, rng: Random) -> Message:
    name, at = rng.choice(PAGES), _at(day, zone, rng)
    return {"type": "page", "name": name, **whose, "timestamp": at, "messageId": f"p-{key}"}


def _days(lists: Lists) -> list[date]:
    until = lists.company.until
    days = (until - timedelta(days=back) for back in range(WEEKS * 7, 0, -1))
    return [day for day in days if is_open(day)]


def _last(lists: Lists) -> date:
    return _days(lists)[-1]


def _at(day: date, zone: ZoneInfo, rng: Random) -> str:
    return office_hour(day, rng).replace(tzinfo=zone).astimezone(UTC).isoformat()


def _decide(source: Any, *, by: User, now: datetime) -> None:
    from bleib.ingest.api import EventRule, change_rule

    for name, says in RULES.items():
        rule = EventRule.objects.create(source=source, kind="track", name=name, first_seen_at=now)
        change_rule(rule, says=says, by=by, now=now)
