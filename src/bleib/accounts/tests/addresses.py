"""Every address there is, found by walking the URL patterns, filled with something that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

SAMPLES: dict[str, Any] = {
    "kind": "user",
    "pk": 1,
    "token": "nobody",
    "role": "sales",
    "provider_id": "company",
    "number": "4711",
    "rest": "customers",
}
KINDS: dict[str, Any] = {
    "IntConverter": 1,
    "SlugConverter": "2026-10",
    "UUIDConverter": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
}


@dataclass(frozen=True)
class Address:
    """One pattern: its name, what it calls, and an example of it."""

    name: str
    view: Any
    path: str


def addresses() -> list[Address]:
    """All of them, in the order in which they are matched."""
    return [Address(name, pattern.callback, reverse(name, kwargs=_filled(pattern))) for name, pattern in patterns()]


def patterns(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All of them with their names."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            assert each.name, f"{each.pattern} has no name"
            yield f"{space}{each.name}", each


def _filled(pattern: URLPattern) -> dict[str, Any]:
    """A sample for every parameter that stands in the whole address; an unknown one fails here, so that it is added."""
    found = {}
    for name, converter in _parameters(pattern):
        found[name] = SAMPLES[name] if name in SAMPLES else KINDS[type(converter).__name__]
    return found


def _parameters(pattern: URLPattern) -> Iterator[tuple[str, Any]]:
    yield from pattern.pattern.converters.items()
    for resolver in _above(pattern):
        yield from resolver.pattern.converters.items()
        yield from (
            (name, None) for name in resolver.pattern.regex.groupindex if name not in resolver.pattern.converters
        )


def _above(pattern: URLPattern, resolver: URLResolver | None = None) -> list[URLResolver]:
    """The includes that a pattern stands in."""
    for each in (resolver or get_resolver()).url_patterns:
        if each is pattern:
            return []
        if isinstance(each, URLResolver):
            below = _above(pattern, each)
            if below or pattern in each.url_patterns:
                return [each, *below]
    return []
