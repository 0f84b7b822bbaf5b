"""What an erased person's column holds instead. The same for a whole set of rows, in one statement."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, EmailField, F, Field, JSONField, Model, TextField, Value
from django.db.models.functions import Cast, Concat

from bleib.kernel.personal import Personal

TextLike = (CharField, TextField)


def pseudonym(pk: Any) -> str:
    """What a person is called from now on, wherever a unique text is needed."""
    return f"erased-{pk}"


def can_be_emptied(field: Field[Any, Any], personal: Personal) -> bool:
    return (
        field.name in personal.blank or field.null or field.has_default() or isinstance(field, (*TextLike, JSONField))
    )


def is_empty(row: Model, personal: Personal) -> bool:
    """Whether nothing personal is left in a row."""
    named: list[Any] = [row._meta.get_field(name) for name in personal.fields if name not in personal.blank]
    return all(_says_nothing(field, getattr(row, field.attname), pk=row.pk) for field in named)


def _says_nothing(field: Any, value: Any, *, pk: Any) -> bool:
    return value in (None, "", [], {}, field.get_default()) or (field.unique and str(value).startswith(pseudonym(pk)))


def empty_values(model: Any, personal: Personal) -> dict[str, Any]:
    """Column by column what `update` sets."""
    named = [model._meta.get_field(name) for name in personal.fields]
    return {field.attname: _empty(field) for field in named if field.name not in personal.blank} | dict(personal.blank)


def _empty(field: Any) -> Any:
    if field.unique:
        return _unique(field)
    if field.null:
        return None
    if isinstance(field, TextLike):
        return ""
    return field.get_default()


def _unique(field: Any) -> Any:
    ending = "@erased.invalid" if isinstance(field, EmailField) else ""
    return Concat(Value("erased-"), Cast(F("pk"), CharField()), Value(ending), output_field=CharField())
