"""Webhooks and pulls in a browser: accessible, and no wider than a phone."""

from __future__ import annotations

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.pulls.api import FolderPlace, SqlPlace, Wanted, add_pull, run_pull, switch_on, try_pull
from bleib.pulls.tests.conftest import folder, home, now, shop
from bleib.pulls.tests.places import ORDERS, QUERY
from bleib.uploads.api import Topic
from bleib.webhooks.api import Message, State, send_due, write_messages
from bleib.webhooks.tests.conftest import connect, listen
from bleib.webhooks.tests.facts import fact

__all__ = ["connect", "folder", "home", "listen", "now", "shop"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = {
    "webhooks": "webhooks/", "webhook_new": "webhooks/new/", "webhook": "webhooks/{webhook}/",
    "webhook_message": "webhooks/messages/{message}/", "pulls": "pulls/", "pull_folder": "pulls/new/folder/",
    "pull_sql": "pulls/new/sql/", "pull": "pulls/{pull}/", "pull_query": "pulls/{query}/",
}  # fmt: skip


@pytest.fixture
def told(listen, connect, anna, now):
    """A receiver that refused, one that works, and a message that was given up."""
    failing, _secret = connect(listen(answers=[500], said=b"<h1>Internal Server Error</h1>"), "Warehouse of the group")
    connect(listen(), "CRM", types=("light_changed", "order", "notice_given", "contract_ended"))
    write_messages([fact(number, at=now) for number in range(3)], now=now)
    send_due(now=now)
    Message.objects.filter(endpoint=failing).filter(attempts=0).update(state=State.DEAD)
    return {"webhook": failing.pk, "message": failing.messages.filter(attempts=1).first().pk}


@pytest.fixture
def fetched(folder, shop, anna, now):
    """A folder that was tried and read, and a database that fails."""
    (folder / "orders.csv").write_text(ORDERS)
    (folder / "letter.csv").write_text("Sehr geehrte Damen und Herren\n")
    pull = add_pull(Wanted("Exports", Topic.HISTORY, FolderPlace(str(folder), moves=True)), by=anna, now=now)
    place = SqlPlace("sqlite", QUERY, str(shop), column="changed_at")
    query = add_pull(Wanted("ERP", Topic.CUSTOMERS, place, at="03:30"), by=anna, now=now)
    for each in (pull, query):
        try_pull(pull=each.pk, user=anna.pk, now=now)
        switch_on(each, by=anna, now=now)
        run_pull(pull=each.pk, now=now)
    return {"pull": pull.pk, "query": query.pk}


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_page(opened, anna, told, fetched, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    for name, path in PAGES.items():
        page.goto(f"/connections/{path.format(**told, **fetched)}")
        assert_fine(page, f"{lang}_connections_{name}")
