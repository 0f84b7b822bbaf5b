"""What the next months bring, in a sentence and big figures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bleib.outlook.api import Expected, Run
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words


def sentence(run: Run, words: Words) -> str:
    """The page's first one."""
    found = Expected.from_json(run.expected)
    if found is None:
        return ""
    text = _(
        "In the next %(days)s days %(leaving)s of %(customers)s customers are likely to leave; %(at_risk)s of a year's "
        "revenue is at risk with them."
    )
    return text % {
        "days": run.horizon,
        "leaving": words.count(round(found.leaving)),
        "customers": words.count(found.customers),
        "at_risk": words.money(found.at_risk),
    }


def section(run: Run, words: Words) -> Section | None:
    """Revenue with its interval, orders, and on how few customers it hangs."""
    found = Expected.from_json(run.expected)
    if found is None or found.revenue is None:
        return None
    return Section(
        name="expected",
        title=_("What the next %(days)s days bring") % {"days": run.horizon},
        sentences=tuple(_sentences(run, found, words)),
        figures=tuple(_figures(found, words)),
    )


def _sentences(run: Run, found: Expected, words: Words) -> list[str]:
    values = {"day": words.day(run.as_of), "revenue": words.money(found.revenue or 0)}
    if found.revenue_low is None or found.revenue_high is None:
        said = [_("From %(day)s on %(revenue)s of revenue are to be expected.") % values]
    else:
        values |= {"low": words.money(found.revenue_low), "high": words.money(found.revenue_high)}
        text = _(
            "From %(day)s on %(revenue)s of revenue are to be expected; with 95 %% certainty it will be between "
            "%(low)s and %(high)s."
        )
        said = [text % values]
    return [*said, _("Only customers who are there today are counted: whoever is won in the meantime comes on top.")]


def _figures(found: Expected, words: Words) -> list[Figure]:
    small = _range(found.revenue_low, found.revenue_high, words)
    figures = [Figure(_("Expected revenue"), words.compact(found.revenue or 0), small)]
    if found.orders is not None:
        figures.append(Figure(_("Expected orders"), words.count(round(found.orders))))
    of_all = _("of %(customers)s customers") % {"customers": words.count(found.customers)}
    figures.append(Figure(_("Likely to leave"), words.count(round(found.leaving)), of_all))
    if found.top_share is not None:
        brings = _("of the expected revenue from the fifth of the customers who bring the most")
        figures.append(Figure(_("Hangs on few"), words.percent(found.top_share), brings))
    return figures


def _range(low: float | None, high: float | None, words: Words) -> str:
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": words.compact(low), "high": words.compact(high)}
