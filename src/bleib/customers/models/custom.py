"""What a company wants to know besides: fields it defines itself, with typed values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Mentioned, NotPersonal, Personal

YES, NO = ("yes", "ja", "true", "1", "x"), ("no", "nein", "false", "0")


class FieldKind(models.TextChoices):
    """What a field's values are; each kind has its column in CustomValue."""

    TEXT = "text", _("Text")
    NUMBER = "number", _("A number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    """Reads; in the order that the company gave its fields."""

    def current(self) -> Self:
        """Those that are asked for: retired ones keep their values, and nobody fills them any more."""
        return self.filter(retired_at=None)


class CustomField(models.Model):
    """A field of the company's own. `choices` are the words that a choice may be."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    position = models.PositiveIntegerField(_("place among the fields"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = CustomFieldQuerySet.as_manager()

    personal = NotPersonal(_("definitions of fields"), explained={"choices": "words to choose from"})

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if (self.kind == FieldKind.CHOICE) != bool(self.choices):
            raise ValidationError({"choices": _("A choice needs its words, and no other kind has any.")})

    def read(self, text: str) -> Any:
        """The typed value (text, Decimal, date or bool) of what somebody typed.

        Raises ValidationError with the form that is expected.
        """
        text = text.strip()
        try:
            return _READERS[FieldKind(self.kind)](self, text)
        except (ValueError, InvalidOperation) as error:
            raise ValidationError(_FORMS[FieldKind(self.kind)], params={"value": text}) from error

    @staticmethod
    def plain(value: Any) -> str:
        """A typed value as `read` takes it: imports remember it so."""
        if isinstance(value, bool):
            return YES[0] if value else NO[0]
        return f"{value:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) and value % 1 else str(value)

    def typed(self, text: str) -> dict[str, Any]:
        """The columns of a CustomValue. Raises ValidationError."""
        return dict.fromkeys(set(_COLUMNS.values())) | {_COLUMNS[FieldKind(self.kind)]: self.read(text)}

    def put(self, customer_id: int, plain: str | None) -> None:
        """Keep what `plain` gave, or nothing; also where a choice's word is none any more."""
        if plain is None:
            CustomValue.objects.filter(field=self, customer_id=customer_id).delete()
            return
        typed = {"text": plain} if self.kind == FieldKind.CHOICE else self.typed(plain)
        CustomValue.objects.update_or_create(field=self, customer_id=customer_id, defaults=typed)

    def write(self, customer_id: int, text: str) -> CustomValue | None:
        """Keep a customer's value; an empty text takes it away. Raises ValidationError."""
        if not text.strip():
            CustomValue.objects.filter(field=self, customer_id=customer_id).delete()
            return None
        typed = self.typed(text)
        value, _created = CustomValue.objects.update_or_create(field=self, customer_id=customer_id, defaults=typed)
        return value


class CustomValue(models.Model):
    """One customer's value of a field, in the column of the field's kind."""

    field = models.ForeignKey(CustomField, models.CASCADE, related_name="values", verbose_name=_("field"))
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="custom_values", verbose_name=_("customer")
    )
    text = models.CharField(_("text"), max_length=1_000, null=True, blank=True)
    number = models.DecimalField(_("numeric value"), max_digits=18, decimal_places=4, null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    yes = models.BooleanField(_("yes or no"), null=True, blank=True)

    moves_on_merge = True
    personal = Personal(
        purpose=_("What the company wants to know about a customer besides"),
        basis=Basis.INTEREST,
        about={"customer": ("customer_id", Mentioned(("text",))), "contact": Mentioned(("text",))},
        fields=("text", "number", "day", "yes"),
        erase=Erase.DELETE,
    )

    class Meta:
        verbose_name = _("value of a custom field")
        verbose_name_plural = _("values of custom fields")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["field", "customer"], name="custom_value_one_for_each_customer"),
            models.CheckConstraint(
                condition=Q(text__isnull=False, number=None, day=None, yes=None)
                | Q(text=None, number__isnull=False, day=None, yes=None)
                | Q(text=None, number=None, day__isnull=False, yes=None)
                | Q(text=None, number=None, day=None, yes__isnull=False),
                name="custom_value_has_one_type",
            ),
        ]

    def __str__(self) -> str:
        return str(self.value)

    @property
    def value(self) -> object:
        """The value as its kind has it."""
        return getattr(self, _COLUMNS[FieldKind(self.field.kind)])

    @property
    def plain(self) -> str:
        """The value as `CustomField.read` takes it."""
        return self.field.plain(self.value)


def _choice(field: CustomField, text: str) -> str:
    if text not in field.choices:
        raise ValueError(text)
    return text


def _yes(_field: CustomField, text: str) -> bool:
    if text.lower() not in YES + NO:
        raise ValueError(text)
    return text.lower() in YES


def _number(_field: CustomField, text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number) >= 10**14:
        raise ValueError(text)
    return round(number, 4)


def _text(_field: CustomField, text: str) -> str:
    if len(text) > 1_000:
        raise ValueError(text)
    return text


_COLUMNS = {
    FieldKind.TEXT: "text",
    FieldKind.CHOICE: "text",
    FieldKind.NUMBER: "number",
    FieldKind.DATE: "day",
    FieldKind.YES_NO: "yes",
}
_READERS = {
    FieldKind.TEXT: _text,
    FieldKind.CHOICE: _choice,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: lambda _field, text: date.fromisoformat(text),
    FieldKind.YES_NO: _yes,
}
_FORMS = {
    FieldKind.TEXT: _("The text is longer than 1,000 characters."),
    FieldKind.CHOICE: _("“%(value)s” is none of the words to choose from."),
    FieldKind.NUMBER: _("“%(value)s” is no number. Write it with a decimal point."),
    FieldKind.DATE: _("“%(value)s” is no date. Write it as yyyy-mm-dd."),
    FieldKind.YES_NO: _("“%(value)s” is neither yes nor no."),
}
