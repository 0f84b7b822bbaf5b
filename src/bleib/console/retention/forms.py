"""What can be asked on the retention page: windows, and over whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from bleib.console.retention.compared import choices
from bleib.figures.api import Answer, Question
from bleib.kernel.windows import Unit, Window
from bleib.report import Plan

A_DAY = timedelta(days=1)
LONGEST = 3660
CALENDAR = (MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2999, 12, 31)))  # a day more is still a day
EVERY = [("", ""), (Unit.MONTH, _("month")), (Unit.QUARTER, _("quarter")), (Unit.YEAR, _("year"))]
WHO = [("", _("everybody")), ("regulars", _("regulars only"))]
COHORTS = [
    ("share", _("share who bought in that period")),
    ("later", _("share who bought then or later")),
    ("customers", _("number of customers")),
    ("revenue", _("revenue, in percent of the first period")),
]
WINDOWS = ("base_from", "base_to", "next_from", "next_to")


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, validators=CALENDAR)


class QuestionForm(forms.Form):
    """Nothing given: the windows that fit the customers' own rhythm, over everybody. Days are inclusive."""

    days = forms.IntegerField(label=_("Days in a window"), required=False, min_value=1, max_value=LONGEST)
    at = _day(_("Looked at on"))
    every = forms.ChoiceField(label=_("Period after period"), required=False, choices=EVERY)
    base_from, base_to = _day(_("Customers of, from")), _day(_("up to"))
    next_from, next_to = _day(_("Looked at in, from")), _day(_("up to"))
    slice = forms.ChoiceField(label=_("Customers"), required=False)
    who = forms.ChoiceField(label=_("Side by side"), required=False, choices=WHO)
    cohorts = forms.ChoiceField(label=_("Cohorts show"), required=False, choices=COHORTS)

    def __init__(self, given: QueryDict, *, known: Answer) -> None:
        """`known`: the answer to the standard question, which knows the days and the slices there are."""
        super().__init__(given)
        self.known = known
        offered = choices(known.compared, given.get("slice", ""))
        self.fields["slice"].choices = [("", _("all customers")), *offered]  # type: ignore[attr-defined]

    @property
    def question(self) -> Question:
        """What is asked; of a form with mistakes, the standard question."""
        if not self.is_valid():
            return Question()
        slice_by, _colon, value = self.cleaned_data["slice"].partition(":")
        return Question(self.cleaned_data["plan"], slice_by, value)

    @property
    def shown_in_cohorts(self) -> str:
        """What the cells of the matrix say, in words."""
        return str(dict(COHORTS).get(self.data.get("cohorts") or "share", COHORTS[0][1]))

    @property
    def has_windows(self) -> bool:
        """Whether somebody chose windows, so that their fields stay open."""
        return any(self.data.get(name) for name in ("days", "at", "every", *WINDOWS))

    def clean(self) -> dict[str, Any]:
        given = dict(super().clean() or {})  # a field with a mistake goes out of the original
        if self.errors:
            return given
        windows = {name: given[name] for name in WINDOWS if given.get(name)}
        if windows:
            given["plan"] = self._pair(given, windows)
        elif given["every"]:
            self._alone("every", given, ("days", "at"))
            given["plan"] = Plan(every=Unit(given["every"]))
        else:
            given["plan"] = self._at(given)
        return given

    def _pair(self, given: dict[str, Any], windows: dict[str, date]) -> Plan:
        """Two windows of the reader's own."""
        self._alone("base_from", given, ("days", "at", "every"))
        for name in WINDOWS:
            if name not in windows:
                self.add_error(name, _("Two windows have four days: this one is missing."))
        if self.errors:
            return Plan()
        self._ordered("base_to", windows["base_from"] <= windows["base_to"])
        self._ordered("next_to", windows["next_from"] <= windows["next_to"])
        if windows["next_from"] <= windows["base_to"]:
            self.add_error("next_from", _("The second window begins after the first one has ended."))
        self._observed("next_from", windows["next_from"])
        if self.errors:
            return Plan()
        base, next_ = windows["base_to"] + A_DAY, windows["next_to"] + A_DAY
        return Plan(base=Window(windows["base_from"], base), next=Window(windows["next_from"], next_))

    def _at(self, given: dict[str, Any]) -> Plan:
        """At a day, with as many days before it; each may be left to the customers' rhythm."""
        report = self.known.report
        if given["at"] and report and given["at"] <= report.first_day:
            message = _("The data begin on %(day)s: choose a day after that.")
            self.add_error("at", message % {"day": date_format(report.first_day)})
        if given["at"]:
            self._observed("at", given["at"] - A_DAY)
        return Plan() if self.errors else Plan(at=given["at"], days=given["days"])

    def _alone(self, name: str, given: dict[str, Any], others: tuple[str, ...]) -> None:
        if any(given.get(other) for other in others):
            self.add_error(name, _("Choose one: a day and a length, a period, or two windows of your own."))

    def _ordered(self, name: str, is_ordered: bool) -> None:
        if not is_ordered:
            self.add_error(name, _("This day lies before the first one."))

    def _observed(self, name: str, day: date) -> None:
        report = self.known.report
        if report and day >= report.until:
            message = _("The data end on %(day)s: nobody knows yet who stays.")
            self.add_error(name, message % {"day": date_format(report.until - A_DAY)})
