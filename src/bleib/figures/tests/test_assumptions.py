"""Rules of thumb hold until somebody enters their own; who did is in the audit log."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bleib.accounts.tests.people import anna, now
from bleib.audit.api import Entry, sentence
from bleib.figures.api import assume, assumptions, forget_assumption, own_figures
from bleib.figures.models import Assumption
from bleib.kernel.errors import UsageError

__all__ = ["anna", "now"]

pytestmark = pytest.mark.django_db


def test_at_first_the_fields_rules_of_thumb_hold():
    known = assumptions()
    assert (known["win_cost_ratio"], known["retention_target"]) == (Decimal("6.5"), Decimal(85))
    assert "cost_to_keep" not in known
    assert own_figures() == {}


def test_an_own_figure_takes_its_place_and_may_be_given_up(anna, now):
    assume("win_cost_ratio", Decimal("4.2"), by=anna, now=now)
    assume("win_cost_ratio", Decimal("4.20"), by=anna, now=now)
    assert assumptions()["win_cost_ratio"] == Decimal("4.2")
    forget_assumption("win_cost_ratio", by=anna, now=now)
    forget_assumption("win_cost_ratio", by=anna, now=now)
    assert assumptions()["win_cost_ratio"] == Decimal("6.5")
    assert [each.verb for each in Entry.objects.order_by("pk")] == ["assumption.set", "assumption.reset"]
    assert "4.2" in str(sentence(Entry.objects.earliest("pk")))


@pytest.mark.parametrize(
    ("name", "value"), [("shoe_size", "42"), ("margin", "0"), ("margin", "101"), ("margin", "NaN")]
)
def test_what_cannot_be_is_refused(name, value, anna, now):
    with pytest.raises(UsageError):
        assume(name, Decimal(value), by=anna, now=now)
    assert not Assumption.objects.exists()
