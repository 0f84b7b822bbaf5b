"""The rules as people edit them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, NotPersonal, Personal
from bleib.lights.colour import Colour

LISTED = [(Colour.YELLOW.value, Colour.YELLOW.label), (Colour.RED.value, Colour.RED.label)]


class RuleSet(models.Model):
    """Rules for those who meet `applies` (null: everybody). Sets are asked in order of `position`.

    The first set that applies to a customer judges it, and the ones beneath as well where it `goes_on`.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_de = models.CharField(_("name in German"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    applies = models.JSONField(_("for whom"), null=True, blank=True)
    goes_on = models.BooleanField(_("the sets beneath judge as well"), default=False)
    position = models.PositiveIntegerField(_("place among the sets"), default=0)

    personal = NotPersonal(_("how customers are judged"), explained={"applies": "a condition over fields"})

    class Meta:
        verbose_name = _("set of rules")
        verbose_name_plural = _("sets of rules")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.key

    def name(self, language: str) -> str:
        return (self.name_en if language == "en" else self.name_de) or self.name_de or self.name_en


class LightRuleQuerySet(models.QuerySet["LightRule"]):
    """Reads."""

    def active(self) -> Self:
        return self.filter(retired_at=None)


class LightRule(models.Model):
    """One rule: whoever meets `condition` has at least this colour. Its key is what reasons and facts name.

    `because` is the sentence of a reason; {field} stands for what was seen. `advice` says what to do about it.
    """

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules", verbose_name=_("set of rules"))
    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_de = models.CharField(_("name in German"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    colour = models.CharField(_("light"), max_length=6, choices=LISTED)
    condition = models.JSONField(_("condition"))
    because_de = models.CharField(_("reason in German"), max_length=300, blank=True)
    because_en = models.CharField(_("reason in English"), max_length=300, blank=True)
    advice_de = models.CharField(_("advice in German"), max_length=300, blank=True)
    advice_en = models.CharField(_("advice in English"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("place among the rules"), default=0)
    retired_at = models.DateTimeField(_("switched off"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited by hand"), null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("edited by")
    )

    objects = LightRuleQuerySet.as_manager()

    personal = Personal(
        purpose=_("Who edited which rule"),
        basis=Basis.INTEREST,
        about={"user": "edited_by_id"},
        fields=("edited_by",),
        erase=Erase.BLANK,
        explained={
            "key": "a word for a rule",
            "name_de": "name of a rule",
            "name_en": "name of a rule",
            "condition": "a condition over fields",
            "because_de": "a sentence with fields to fill in",
            "because_en": "a sentence with fields to fill in",
            "advice_de": "what to do where the rule holds",
            "advice_en": "what to do where the rule holds",
        },
    )

    class Meta:
        verbose_name = _("rule of lights")
        verbose_name_plural = _("rules of lights")
        ordering: ClassVar = ["rule_set__position", "rule_set", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(colour__in=["yellow", "red"]), name="light_rule_warns"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_active(self) -> bool:
        return self.retired_at is None

    def name(self, language: str) -> str:
        return self._in("name", language)

    def because(self, language: str) -> str:
        return self._in("because", language)

    def advice(self, language: str) -> str:
        return self._in("advice", language)

    def _in(self, what: str, language: str) -> str:
        """In that language, else in the other one: a company that speaks one language writes one."""
        german, english = getattr(self, f"{what}_de"), getattr(self, f"{what}_en")
        return str((english if language == "en" else german) or german or english)
