"""Which customers to show, in which order and with which columns: what stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote_plus, urlencode

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import User
from bleib.console.conditions.wording import language
from bleib.console.customers.columns import CHOSEN, COLUMNS
from bleib.customers.models import Tag
from bleib.customers.models.standing import StandingKind
from bleib.figures.listing.pages import Listing
from bleib.figures.listing.sorts import SORTS
from bleib.figures.listing.wanted import Wanted
from bleib.figures.listing.words import is_known, known
from bleib.lights.api import Colour
from bleib.segments.api import Segment, Subject

ANY = [("", _("all"))]
LIGHTS = [*ANY, *((each.value, each.label) for each in reversed(Colour))]
YES_NO = [*ANY, ("yes", _("yes")), ("no", _("no"))]
ORDERS = [*ANY, ("none", _("none yet")), ("new", _("one (new customer)")), ("regular", _("several (regular)"))]
ME, NOBODY = "me", "none"
FIRST_SORT = "revenue_year"
# What may be named by an address that is kept, and be removed meanwhile.
MAY_GO = ("segment", "tag", "owner", "country", "through")


class ListFilter(forms.Form):
    """What makes no sense filters nothing; but who asks for what was removed is shown nobody, never everybody."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label=_("Name or number begins with"),
        widget=forms.TextInput({"type": "search"}),
    )
    light = forms.ChoiceField(required=False, label=_("Traffic light"), choices=LIGHTS)
    standing = forms.ChoiceField(required=False, label=_("Standing"), choices=[*ANY, *StandingKind.choices])
    owner = forms.ChoiceField(required=False, label=_("Owner"))
    country = forms.ChoiceField(required=False, label=_("Country"))
    overdue = forms.ChoiceField(required=False, label=_("Overdue"), choices=YES_NO)
    orders = forms.ChoiceField(required=False, label=_("Orders"), choices=ORDERS)
    segment = forms.ModelChoiceField(
        Segment.objects.active().filter(subject=Subject.CUSTOMER), required=False, label=_("Segment"),
        empty_label=_("all"), to_field_name="key",
    )  # fmt: skip
    tag = forms.ModelChoiceField(Tag.objects.order_by("name"), required=False, label=_("Tag"), empty_label=_("all"))
    contract = forms.ChoiceField(required=False, label=_("Contract runs"), choices=YES_NO)
    through = forms.ChoiceField(required=False, label=_("Acquired through"))
    show = forms.MultipleChoiceField(
        required=False, label=_("Columns"), choices=[(each.name, each.title) for each in COLUMNS.values()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTS], widget=forms.HiddenInput)
    order = forms.ChoiceField(required=False, choices=[("up", "up"), ("down", "down")], widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, reader: User) -> None:
        super().__init__(_with_columns(data))
        self.reader = reader
        owners = User.objects.filter(is_active=True).order_by("name", "email")
        mine = [*ANY, (ME, _("me")), (NOBODY, _("nobody"))]
        choices = {
            "owner": [*mine, *((str(each.pk), str(each)) for each in owners)],
            "country": _words("country", data.get("country", "")),
            "through": _words("acquired_through", data.get("through", "")),
        }
        self.fields["segment"].label_from_instance = lambda each: each.name(language())  # type: ignore[attr-defined]
        for name, listed in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = listed
        self.is_valid()
        self.said: dict[str, Any] = self.cleaned_data
        self.gone = {name: self[name].value() for name in MAY_GO if name in self.errors}
        for name, text in self.gone.items():
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)
            widget.choices = [*widget.choices, (text, _("%(what)s (not there any more)") % {"what": text[:40]})]
            del self.errors[name]  # the list itself says it

    @property
    def wanted(self) -> Wanted:
        said, owner = self.said, self._owner()
        return Wanted(
            today=timezone.localdate(),
            text=said.get("q", "").replace("\0", ""),
            owner=owner,
            unowned=said.get("owner") == NOBODY,
            tag=said["tag"].pk if said.get("tag") else None,
            segment=said["segment"].pk if said.get("segment") else None,
            nobody=bool(self.gone),
            **{
                name: said.get(name, "")
                for name in ("light", "country", "standing", "through", "orders", "overdue", "contract")
            },
        )

    def _owner(self) -> int | None:
        owner = self.said.get("owner", "")
        if owner == ME:
            return self.reader.pk
        return int(owner) if owner.isdigit() else None

    @property
    def sorted_by(self) -> str:
        return self.said.get("sort") or FIRST_SORT

    @property
    def down(self) -> bool:
        order = self.said.get("order")
        return order == "down" if order else SORTS[self.sorted_by].down

    @property
    def columns(self) -> list[str]:
        return [name for name in COLUMNS if name in (self.said.get("show") or CHOSEN)]

    def listing(self) -> Listing:
        return Listing.of(self.wanted, SORTS[self.sorted_by], down=self.down)

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anybody out."""
        return not self.wanted.is_everybody

    @property
    def narrows_more(self) -> bool:
        """Whether one of the filters that are folded away says something."""
        folded = ("standing", "orders", "tag", "contract", "through", "country")
        return any(self.said.get(name) or name in self.gone for name in folded)

    def query(self, **changed: str) -> str:
        """The address's query that says the same, or the same but for what changed; what is empty is left out."""
        said = {name: self._text(name) for name in self.fields} | changed
        return urlencode([(name, each) for name, value in said.items() for each in _several(value) if each])

    @property
    def asks_for_gone(self) -> Sequence[str]:
        """What is asked for and is not there any more: "Segment: often"."""
        return [f"{self.fields[name].label}: {text[:40]}" for name, text in self.gone.items()]

    @property
    def told(self) -> str:
        """For the audit log: in plain letters, or an erasure would not find a name that somebody looked for."""
        return unquote_plus(self.query())

    def _text(self, name: str) -> str | list[str]:
        value = self.said.get(name) or self.gone.get(name, "")
        if name == "show":
            return [] if self.columns == list(CHOSEN) else self.columns
        if isinstance(value, Segment):
            return value.key
        return str(value.pk) if isinstance(value, Tag) else value


def _words(column: str, asked: str) -> list[tuple[str, Any]]:
    """What a column can be; a long list ends somewhere, but has what is asked for, if anybody has it."""
    listed = known(column)
    if asked not in listed and is_known(column, asked):
        listed = [*listed, asked]
    return [*ANY, *((word, word) for word in listed)]


def _with_columns(data: QueryDict) -> QueryDict:
    """Where no columns are asked for, the usual ones are ticked, so that one can be added to them."""
    if "show" in data:
        return data
    data = data.copy()
    data.setlist("show", list(CHOSEN))
    return data


def _several(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
