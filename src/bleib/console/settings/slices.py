"""What a target can be narrowed to, as the choices of a form; and what a slice is called."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.customers.models import Customer, ProductGroup, Tag
from bleib.figures.slices import labels
from bleib.segments.api import Subject, segments

MOST = 200  # of a kind: what is longer is no list to choose from
LABELS: dict[str, Promise] = {
    "country": _("Country"),
    "owner": _("Owner"),
    "industry": _("Industry"),
    "acquired_through": _("Acquired through"),
    "tag": _("Tag"),
    "segment": _("Segment"),
    "product_group": _("Product group"),
}
Group = tuple[Promise, list[tuple[str, str]]]


def slice_choices() -> Iterator[Group]:
    """Groups of choices "column:value"; those there is nothing of are left out."""
    for column, values in _values():
        found = [(f"{column}:{value}", name) for value, name in values]
        if found:
            yield LABELS[column], found


def slice_name(column: str, value: str) -> str:
    """ "Country: DE"; of an owner, the name."""
    name = labels(column, [value])[value] if column == "segment" else value
    if column == "owner" and value.isdecimal():
        name = str(User.objects.filter(pk=int(value)).first() or value)
    return f"{LABELS.get(column, column)}: {name}"


def _values() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for column in ("country", "industry", "acquired_through"):
        used = Customer.objects.exclude(**{column: ""}).order_by(column).values_list(column, flat=True).distinct()
        yield column, [(each, each) for each in used[:MOST]]
    for column, model in (("tag", Tag), ("product_group", ProductGroup)):
        names = model._default_manager.order_by("name").values_list("name", flat=True)
        yield column, [(each, each) for each in names[:MOST]]
    keys = [each.key for each in segments() if each.is_active and each.subject == Subject.CUSTOMER]
    yield "segment", list(labels("segment", keys).items())
    owners = User.objects.filter(is_active=True).order_by("name")[:MOST]
    yield "owner", [(str(each.pk), str(each)) for each in owners]
