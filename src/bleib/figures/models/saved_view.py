"""A list that somebody wants to see again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Mentioned, Personal, SingleWord

if TYPE_CHECKING:
    from bleib.accounts.models import User

# Somebody may have been looked for, by their name or a word of it.
NAMED = (Mentioned(), SingleWord("name"), SingleWord("query", parameter="q"))


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, user: User) -> Self:
        """One's own and those that colleagues share, by name."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner").order_by("name", "pk")


class SavedView(models.Model):
    """`query` is the part of the list's address behind the question mark: filter, order and columns."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filter, order and columns"), max_length=2_000, blank=True)
    is_shared = models.BooleanField(_("for all colleagues"), default=False)
    saved_at = models.DateTimeField(_("saved"))

    objects = SavedViewQuerySet.as_manager()

    personal = Personal(
        purpose=_("Lists that colleagues want to see again"),
        basis=Basis.INTEREST,
        about={"user": ("owner_id", *NAMED), EVERYBODY: NAMED},
        fields=("name", "query"),
    )

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_view_once_by_name"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
