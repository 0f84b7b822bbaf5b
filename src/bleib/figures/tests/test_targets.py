"""A target is set once per figure and slice; who changed it from what to what is in the audit log."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry
from bleib.figures.aims import AIMS
from bleib.figures.api import Target, remove_target, set_target, target_for, targets
from bleib.kernel.errors import UsageError
from bleib.metrics import DEFINITIONS

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return colleague(Role.ADMIN)


def test_the_newest_value_counts_and_both_are_told(anna, now):
    set_target("retention", Decimal(85), by=anna, now=now)
    set_target("retention", Decimal("87.5"), by=anna, now=now)
    assert target_for("retention") == Decimal("87.5")
    told = Entry.objects.latest("pk").data
    assert (told["before"], told["after"]) == ({"value": "85"}, {"value": "87.5"})


def test_the_same_value_again_is_no_news(anna, now):
    for _twice in range(2):
        set_target("retention", Decimal(85), by=anna, now=now)
    assert Entry.objects.count() == 1


def test_a_slice_has_a_target_of_its_own(anna, now):
    set_target("retention", Decimal(85), by=anna, now=now)
    set_target("retention", Decimal(90), slice_by="country", slice_value="DE", by=anna, now=now)
    assert target_for("retention", "country", "DE") == 90
    assert target_for("retention", "country", "AT") is None
    assert [each.slice_value for each in targets()] == ["", "DE"]


def test_what_is_removed_is_gone_and_told_once(anna, now):
    target = set_target("mrr", Decimal(10_000), by=anna, now=now)
    remove_target(target, by=anna, now=now)
    remove_target(Target(pk=target.pk), by=anna, now=now)
    assert target_for("mrr") is None
    assert [each.verb for each in Entry.objects.order_by("pk")] == ["target.set", "target.removed"]


@pytest.mark.parametrize(
    ("metric", "value", "slice_"),
    [
        ("beauty", "1", {}),
        ("retention", "-1", {}),
        ("retention", "NaN", {}),
        ("retention", "85", {"slice_by": "country"}),
    ],
)
def test_what_cannot_be_is_refused(now, metric, value, slice_):
    with pytest.raises(UsageError):
        set_target(metric, Decimal(value), by=None, now=now, **slice_)
    assert not Target.objects.exists()


def test_every_aim_is_a_column_of_a_metric():
    assert {each.name: each.column in {c.name for c in DEFINITIONS[each.metric].columns} for each in AIMS.values()} == (
        dict.fromkeys(AIMS, True)
    )
