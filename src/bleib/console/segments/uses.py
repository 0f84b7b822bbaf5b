"""Where a segment is used: other segments, saved lists and targets. What it is taken from says so before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bleib.accounts.models import User
from bleib.accounts.roles import Action
from bleib.console.conditions.wording import language
from bleib.console.segments.shared import asking
from bleib.figures.api import SavedView, Target
from bleib.metrics import DEFINITIONS
from bleib.segments.api import Segment

SLICE = "segment"


@dataclass(frozen=True)
class Use:
    """`keeps`: as long as it is used so, it cannot be removed."""

    text: str
    address: str = ""
    keeps: bool = False


def uses_of(found: Segment, reader: User) -> list[Use]:
    """All of them; lists that the reader may not open are only counted: names and filters may tell of customers."""
    return [*_segments(found), *_views(found, reader), *_targets(found)]


def _segments(found: Segment) -> Iterator[Use]:
    for key, name in asking(found):
        yield Use(_("Segment “%(name)s” asks for it") % {"name": name}, reverse("segment", args=[key]), keeps=True)


def _views(found: Segment, reader: User) -> Iterator[Use]:
    kept = SavedView.objects.filter(query__contains=f"{SLICE}=").order_by("name", "pk")
    views = [each for each in kept if QueryDict(each.query).get(SLICE) == found.key]
    may_see = reader.may(Action.SEE_CUSTOMERS)
    seen = [each for each in views if may_see and (each.is_shared or each.owner_id == reader.pk)]
    for each in seen:
        yield Use(_("Saved list “%(name)s”") % {"name": each.name}, f"{reverse('customers')}?{each.query}")
    if others := len(views) - len(seen):
        text: Any = ngettext("%(n)d saved list you cannot open", "%(n)d saved lists you cannot open", others)
        yield Use(text % {"n": others})


def _targets(found: Segment) -> Iterator[Use]:
    for each in Target.objects.filter(slice_by=SLICE, slice_value=found.key).order_by("metric"):
        metric = DEFINITIONS[each.metric].label(language()) if each.metric in DEFINITIONS else each.metric
        yield Use(_("Target of “%(metric)s”") % {"metric": metric})
