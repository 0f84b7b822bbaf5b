"""The cards of the overview: what a setting is called, what it says now, and where it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bleib.accounts.letters import reaches_people
from bleib.accounts.models import User
from bleib.console.settings.presets import presets
from bleib.customers.models import Customer, CustomField, ProductGroup, Tag
from bleib.figures.aims import AIMS
from bleib.figures.api import company, default_language, target_for, targets
from bleib.figures.counting import currency, non_goods
from bleib.profiling.api import WantedField


@dataclass(frozen=True)
class Card:
    """`value` is the setting as it stands, `view` the name of its page."""

    title: str
    value: str
    icon: str
    view: str

    @property
    def address(self) -> str:
        return reverse(self.view)


Group = tuple[Promise, Sequence[Card]]


def cards() -> Sequence[Group]:
    """By what they are about."""
    return (
        (gettext_lazy("The installation"), (_company(), _language(), _currency(), _time_zone(), _mail())),
        (gettext_lazy("How figures are counted"), (_targets(), _goods(), _groups())),
        (gettext_lazy("Customers"), (_fields(), _wanted(), _tags(), _ways(), _presets())),
        (gettext_lazy("People and traces"), (_roles(), _colleagues(), *_elsewhere())),
    )


def _company() -> Card:
    return Card(_("Company"), company().name or _("not named yet"), "building", "settings_company")


def _language() -> Card:
    name = str(dict(settings.LANGUAGES)[default_language()])
    return Card(_("Language to begin with"), _(name), "language", "settings_language")


def _currency() -> Card:
    return Card(_("Currency"), currency() or _("settled by the first import"), "coin", "settings_currency")


def _time_zone() -> Card:
    return Card(_("Time zone"), settings.TIME_ZONE, "world", "settings_time_zone")


def _mail() -> Card:
    value = _("reaches people") if reaches_people() else _("no mail server: letters stay on the server")
    return Card(_("Mail"), value, "mail", "system")


def _targets() -> Card:
    """The retention target says most; else how many there are."""
    value, count = target_for("retention"), len(targets())
    if value is not None:
        said = f"{AIMS['retention'].label}: {value.normalize():f} %"
        return Card(_("Targets"), said, "target", "settings_targets")
    said = ngettext("%(count)s target", "%(count)s targets", count) % {"count": count}
    return Card(_("Targets"), said if count else _("none yet"), "target", "settings_targets")


def _goods() -> Card:
    codes = non_goods()
    said = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
    return Card(_("Codes that are no goods"), said or _("none"), "package", "settings_goods")


def _groups() -> Card:
    return Card(_("Product groups"), _counted(ProductGroup.objects.count()), "stack-2", "settings_groups")


def _fields() -> Card:
    return Card(_("Custom fields"), _counted(CustomField.objects.current().count()), "adjustments", "settings_fields")


def _wanted() -> Card:
    count = WantedField.objects.filter(active=True).count()
    said = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    return Card(_("Wanted fields"), said if count else _("none yet"), "note", "settings_wanted")


def _tags() -> Card:
    return Card(_("Tags"), _counted(Tag.objects.count()), "tags", "settings_tags")


def _ways() -> Card:
    ways = Customer.objects.exclude(acquired_through="").order_by().values("acquired_through").distinct()
    return Card(_("Ways of acquisition"), _counted(ways.count()), "affiliate", "settings_ways")


def _presets() -> Card:
    return Card(_("Saved columns of imports"), _counted(len(presets())), "columns", "settings_presets")


def _roles() -> Card:
    return Card(_("Roles"), _("who may do what"), "lock", "settings_roles")


def _colleagues() -> Card:
    count = User.objects.filter(is_active=True).count()
    said = ngettext("%(count)s colleague", "%(count)s colleagues", count) % {"count": count}
    return Card(_("Colleagues"), said, "users", "colleagues")


def _elsewhere() -> Sequence[Card]:
    return (
        Card(_("Privacy"), _("hand out, erase"), "shield-lock", "privacy"),
        Card(_("Audit log"), _("who did what"), "list-check", "audit"),
        Card(_("System"), _("what the worker does"), "heartbeat", "system"),
    )


def _counted(count: int) -> str:
    return ngettext("%(count)s in use", "%(count)s in use", count) % {"count": count} if count else _("none")
