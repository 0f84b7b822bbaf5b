"""Forecasts: who is likely to leave, and what is expected of whom."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.db.models import Q
from ninja import Query, Router

from bleib.accounts.api import Scope
from bleib.api.cursors import key_of, no_cursor, opened, sealed
from bleib.api.finding import Which, customer_at
from bleib.api.operations import operation
from bleib.api.problems import Refused
from bleib.api.shapes import Page, Paging
from bleib.api.shown.lights import ForecastOut, ForecastRunOut, forecast_shown, run_shown
from bleib.outlook.api import Outlook, newest_run

router = Router()
OF = "forecasts"


@operation(router, "GET", "forecasts", scope=Scope.READ_LIGHTS, answer=Page[ForecastOut])
def list_forecasts(asked: Query[Paging]) -> Page[ForecastOut]:
    """What the newest forecast says of each customer, the most revenue at risk first."""
    rows = Outlook.objects.select_related("customer", "run").filter(customer__merged_into=None)
    found = list(rows.filter(_behind(asked.cursor)).order_by("-at_risk", "customer")[: asked.limit + 1])
    here = found[: asked.limit]
    more = len(found) > asked.limit
    return Page(data=[forecast_shown(each) for each in here], next=_cursor(here[-1]) if more else None)


@operation(router, "GET", "customers/{which}/forecast", scope=Scope.READ_LIGHTS, answer=ForecastOut, also=[404])
def get_forecast(which: Which) -> ForecastOut:
    """What the newest forecast says of one customer.

    404 where it says nothing: never bought, or nothing was forecast yet.
    """
    customer = customer_at(which)
    found = Outlook.objects.select_related("customer", "run").filter(customer=customer).first()
    if found is None:
        raise Refused(404, f"The forecast says nothing of {customer.number}.")
    return forecast_shown(found)


@operation(router, "GET", "forecast", scope=Scope.READ_FIGURES, answer=ForecastRunOut, also=[404])
def get_forecast_run() -> ForecastRunOut:
    """The newest forecast of everybody together.

    404 before the first one.
    """
    run = newest_run()
    if run is None:
        raise Refused(404, "Nothing was forecast yet.")
    return run_shown(run)


def _cursor(row: Outlook) -> str:
    return sealed(f"{row.at_risk}_{row.pk}", OF)


def _behind(cursor: str) -> Q:
    """Rows behind the place that a cursor names. Raises Refused."""
    if not cursor:
        return Q()
    amount, _line, key = opened(cursor, OF).partition("_")
    try:
        at_risk = Decimal(amount)
    except InvalidOperation as error:
        raise no_cursor() from error
    if not at_risk.is_finite() or abs(at_risk) >= Decimal(10) ** 14 or not key:
        raise no_cursor()
    return Q(at_risk__lt=at_risk) | Q(at_risk=at_risk, customer__gt=key_of(key))
