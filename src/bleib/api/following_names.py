"""Whose answers show a name: where a tag, a colleague or a number is called otherwise, they have changed, too.

Triggers note the name alone. Whoever gives it a place (following.py) looks here for those that show it: the name is
committed by then, and what comes to show it later is noted by itself.
"""

from __future__ import annotations

from django.db import connection

# Kind of name: the kinds of record that show it, and the SELECT of their ids by that of what was renamed.
SHOWN_IN = {
    "tag": [("customer", "select customer_id as shown, tag_id as named from customers_customer_tags")],
    "field": [("customer", "select customer_id as shown, field_id as named from customers_customvalue")],
    "colleague": [
        ("customer", "select id as shown, owner_id as named from customers_customer"),
        ("task", "select id as shown, owner_id as named from tasks_task"),
    ],
    "product": [("contract", "select contract_id as shown, product_id as named from customers_contractversion")],
    "number": [
        ("customer", "select id as shown, parent_id as named from customers_customer"),
        ("customer", "select id as shown, referred_by_id as named from customers_customer"),
        ("contact", "select id as shown, customer_id as named from customers_contact"),
        ("contract", "select id as shown, customer_id as named from customers_contract"),
        ("task", "select id as shown, customer_id as named from tasks_task"),
    ],
}
RECORDS = f"kind not in {tuple(SHOWN_IN)}"
KINDS = "select distinct kind from api_change where seq > %s"
SPREAD = """
insert into api_change (kind, object_id)
select distinct '{shows}', shows.shown
from api_change as placed join ({shown}) as shows on shows.named = placed.object_id
where placed.seq > %s and placed.kind = '{kind}'
"""


def spread(last: int) -> int:
    """Note as changed whoever shows a name whose place is behind `last`; returns how many."""
    noted = 0
    with connection.cursor() as database:
        database.execute(KINDS, [last])
        for kind in SHOWN_IN.keys() & {kind for (kind,) in database.fetchall()}:
            for shows, shown in SHOWN_IN[kind]:
                database.execute(SPREAD.format(shows=shows, shown=shown, kind=kind), [last])
                noted += database.rowcount
    return noted
