"""The first forecast of an installation looks at the weeks before: not everybody has turned on that day."""

from __future__ import annotations

import json

import pytest

from bleib.history.models import PendingFact
from bleib.lights.api import Light, is_everybody_due, judge, judge_everybody
from bleib.outlook.api import Given, make, make_soon
from bleib.outlook.models import Record
from bleib.outlook.tests.company import NOW, TODAY, orders, told
from bleib.worker.api import Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home"), pytest.mark.slow]


@pytest.fixture
def company(home):
    """Judged without a forecast; then it comes."""
    told(home, orders())
    judge(None, now=NOW)
    make(Given(), now=NOW)


def facts(**of: object) -> list[dict[str, object]]:
    return [json.loads(str(each.props)) for each in PendingFact.objects.filter(type="light_changed", **of)]


def replayed() -> list[dict[str, object]]:
    return [props for props in facts() if props.get("replayed")]


def test_lights_have_turned_when_earlier_days_say_so_and_not_today(company):
    judge_everybody(now=NOW)
    turned = Light.objects.exclude(before="")
    assert len(replayed()) >= turned.count() > 2
    assert not turned.filter(changed_on__gte=TODAY).exists()
    assert all(each.since <= each.changed_on and each.before != each.colour for each in turned)
    # What was judged without a forecast is no colour that anybody had.
    assert {props.get("before") for props in facts(occurred_at__gte=NOW)} == {None}
    count = len(replayed())
    judge_everybody(now=NOW)
    assert len(replayed()) == count


def test_the_pass_before_waits_for_the_first_backtest_that_somebody_awaits(company):
    assert is_everybody_due(NOW)
    make_soon(now=NOW)
    assert not is_everybody_due(NOW)
    Record.objects.create(made_at=NOW, as_of=TODAY, horizon=90, shortfall="few_origins")
    assert is_everybody_due(NOW)
    assert Job.objects.exists()
