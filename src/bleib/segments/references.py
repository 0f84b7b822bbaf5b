"""Segments that ask for other segments: the other's condition stands in the place of the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bleib.kernel.errors import UsageError
from bleib.rules.conditions import All, AnyOf, Condition, FieldCondition, Not, Rule
from bleib.segments.vocabulary import IN_SEGMENT

# What all conditions of a segment, with those of the ones it asks for, may add up to.
MOST_CONDITIONS = 1_000
Rules = Mapping[str, Rule]


def asked_for(rule: Rule) -> tuple[str, ...]:
    """Keys of the segments that the rule itself asks for."""
    return tuple(dict.fromkeys(key for each in _questions(rule) for key in _keys(each)))


def names_no_segment(rule: Rule) -> bool:
    """Whether it asks whether anything is known of segments, which has no answer."""
    return any(not _keys(each) for each in _questions(rule))


def circles(rules: Rules) -> Iterator[tuple[str, ...]]:
    """Paths that lead back to where they begin, ("a", "b", "a"), each circle once, from its first segment on."""
    known: set[str] = set()
    for key in rules:
        path = _back(key, rules)
        if path and not known & set(path):
            known.update(path)
            yield path


def sizes(rules: Rules) -> dict[str, int]:
    """How many conditions each segment has with those of the ones it asks for. Only where nothing is circular."""
    found: dict[str, int] = {}

    def size(key: str) -> int:
        if key not in found:
            rule = rules[key]
            asked = (each for question in _questions(rule) for each in _keys(question) if each in rules)
            found[key] = len(rule.leaves) + sum(map(size, asked))
        return found[key]

    return {key: size(key) for key in rules}


def inlined(rules: Rules) -> dict[str, Rule]:
    """The same rules, which ask for no segment any more. UsageError with the path where they run in a circle."""
    if circle := next(circles(rules), None):
        raise UsageError(f"These segments ask for each other in a circle: {' -> '.join(circle)}.")
    done: dict[str, Condition] = {}

    def whole(key: str) -> Condition:
        if key not in done:
            done[key] = _put(rules[key].condition)
        return done[key]

    def _put(condition: Condition) -> Condition:
        if isinstance(condition, All | AnyOf):
            return replace(condition, of=tuple(_put(each) for each in condition.of))
        if isinstance(condition, Not):
            return Not(_put(condition.of))
        if isinstance(condition, FieldCondition) and condition.field.name == IN_SEGMENT:
            parts = tuple(whole(key) for key in _keys(condition))
            return parts[0] if len(parts) == 1 else AnyOf(parts)
        return condition

    return {key: Rule(whole(key), rule.subject) for key, rule in rules.items()}


def _questions(rule: Rule) -> Iterator[FieldCondition]:
    return (each for each in rule.leaves if isinstance(each, FieldCondition) and each.field.name == IN_SEGMENT)


def _keys(asked: FieldCondition) -> tuple[str, ...]:
    """`has` names one, `has_any` several; `known` none."""
    value = asked.compare.value
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _back(start: str, rules: Rules) -> tuple[str, ...]:
    """The shortest path from a segment to itself; empty where there is none."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for key in asked_for(rules[path[-1]]):
            if key == start:
                return (*path, key)
            if key in rules and key not in seen:
                seen.add(key)
                paths.append((*path, key))
    return ()
