"""Declarations in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bleib.kernel.personal import Basis, Erase, Personal, Retention


def basis(held: Basis) -> str:
    """Why the data may be held."""
    return {
        Basis.CONSENT: _("consent (Art. 6 (1) a GDPR)"),
        Basis.CONTRACT: _("contract (Art. 6 (1) b GDPR)"),
        Basis.LAW: _("legal duty (Art. 6 (1) c GDPR)"),
        Basis.INTEREST: _("legitimate interest (Art. 6 (1) f GDPR)"),
    }[held]


def retention(personal: Personal) -> str:
    """How long."""
    if personal.retention is None:
        return _("until the person is erased")
    if not personal.retention.years + personal.retention.days:
        return _("until it runs out")
    if personal.retention.law:
        return _("%(time)s after the end of the year (%(law)s)") % {
            "time": period(personal.retention),
            "law": personal.retention.law,
        }
    return _("%(time)s at most") % {"time": period(personal.retention)}


def period(held: Retention) -> str:
    """3 years, 90 days; a whole number of years told in days is told in years."""
    years, days = held.years + held.days // 365, held.days % 365
    if held.days % 365:
        years, days = held.years, held.days
    parts = [
        ngettext("%(count)d year", "%(count)d years", years) % {"count": years} if years else "",
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days or not years else "",
    ]
    return " ".join(filter(None, parts))


def endings(personal: Personal) -> str:
    """What erasing does, kind by kind where it differs; rows that a store looks after are emptied or go with it."""
    if isinstance(personal.erase, Erase):
        return action(personal.erase)
    kinds = {"user": _("colleague"), "contact": _("contact"), "customer": _("customer")}
    return "; ".join(f"{kinds.get(kind, kind)}: {action(erase)}" for kind, erase in personal.erase.items())


def action(erase: Erase) -> str:
    """What erasing does."""
    return {
        Erase.DELETE: _("deleted"),
        Erase.BLANK: _("emptied"),
        Erase.KEEP: _("kept by law, hidden"),
        Erase.LEAVE: _("stays; the person's own row is emptied"),
    }[erase]
