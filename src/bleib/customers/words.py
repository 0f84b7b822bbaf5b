"""Words that sort customers and products - tags, product groups, ways of acquisition -: renamed, merged, removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from bleib.audit.api import record
from bleib.customers.models import Customer, ProductGroup, Tag

if TYPE_CHECKING:
    from bleib.accounts.models import User

Word = Tag | ProductGroup
LONGEST_WAY = 60  # what the column holds


def tags_with_counts() -> Sequence[Tag]:
    """By name, each with `used`: how many customers have it."""
    return list(Tag.objects.annotate(used=Count("customers")).order_by("name"))


def groups_with_counts() -> Sequence[ProductGroup]:
    """By name, each with `used`: how many products are in it."""
    return list(ProductGroup.objects.annotate(used=Count("products")).order_by("name"))


def ways_with_counts() -> Mapping[str, int]:
    """By which ways companies came, and how many; the most frequent first."""
    known = Customer.objects.exclude(acquired_through="").values_list("acquired_through")
    return dict(known.annotate(used=Count("pk")).order_by("-used", "acquired_through"))


@transaction.atomic
def rename(word: Word, name: str, *, by: User | None, now: datetime) -> None:
    """Another name for the same. Raises ValidationError for a blank one, and for one that is taken."""
    held = type(word)._default_manager.select_for_update().get(pk=word.pk)
    before, held.name = held.name, name.strip()
    if before == held.name:
        return
    _refuse_taken(held)
    held.full_clean()
    held.save(update_fields=["name"])
    record(actor=by, verb="changed", subject=held, before={"name": before}, after={"name": held.name}, now=now)


@transaction.atomic
def merge_tags(tag: Tag, into: Tag, *, by: User | None, now: datetime) -> int:
    """Whoever has `tag` has `into` instead, and `tag` is gone. Returns how many customers had it."""
    if tag == into:
        return 0
    link = Customer.tags.through
    had = link.objects.filter(tag=tag)
    count = had.count()
    both = link.objects.filter(tag=into).values("customer_id")
    had.exclude(customer_id__in=both).update(tag=into)
    record(actor=by, verb="tag.merged", subject=tag, into=into.name, customers=count, now=now)
    tag.delete()
    return count


@transaction.atomic
def remove(word: Word, *, by: User | None, now: datetime) -> None:
    """The word is gone; customers and products stay, without it."""
    record(actor=by, verb="removed", subject=word, now=now)
    word.delete()


@transaction.atomic
def rename_way(old: str, new: str, *, by: User | None, now: datetime) -> int:
    """Customers who came by `old` came by `new`, which may be there already: then both are one. Returns how many."""
    new = new.strip()
    if not new or len(new) > LONGEST_WAY:
        raise ValidationError(_("Give it a name of at most 60 characters."))
    if old == new:
        return 0
    count = Customer.objects.filter(acquired_through=old).update(acquired_through=new)
    if count:
        record(
            actor=by, verb="way.renamed", subject=old, before={"name": old}, after={"name": new},
            customers=count, now=now,
        )  # fmt: skip
    return count


def _refuse_taken(word: Word) -> None:
    same = type(word)._default_manager.filter(name=word.name).exclude(pk=word.pk)
    if same.exists():
        raise ValidationError({"name": _("“%(name)s” exists already.") % {"name": word.name}})
