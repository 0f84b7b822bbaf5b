"""Whether a word of somebody's name is the name of others, too: then it does not tell who is meant."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from bleib.privacy.declarations import Declared, kinds
from bleib.privacy.emptying import TextLike
from bleib.privacy.people import Person, with_those_who_go_along


def borne_by_others(word: str, person: Person) -> bool:
    """Whether it stands in the row of anybody who does not go with this person: as a name, a town, an address."""
    going = {(each.kind, each.pk) for each in with_those_who_go_along(person)}
    return any(_bear(each, word, [pk for kind, pk in going if kind == name]) for name, each in kinds().items())


def _bear(each: Declared, word: str, going: list[int]) -> bool:
    names = [name for name in each.personal.fields if name not in each.personal.secret]
    columns = [name for name in names if isinstance(each.field(name), TextLike)]
    said: list[Any] = [Q(**{f"{name}__icontains": word}) for name in columns]
    return each.model._base_manager.exclude(pk__in=going).filter(reduce(or_, said)).exists()
