"""Options that several commands share stand once: a parameter that is a dataclass of options becomes these options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def expanded(command: Callable[..., None]) -> Callable[..., None]:
    """The same command for Typer: instead of each dataclass it takes its fields, and makes the dataclass of them.

    Fields are annotated as parameters of commands are; one that is not annotated with an option keeps its default.
    """
    hints = get_type_hints(command, include_extras=True)
    made = {name: kind for name, kind in hints.items() if isinstance(kind, type) and is_dataclass(kind)}
    asked = {
        name: _options(made[name]) if name in made else [_option(name, hints[name], each.default)]
        for name, each in signature(command).parameters.items()
    }

    @wraps(command)
    def called(**typed: Any) -> None:
        for name, kind in made.items():
            typed[name] = kind(**{each.name: typed.pop(each.name) for each in asked[name]})
        command(**typed)

    parameters = [each for options in asked.values() for each in options]
    called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": None}
    return called


def _options(kind: type[Any]) -> list[Parameter]:
    hints = get_type_hints(kind, include_extras=True)
    said = [each for each in fields(kind) if hasattr(hints[each.name], "__metadata__")]
    return [_option(each.name, hints[each.name], each.default) for each in said]


def _option(name: str, hint: Any, default: Any) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=hint)
