"""A pull as people enter it: a folder, or a database and a query; and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bleib.accounts.one_line import OneLine
from bleib.pulls.api import DIALECTS, FolderPlace, Holds, Pull, SqlPlace, Tls, Wanted
from bleib.uploads.api import Topic

DAILY = "daily"
LAST = ("when", "at")
EVERY = (
    ("5", _("every 5 minutes")),
    ("15", _("every 15 minutes")),
    ("60", _("every hour")),
    ("240", _("every 4 hours")),
    (DAILY, _("once a day")),
)
HOLDS = (
    (Holds.INSTANTS.value, _("instants (overlap in minutes)")),
    (Holds.DAYS.value, _("days (overlap in days)")),
    (Holds.NUMBERS.value, _("numbers that grow")),
)
TLS = (
    (Tls.OFFERED.value, _("where the server offers it")),
    (Tls.REQUIRED.value, _("required, whatever certificate the server shows")),
    (Tls.VERIFIED.value, _("required, and the server's certificate is checked")),
)


class PullForm(forms.Form):
    """What both kinds have; `pull` is the one that is edited, if any."""

    name = OneLine(label=_("Name"), max_length=80, help_text=_("For example ERP, or exports of the shop."))
    topic = forms.ChoiceField(label=_("What comes in"), choices=Topic.choices)
    when = forms.ChoiceField(label=_("When"), choices=EVERY, initial="60")
    at = forms.TimeField(
        label=_("Daily at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("The installation's clock."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, pull: Pull | None = None, **named: Any) -> None:
        self.pull = pull
        if pull is not None:
            when = DAILY if pull.at else str(pull.every)
            told = {"name": pull.name, "topic": pull.topic, "when": when, "at": pull.at}
            named["initial"] = {**pull.place, **told}
        super().__init__(*arguments, **named)
        self.order_fields(
            ["name", "topic", *[name for name in self.fields if name not in ("when", "at")], "when", "at"]
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Pull.objects.exclude(pk=self.pull.pk) if self.pull else Pull.objects.all()
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("Another pull has this name."))
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("when") == DAILY and not said.get("at") and "at" not in self.errors:
            self.add_error("at", _("Say at what time."))
        return said

    def _wanted(self, place: FolderPlace | SqlPlace, *, password: str | None = None) -> Wanted:
        said = self.cleaned_data
        daily = said["when"] == DAILY
        return Wanted(
            name=said["name"],
            topic=Topic(said["topic"]),
            place=place,
            every=24 * 60 if daily else int(said["when"]),
            at=f"{said['at']:%H:%M}" if daily else "",
            password=password,
        )


class FolderForm(PullForm):
    """A watched folder."""

    path = OneLine(label=_("Folder"), max_length=500)
    moves = forms.BooleanField(
        label=_("Move files that were dealt with into the folders imported and failed in it"), required=False
    )
    together = forms.BooleanField(
        label=_("Files that come together belong together, such as orders and their lines"), required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["path"].help_text = _allowed(settings.PULL_FOLDERS, "BLEIB_PULL_FOLDERS")

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return self._wanted(FolderPlace(said["path"], moves=said["moves"], together=said["together"]))


class SqlForm(PullForm):
    """A database and a query."""

    dialect = forms.ChoiceField(
        label=_("Database"), choices=[(name, dialect.label) for name, dialect in DIALECTS.items()]
    )
    host = OneLine(label=_("Server"), max_length=200, required=False)
    port = forms.IntegerField(
        label=_("Port"), min_value=1, max_value=65535, required=False, help_text=_("Empty: the usual one.")
    )
    database = OneLine(
        label=_("Name of the database"),
        max_length=500,
        help_text=_("Of Oracle the service; of SQLite the file's path."),
    )
    user = OneLine(label=_("User"), max_length=120, required=False, help_text=_("One that may only read."))
    secret = forms.CharField(
        label=_("Password"), max_length=500, required=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    tls = forms.ChoiceField(
        label=_("Encryption"), choices=TLS, required=False, help_text=_("Demand it wherever others share the network.")
    )
    query = forms.CharField(
        label=_("Query"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "One SELECT. It selects all lines of an order or none; WHERE changed >= :since asks for what is new."
        ),
    )  # fmt: skip
    column = OneLine(
        label=_("Column whose highest value is remembered"), max_length=120, required=False,
        help_text=_("Selected by the query and compared with :since. Without it, everything is read each time."),
    )  # fmt: skip
    holds = forms.ChoiceField(label=_("It holds"), choices=HOLDS)
    overlap = forms.IntegerField(
        label=_("Overlap"), min_value=0, max_value=1_000_000, initial=0, required=False,
        help_text=_("So much before the highest value is read again, for what is written late. Nothing counts twice."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["host"].help_text = _allowed(settings.PULL_HOSTS, "BLEIB_PULL_HOSTS")
        if self.pull is not None and self.pull.password:
            self.fields["secret"].help_text = _("Empty: as it is.")
        if self.initial.get("port") == 0:
            self.initial["port"] = None

    @property
    def wanted(self) -> Wanted:
        return self._wanted(self._place(), password=self._password())

    def _place(self) -> SqlPlace:
        said = self.cleaned_data
        return SqlPlace(
            dialect=said["dialect"],
            query=said["query"],
            database=said["database"],
            host=said["host"],
            port=said["port"] or 0,
            user=said["user"],
            column=said["column"],
            holds=said["holds"],
            overlap=said["overlap"] or 0,
            tls=said["tls"],
        )

    def _password(self) -> str | None:
        """None where an edited pull keeps its own."""
        secret: str = self.cleaned_data["secret"]
        return None if self.pull is not None and not secret else secret


def _allowed(names: list[str], setting: str) -> str:
    """What the operator allows, or how."""
    if not names:
        return gettext("None is allowed yet: the operator names them in %(setting)s.") % {"setting": setting}
    return gettext("The operator allows: %(names)s") % {"names": escape(", ".join(names))}
