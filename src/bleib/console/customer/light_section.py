"""What the page of a customer says of its light: reasons, forecast, family, and who is on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.console.customer.override_form import OverrideForm
from bleib.console.lights.why import reasons, wording_of_reader
from bleib.console.templatetags.figures import words_of_reader
from bleib.customers.models import Customer
from bleib.lights.api import Trend, family_of, light_of, weights
from bleib.outlook.api import Outlook, outlook_of
from bleib.report.sections.section import Figure
from bleib.report.words import Words
from bleib.tasks.api import Task

ORIGIN = "lights"
USUAL = timedelta(days=30)


def light(customer: Customer) -> dict[str, Any]:
    """The section's context."""
    found, forecast, wording = light_of(customer), outlook_of(customer), wording_of_reader()
    return {
        "light": found,
        "whys": reasons(found, wording) if found else [],
        "light_task": Task.objects.todo().filter(customer=customer, origin=ORIGIN).first(),
        "forecast": [] if forecast is None else forecast_figures(forecast, words_of_reader()),
        "forecast_of": forecast.as_of if forecast else None,
        "weights": weights(forecast, wording),
        "trend": _trend(found.trend) if found else "",
        "family": family_of(customer),
        "override_form": OverrideForm(initial={"until": timezone.localdate() + USUAL}),
    }


def forecast_figures(forecast: Outlook, words: Words) -> Sequence[Figure]:
    """Chance of leaving, and what is expected, each with its interval; what nobody can tell is left out."""
    days = forecast.run.horizon
    found = [
        Figure(
            _("Chance of leaving within %(days)s") % {"days": words.days_dative(days)},
            words.percent(forecast.leave * 100),
            _meaning(forecast, words),
        )
    ]
    if forecast.no_order is not None:
        found.append(
            Figure(
                _("Chance of no order within %(days)s") % {"days": words.days_dative(days)},
                words.percent(forecast.no_order * 100),
            )
        )
    if forecast.orders is not None:
        found.append(Figure(_("Expected orders"), words.ratio(forecast.orders)))
    if forecast.revenue is not None:
        found.append(Figure(_("Expected revenue"), words.compact(forecast.revenue)))
    if forecast.value is not None:
        small = _between(forecast.value_low, forecast.value_high, words.compact)
        found.append(Figure(_("Value to come"), words.compact(forecast.value), small))
    return found


def _meaning(forecast: Outlook, words: Words) -> str:
    """What leaving means for this customer, and the interval of its chance."""
    means = _("that no contract runs any more") if forecast.contractual else _("that no order comes")
    ends = _between(forecast.leave_low, forecast.leave_high, lambda value: words.percent(float(value) * 100))
    return f"{means}; {ends}" if ends else means


def _between(low: Any, high: Any, say: Any) -> str:
    return "" if low is None or high is None else f"{say(low)} – {say(high)}"


def _trend(trend: str) -> str:
    """Said only where it is no noise."""
    return {
        Trend.BETTER: _("less likely to leave than 30 days ago"),
        Trend.WORSE: _("more likely to leave than 30 days ago"),
    }.get(Trend(trend), "")
