"""The tools of assistants against a real server: what is offered, and what is said where nothing is answered."""

from __future__ import annotations

import anyio
import pytest
from mcp import Client as Assistant

from bleib.accounts.api import Scope
from bleib.api.assistants.client import Client, NotAnswered
from bleib.api.assistants.serving import server
from bleib.api.assistants.tools import NEEDS, Tools
from bleib.customers.models import Customer
from bleib.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tools(live_server, secret_for):
    def make(*scopes):
        return Tools(Client(live_server.url, secret_for(*scopes)))

    return make


def test_only_what_the_token_opens_is_offered(tools):
    assert [each.__name__ for each in tools(Scope.READ_TASKS, Scope.WRITE_TASKS).offered()] == ["tasks", "make_task"]
    assert {each.__name__ for each in tools().offered()} == set(NEEDS)


def test_all_is_offered_while_nobody_answers_and_nothing_to_an_unknown_token(live_server):
    assert len(list(Tools(Client("http://127.0.0.1:1", "bleib_x")).offered())) == len(NEEDS)
    with pytest.raises(NotAnswered, match="This token is unknown"):
        list(Tools(Client(live_server.url, "bleib_x")).offered())


def test_a_card_leaves_out_what_there_is_not(tools, now):
    Customer.objects.create(number="a/b 1", name="Slash & Co", created_at=now)
    found = tools().find_customers("slash")["customers"][0]
    card = tools(Scope.READ_CUSTOMERS).customer(f"id:{found['id']}")
    assert card["customer"]["name"] == "Slash & Co"
    assert card.keys() == {"customer", "contracts"}


def test_a_task_is_made_once_and_a_problem_is_told_in_words(tools):
    offered = server(tools())

    async def ask():
        async with Assistant(offered) as assistant:
            made = await assistant.call_tool("make_task", {"title": "Call"})
            wrong = await assistant.call_tool("make_task", {"title": "Call", "due_on": "soon"})
            listed = await assistant.list_tools()
        return made, wrong, listed

    made, wrong, listed = anyio.run(ask)
    assert Task.objects.get().pk == made.structured_content["id"]
    assert "body.due_on: Input should be a valid date" in wrong.content[0].text
    hints = {each.name: each.annotations.read_only_hint for each in listed.tools}
    assert [name for name, reads in hints.items() if not reads] == ["make_task"]
