"""What the assumed figures are called, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, Promise] = {
    "win_cost_ratio": _("Winning a customer costs so many times what keeping one costs"),
    "win_rate_existing": _("Win rate with existing customers (%)"),
    "win_rate_new": _("Win rate with new customers (%)"),
    "retention_target": _("Target for the retention rate of a year (%)"),
    "discount_rate": _("Discount rate of a year (%)"),
    "margin": _("Margin (%)"),
    "cost_to_keep": _("Keeping a customer costs a year"),
    "contact_cost": _("A call or visit to a customer at risk costs"),
    "offer_cost": _("What is offered to one who stays costs"),
    "contact_success": _("Of those who would leave, a contact keeps (%)"),
}
SOURCES: Mapping[str, Promise] = {
    "win_cost_ratio": _("6 to 7 times is quoted everywhere (TARP, Bain & Company); nobody has measured your market"),
    "win_rate_existing": _("60 to 70 %: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics"),
    "win_rate_new": _("5 to 20 %: Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics"),
    "retention_target": _("Bleib's first proposal"),
    "discount_rate": _("12 %: Gupta & Lehmann (2003), Customers as Assets"),
    "margin": _("There is no rule of thumb: enter your own"),
    "cost_to_keep": _("There is no rule of thumb: enter your own"),
    "contact_cost": _("0.5 % of what a customer brings in a year: Verbraken, Verbeke & Baesens (2013)"),
    "offer_cost": _("5 % of what a customer brings in a year: Verbraken, Verbeke & Baesens (2013)"),
    "contact_success": _("30 % on average: Verbraken, Verbeke & Baesens (2013)"),
}
# Rules of thumb that are no amounts, but shares of what each forecast finds a customer to be worth.
SHARES = ("contact_cost", "offer_cost")
OWN, HISTORY, ASSUMED = _("own figure"), _("from the history"), _("rule of thumb")
STAND_IN, NONE = _("stand-in, please replace"), _("not known")

FORMULAS: tuple[tuple[Promise, Promise], ...] = (
    (
        _("One more point, first year"),
        _("customers × 1 % × revenue a year of a customer who left; the margin is that times the margin rate"),
    ),
    (
        _("Value of a customer to come"),
        _("margin a year × r ÷ (1 + d − r), with r = retention rate and d = discount rate (Gupta & Lehmann 2003)"),
    ),
    (
        _("One more point, all years"),
        _("customers × (value to come at r + 1 point − value to come at r)"),
    ),
    (
        _("Break-even of a measure"),
        _("cost a year ÷ margin a year of one customer = customers to keep; ÷ all customers × 100 = points"),
    ),
    (
        _("Downturn"),
        _("customers = those of the month before × r^(1/12) + new ones; revenue = customers × revenue of one ÷ 12"),
    ),
    (
        _("Figures of a year"),
        _("two years are compared; of a shorter history its halves: a rate r of W days counts as r^(365 ÷ W) a year"),
    ),
)  # fmt: skip
