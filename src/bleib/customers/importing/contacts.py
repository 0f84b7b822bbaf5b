"""The people on the lines: one contact for each customer and address, or name where there is no address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bleib.customers.importing.keys import Form
from bleib.customers.importing.load import load_rows, make, rows_of, run
from bleib.customers.importing.lookups import LOOKUPS
from bleib.customers.importing.people import CONTACT
from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.values import Overwriting, overwrite

TABLE = "customers_contact"
COLUMNS = {"contact_mail": "mail", "contact_phone": "phone"}


def put_contacts(run_id: int, columns: Mapping[str, str], *, wishes: Wishes, now: datetime) -> None:
    """Match, create, overwrite, and say what part they play."""
    given = [key for key in CONTACT if key in columns]
    if not {"first_name", "last_name", "contact_mail"} & set(given):
        return
    _persons(given)
    _create(run_id, given, language="language" in columns, now=now)
    _met(run_id)
    run("insert into outcome select ord, 'created' from met where is_new")
    if wishes.update:
        keys = {key: (COLUMNS.get(key, key), "text") for key in given}
        keys |= {"language": ("language", "text")} if "language" in columns else {}
        overwrite(run_id, Overwriting("contact", TABLE, rows="met", staged=keys, about="contact_id"))
    if "roles" in columns:
        _roles(run_id)


def _value(key: str, given: list[str]) -> str:
    return f"coalesce(i.{key}, '')" if key in given else "''"


def _persons(given: list[str]) -> None:
    """Of several lines about one person the last one counts."""
    mail, first, last = (_value(key, given) for key in ("contact_mail", "first_name", "last_name"))
    make(
        "persons",
        f"select max(i.ord) as ord, t.id as customer_id, {mail} as mail, "
        f"case when {mail} = '' then {first} else '' end as first, case when {mail} = '' then {last} else '' "
        f"end as last "
        f"from people i join target t on t.number = i.number where {mail} <> '' or {first} <> '' or {last} <> '' "
        "group by 2, 3, 4, 5",
    )


_BY_MAIL = "c.customer_id = p.customer_id and c.mail = p.mail and p.mail <> ''"
_BY_NAME = "c.customer_id = p.customer_id and p.mail = '' and c.first_name = p.first and c.last_name = p.last"


def _create(run_id: int, given: list[str], *, language: bool, now: datetime) -> None:
    columns = {COLUMNS.get(key, key): _value(key, given) for key in CONTACT}
    columns["language"] = "coalesce(i.language, '')" if language else "''"
    run(
        f"insert into {TABLE} (customer_id, created_at, imported_by_id, {', '.join(columns)}) "
        f"select p.customer_id, %s, {run_id}, {', '.join(columns.values())} from persons p join people i on "
        f"i.ord = p.ord "
        f"where not exists (select 1 from {TABLE} c where {_BY_MAIL}) and not exists (select 1 from {TABLE} c "
        f"where {_BY_NAME})",
        [now],
    )


def _met(run_id: int) -> None:
    """Which contact each of the persons is."""
    found = f"select p.ord, min(c.id) as id from persons p join {TABLE} c on"
    make(
        "met",
        f"select m.ord, m.id, coalesce(c.imported_by_id = {run_id}, false) as is_new from "
        f"({found} {_BY_MAIL} group by p.ord union all {found} {_BY_NAME} group by p.ord) m "
        f"join {TABLE} c on c.id = m.id",
    )


def _roles(run_id: int) -> None:
    """Words between commas; a word that names no part is told."""
    look = LOOKUPS[Form.PART]
    texts = rows_of(
        "select i.ord, i.roles, i.file, i.line from met m join people i on i.ord = m.ord where i.roles is not null"
    )
    words = [
        (row[0], word.strip(), *row[2:])
        for row in texts
        for word in row[1].replace(";", ",").split(",")
        if word.strip()
    ]
    known = {word: look(word) for _, word, _, _ in words}
    load_rows(
        sorted({(ord_, part) for ord_, word, _, _ in words if (part := known[word])}),
        name="playing",
        columns={"ord": "bigint", "part": "text"},
    )
    load_rows(
        [(file, line, word) for _, word, file, line in words if known[word] is None],
        name="unknown_parts",
        columns={"file": "integer", "line": "bigint", "word": "text"},
    )
    run("insert into unresolved select file, line, 'roles', word, 'bad_form' from unknown_parts")
    make(
        "played",
        "select r.ord, m.id, r.part from playing r join met m on m.ord = r.ord where not exists "
        "(select 1 from customers_contactrole k where k.contact_id = m.id and k.part = r.part)",
    )
    run("insert into customers_contactrole (contact_id, part) select distinct id, part from played")
    run(
        'insert into customers_overwritten (of_id, "table", "row", "column", contact_id) '
        f"select distinct {run_id}, 'role', id, part, id from played"
    )
    run("insert into outcome select distinct ord, 'updated' from played")
