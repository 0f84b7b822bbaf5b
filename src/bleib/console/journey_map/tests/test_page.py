"""The customer journey map: phases, touchpoints and paths, each number with its customers."""

from __future__ import annotations

import html
import re

import pytest

from bleib.console.journey_map.tests.journeys import JOURNEYS, event, hundred
from bleib.customers.models import Customer
from bleib.figures.measurement import measure, measure_again
from bleib.figures.tests.histories import NOW, told
from bleib.tasks.api import Outcome, Task, close_task

pytestmark = pytest.mark.slow


@pytest.fixture
def page(client, anna):
    client.force_login(anna)
    return lambda path: html.unescape(client.get(path).content.decode())


def leading(text: str, *parts: str) -> str:
    """The address of the first link that names all of this."""
    found = re.findall(r'href="(/retention/members/\?[^"]*)"', text)
    return next(each for each in found if all(part in each for part in parts))


def test_every_number_leads_to_its_customers(page, home):
    told(home, JOURNEYS)
    measure_again(now=NOW)
    text = page("/journey-map/")
    assert "1 of 2 customers made their newest purchase with no other touchpoint since the one before" in text
    assert "Most were lost in the phase “Get started”: 1 of 1" in text
    lost = page(leading(text, "cell=last_here", "phase=onboard"))
    assert "Brandt" in lost
    assert "Adler" not in lost
    assert "Dorn" in page(leading(text, "cell=customers", "phase=aware", "touchpoint=visit"))
    asked = page(leading(text, "metric=journey_paths", "from_touchpoint=case_opened", "to_touchpoint=purchase"))
    assert "Customers whose path led from “Case opened” to “Purchase”" in asked
    assert "Adler" in asked


def test_the_page_speaks_german(page, home, anna):
    told(home, JOURNEYS)
    measure_again(now=NOW)
    anna.choose_language("de")
    text = page("/journey-map/")
    for words in ("Landkarte der Kundenreise", "Aufmerksam werden", "Was zum Kauf führt", "Anliegen eröffnet"):
        assert words in text


def test_without_a_history_it_says_what_to_do(page, home):
    assert "Nothing was imported yet" in page("/journey-map/")


def test_where_only_bleib_concluded_something_it_says_what_belongs_here(page, home):
    told(home, [event("Dorn", "2026-06-05", "light_changed", props='{"colour": "red"}')])
    measure_again(now=NOW)
    assert "Nobody had a touchpoint in the last year" in page("/journey-map/")


def test_what_to_look_at_first_is_where_more_fall_silent_than_elsewhere(page, home):
    told(home, hundred())
    measure_again(now=NOW)
    text = page("/journey-map/")
    assert "After “Case opened” in the phase “Get started”, 30 of 40 customers fell silent" in text
    assert "Call in the first weeks" in text
    assert "30 customers" in page(leading(text, "cell=last_here", "phase=onboard", "touchpoint=case_opened"))


def test_where_nothing_stands_out_it_says_so(page, home):
    told(home, JOURNEYS)
    measure_again(now=NOW)
    assert "No touchpoint stands out" in page("/journey-map/")


def test_what_to_look_at_first_becomes_a_task(client, page, home, anna):
    told(home, hundred())
    measure_again(now=NOW)
    client.post("/journey-map/task/")
    task = Task.objects.get()
    assert task.owner == anna
    assert "30 of 40 customers" in task.title
    assert task.due_on is not None
    listed = re.search(r"http://testserver(/retention/members/\S+)", task.text)
    assert listed is not None
    assert "30 customers" in page(listed[1])


def test_a_task_of_a_slice_names_it_and_there_is_one_open_at_a_time(client, page, home, anna):
    told(home, hundred())
    Customer.objects.bulk_create(Customer(number=f"K{n:03}", country="DE", created_at=NOW) for n in range(100))
    measure_again(now=NOW)
    asked = "?slice=country%3ADE&days=200"
    page(f"/journey-map/{asked}")
    measure(now=NOW)
    assert f'action="/journey-map/task/{asked}"' in page(f"/journey-map/{asked}")
    for _ in range(2):
        answered = client.post(f"/journey-map/task/{asked}")
        assert answered.url == f"/journey-map/{asked}"
    task = Task.objects.get()
    assert "Only customers of “DE”, " in task.text
    assert "There is an open task about this already." in page(answered.url)
    close_task(task, Outcome.DONE, by=anna, now=NOW)
    client.post(f"/journey-map/task/{asked}")
    assert Task.objects.open().count() == 1


def test_without_anything_that_stands_out_no_task_is_made_and_it_says_so(client, page, home):
    told(home, JOURNEYS)
    measure_again(now=NOW)
    client.post("/journey-map/task/")
    assert "No task was made" in page("/journey-map/")
    assert not Task.objects.exists()


def test_a_slice_has_a_map_of_its_own_also_of_those_who_never_bought(page, home):
    told(home, JOURNEYS)
    for number, country in (("Adler", "DE"), ("Brandt", "DE"), ("Dorn", "AT")):
        Customer.objects.update_or_create(number=number, defaults={"country": country, "created_at": NOW})
    measure_again(now=NOW)
    page("/journey-map/?slice=country:AT")  # asks for it
    measure(now=NOW)
    text = page("/journey-map/?slice=country:AT")
    assert "Only customers of “AT”" in text
    assert "Get started" not in text
    assert "Dorn" in page(leading(text, "cell=customers", "phase=aware", "touchpoint=visit"))
