"""The description of the API as people read it: operations by area, with examples made from the schemas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from bleib.api.entrance import described

DEEPEST = 6
CODE = re.compile(r"`([^`]+)`")
REF = "#/components/schemas/"


@dataclass(frozen=True)
class Parameter:
    name: str
    place: str  # path, query, header
    kind: str
    needed: bool
    about: SafeString


@dataclass(frozen=True)
class Said:
    """An operation. `body` and `answer` are examples as JSON, "" where there is none."""

    id: str
    method: str
    path: str
    summary: str
    about: SafeString
    scope: str
    parameters: Sequence[Parameter]
    body: str
    answer: str
    statuses: Sequence[int]


@dataclass(frozen=True)
class Area:
    name: str
    operations: Sequence[Said]


@cache
def areas() -> Sequence[Area]:
    """All areas in their order."""
    found: dict[str, list[Said]] = {}
    paths: Any = described()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_said(method.upper(), path, operation))
    return [Area(name, operations) for name, operations in found.items()]


def example(schema: Mapping[str, Any], depth: int = 0, *, needed: bool = False) -> Any:
    """A value of that shape: the example that stands there, or the plainest one. `needed`: only what has to be said."""
    schema = _followed(schema)
    if schema.get("examples"):
        return schema["examples"][0]
    if "anyOf" in schema:
        return None if depth >= DEEPEST else example(schema["anyOf"][0], depth + 1, needed=needed)
    if "properties" in schema:
        said = _needed(schema) if needed else schema["properties"]
        return {name: example(schema["properties"][name], depth + 1, needed=needed) for name in said}
    if schema.get("type") == "array":
        return [example(schema["items"], depth + 1, needed=needed)] if schema.get("items") and depth < DEEPEST else []
    if schema.get("enum"):
        return schema["enum"][-1]
    return schema.get("default", _plainest(schema))


def _needed(schema: Mapping[str, Any]) -> list[str]:
    """What has to be said, and what has an example of its own."""
    needed = schema.get("required", ())
    return [name for name, each in schema["properties"].items() if name in needed or each.get("examples")]


def _plainest(schema: Mapping[str, Any]) -> Any:
    formats = {"date": "2026-11-22", "date-time": "2026-11-22T08:30:00+00:00"}
    usual = {"integer": 1, "number": 0.5, "boolean": False, "object": {}, "string": ""}
    return formats.get(schema.get("format", ""), usual.get(schema.get("type", "")))


def _said(method: str, path: str, operation: Mapping[str, Any]) -> Said:
    about = operation.get("description", "").split("Scope: `")[0].strip()
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    first = next(iter(operation["responses"].values())).get("content", {}).get("application/json", {}).get("schema")
    return Said(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        about=_coded(about),
        scope=operation["x-scope"],
        parameters=list(_parameters(operation)),
        body=_json(body, needed=True),
        answer=_json(first),
        statuses=[int(status) for status in operation["responses"]],
    )


def _parameters(operation: Mapping[str, Any]) -> Iterator[Parameter]:
    for each in operation.get("parameters", ()):
        schema = _followed(each["schema"])
        yield Parameter(
            each["name"], each["in"], _kind(schema), each.get("required", False), _coded(each.get("description", ""))
        )


def _kind(schema: Mapping[str, Any]) -> str:
    """The type in a word, or the words to choose from."""
    if schema.get("enum"):
        return " | ".join(str(each) for each in schema["enum"] if each != "")
    if "anyOf" in schema:
        return " | ".join(filter(None, (_kind(_followed(each)) for each in schema["anyOf"])))
    kind = str(schema.get("format") or schema.get("type") or "")
    return "" if kind == "null" else kind


def _followed(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    schemas: Any = described()["components"]["schemas"]  # type: ignore[index]
    name = schema.get("$ref", "").removeprefix(REF)
    return schemas[name] | {k: v for k, v in schema.items() if k != "$ref"} if name else schema


def _json(schema: Mapping[str, Any] | None, *, needed: bool = False) -> str:
    return "" if schema is None else json.dumps(example(schema, needed=needed), indent=2, ensure_ascii=False)


def _coded(text: str) -> SafeString:
    """Words between backticks as code."""
    return mark_safe(CODE.sub(r"<code>\1</code>", escape(text)))
