"""What of an answer a token sees: fields that take a scope of their own are null without it, in every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ninja import Field
from pydantic import BaseModel

from bleib.accounts.api import Scope

MARK = "x-scope"  # in the description of the API, too


def takes(scope: Scope, description: str = "", **more: Any) -> Any:
    """A field that is null for tokens without this scope, and says so."""
    told = f"{description} Null without the scope `{scope.value}`.".strip()
    return Field(description=told, json_schema_extra={MARK: scope.value}, **more)


def hide(found: object, admits: Callable[[Scope], bool]) -> None:
    """Make null what the token may not read, however deep it lies in lists and parts of the answer."""
    if isinstance(found, list):
        for each in found:
            hide(each, admits)
    elif isinstance(found, BaseModel):
        for name, scope in _guarded(type(found)).items():
            if not admits(scope):
                setattr(found, name, None)
        for name in type(found).model_fields:
            hide(getattr(found, name), admits)


@cache
def _guarded(kind: type[BaseModel]) -> Mapping[str, Scope]:
    """The fields of a shape that take a scope."""
    extra = {name: field.json_schema_extra for name, field in kind.model_fields.items()}
    return {name: Scope(str(said[MARK])) for name, said in extra.items() if isinstance(said, dict) and MARK in said}
