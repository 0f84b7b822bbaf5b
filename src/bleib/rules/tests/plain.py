"""Rules evaluated the slow way, for one customer and day, in plain Python: what `evaluate` is held to."""

import json
from collections import defaultdict
from datetime import timedelta
from itertools import pairwise
from operator import eq, ge, gt, le, lt

from bleib.rules.conditions import All, AnyOf, Between, Count, Ever, FieldCondition, Not, Total

COMPARE = {"is": eq, "at_least": ge, "at_most": le, "above": gt, "below": lt, "before": lt, "from": ge}


class Customer:
    """One customer's record and facts; what is known at the end of the last day."""

    def __init__(self, record, facts):
        self.record, self.facts = record, facts

    def holds(self, condition, day):
        if isinstance(condition, All):
            return all(self.holds(each, day) for each in condition.of)
        if isinstance(condition, AnyOf):
            return any(self.holds(each, day) for each in condition.of)
        if isinstance(condition, Not):
            return not self.holds(condition.of, day)
        if isinstance(condition, FieldCondition):
            return compares(self.value(condition.field.name, day), condition.compare, day)
        return self.measures(condition, day)

    def value(self, name, day):
        if name in self.record:
            return self.record[name]
        of = {"order": list(self.orders((), day)), "usage": [each for each in self.facts if each["type"] == "usage"]}
        kind = "usage" if name.endswith("usage") or "usage_on" in name else "order"
        days = sorted({each for each in days_of(of[kind]) if each <= day})
        if name == "overdue_ratio":
            gap = median([(b - a).days for a, b in pairwise(days)])
            return None if gap is None else (day - days[-1]).days / gap
        if name == "orders_90":
            known = any(each["type"] in ("order", "credit") and each["occurred_on"] <= day for each in self.facts)
            return len([each for each in days_of(of[kind]) if day - timedelta(90) < each <= day]) if known else None
        if not days:
            return None
        end = days[0] if name in ("first_order_on", "tenure_days") else days[-1]
        return end if name.endswith("_on") else (day - end).days

    def counted(self, facts, condition, day):
        """The same facts, with lines of one order or credit note as one."""
        if "order" in condition.types:
            yield from self.orders(condition.where, day)
        notes = defaultdict(list)
        for each in facts:
            if each["type"] == "credit":
                notes[each["ref"]].append(each)
        yield from (min(lines, key=lambda each: each["occurred_on"]) for lines in notes.values())
        yield from (each for each in facts if each["type"] not in ("order", "credit"))

    def orders(self, where, day):
        """Distinct orders on the day of their first line that fits, without those cancelled in full."""
        groups = defaultdict(list)
        for each in self.facts:
            if each["type"] in ("order", "credit"):
                groups[each["ref"]].append(each)
        for lines in groups.values():
            cancelled = any(each["type"] == "credit" for each in lines) and sum(each["amount"] for each in lines) <= 0
            fitting = [
                each for each in lines if each["type"] == "order" and each["amount"] > 0 and says(each, where, day)
            ]
            if fitting and not cancelled:
                yield {"type": "order", "occurred_on": min(each["occurred_on"] for each in fitting)}

    def measures(self, condition, day):
        counted = isinstance(condition.measure, Count)
        facts = [each for each in self.facts if each["type"] in condition.types and says(each, condition.where, day)]
        if counted:
            facts = list(self.counted(facts, condition, day))
        facts = [each for each in facts if inside(each["occurred_on"], condition.time, day)]
        if counted:
            return compares(len(facts), condition.measure.compare, day)
        if isinstance(condition.measure, Total):
            return compares(
                sum(said(each, condition.measure.of.name) or 0 for each in facts), condition.measure.compare, day
            )
        newest = max(facts, key=lambda each: (each["occurred_on"], each["id"]), default=None)
        return newest is not None and says(newest, condition.measure.said, day)


def days_of(facts):
    return [each["occurred_on"] for each in facts]


def compares(value, compare, day):
    op, than = compare.op, compare.value
    if op == "known":
        return (value is not None) is than
    if value is None:
        return False
    if op in COMPARE:
        return COMPARE[op](value, than)
    return {
        "in": lambda: value in than,
        "has": lambda: than in value,
        "has_any": lambda: bool(set(than) & set(value)),
        "contains": lambda: than.lower() in value.lower(),
        "starts_with": lambda: value.lower().startswith(than.lower()),
        "within_days": lambda: day - timedelta(than) < value <= day,
        "at_least_days_ago": lambda: value <= day - timedelta(than),
        "within_next_days": lambda: day <= value < day + timedelta(than),
    }[op]()


def says(fact, where, day):
    return all(compares(said(fact, each.field.name), each.compare, day) for each in where)


def said(fact, name):
    return fact[name] if name in fact else json.loads(fact["props"] or "{}").get(name)


def inside(when, time, day):
    if when > day or isinstance(time, Ever):
        return when <= day
    return time.start <= when < time.end if isinstance(time, Between) else when > day - timedelta(time.days)


def median(gaps):
    gaps = sorted(gaps)
    half = len(gaps) // 2
    return None if not gaps else gaps[half] if len(gaps) % 2 else (gaps[half - 1] + gaps[half]) / 2
