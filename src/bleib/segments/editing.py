"""Editing segments: every way - form, file - is another definition, checked and written as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bleib.kernel.errors import UsageError
from bleib.rules.edits import Edit, as_seen
from bleib.rules.texts import LANGUAGES
from bleib.rules.yaml_file import write as as_yaml
from bleib.segments.definition import Definition, SegmentText
from bleib.segments.models import Segment, Subject
from bleib.segments.stored import edits, stored_definition, write
from bleib.segments.understanding import definition_of, definition_of_text

if TYPE_CHECKING:
    from bleib.accounts.models import User

HEADERS = {
    "de": "# Die Segmente dieser Installation. `bleib segments import` liest diese Form; siehe docs/segments.md.\n",
    "en": "# The segments of this installation. `bleib segments import` reads this form; see docs/segments.md.\n",
}


def export_segments(*, lang: str = "en") -> str:
    """All segments as a YAML file, those switched off among them; `lang` is that of the remark above them."""
    return HEADERS[lang] + as_yaml(stored_definition().to_json())


def import_segments(text: str, *, by: User | None, now: datetime, seen: str | None = None) -> list[Edit]:
    """Make a YAML file the segments; what it does not name goes. Returns what was done.

    `seen`: digest of the definition by which somebody was shown what would be done. Raises FileError, ChangedMeanwhile.
    """
    with _alone():
        as_seen(seen, stored_definition().digest)
        return write(definition_of_text(text), by=by, now=now)


def try_import(text: str) -> list[Edit]:
    """What `import_segments` would do. Raises FileError."""
    return edits(stored_definition(), definition_of_text(text))


def keep_segment(segment: Mapping[str, Any], *, by: User | None, now: datetime) -> list[Edit]:
    """Add a segment (in the form of the YAML file), or change the one of the same key.

    Raises FileError with what is wrong, a circle of segments that ask for each other among it; paths begin with
    "$.list[N]".
    """
    return _edit(lambda old: old.with_segment(_text(segment)), by=by, now=now)


def remove_segment(key: str, *, by: User | None, now: datetime) -> list[Edit]:
    """The segment is gone, with who belonged to it when; facts stay. Twice is once.

    Raises FileError where another one asks for it.
    """
    return _edit(lambda old: old.without(key), by=by, now=now)


def switch_segment(key: str, *, active: bool, by: User | None, now: datetime) -> list[Edit]:
    """Off: everybody leaves it with the next pass, and it stays where it is. UsageError for one that does not exist."""
    if not Segment.objects.filter(key=key).exists():
        raise UsageError(f"There is no segment {key!r}.")

    def switched(old: Definition) -> Definition:
        found = old.segment(key)
        return old if found is None else old.with_segment(replace(found, active=active))

    return _edit(switched, by=by, now=now)


def _edit(change: Callable[[Definition], Definition], *, by: User | None, now: datetime) -> list[Edit]:
    """Another definition from the one that is stored, checked as a whole and written."""
    with _alone():
        return write(definition_of(change(stored_definition()).to_json()), by=by, now=now)


@contextmanager
def _alone() -> Iterator[None]:
    """A transaction; who edits at the same time waits."""
    with transaction.atomic():
        list(Segment.objects.select_for_update().values_list("pk"))
        yield


def _text(data: Mapping[str, Any]) -> SegmentText:
    """The parts as they were given; what they are worth is checked with everything else."""
    name = data.get("name") or {}
    return SegmentText(
        key=str(data.get("key", "")), when=data.get("when") or {},
        name=dict.fromkeys(LANGUAGES, name) if isinstance(name, str) else name,
        subject=str(data.get("subject") or Subject.CUSTOMER.value), active=data.get("active", True),
    )  # fmt: skip
