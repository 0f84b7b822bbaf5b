"""Staged people into the tables: found or new, changed or not - each a set, none a loop over rows.

The temp table `people` is what was staged, `target` says which customer each number is, `outcome` what became of a
line.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bleib.customers.importing.load import load_rows, make, one, rows_of, run
from bleib.customers.importing.people import CUSTOMER, REFERENCES
from bleib.customers.importing.plan import Wishes
from bleib.customers.importing.values import Overwriting, overwrite

TABLE = "customers_customer"
SINGLE = "group by 1 having count(distinct number) = 1"


def put_customers(run_id: int, columns: Mapping[str, str], *, wishes: Wishes, now: datetime) -> None:
    """Match, create, refer, overwrite."""
    if one("select count(*) from people where not own"):
        _find_without_number(columns, wishes)
    _collapse(columns)
    _create(run_id, columns, now)
    _target(run_id)
    run("insert into outcome select ord, 'created' from target where is_new")
    _open_standings(run_id, columns, now)
    if wishes.update:
        _change_standings(run_id, columns, now)
    _refer(columns)
    if wishes.update:
        overwrite(run_id, _overwriting(columns))
    _tag(run_id, columns)


def _overwriting(columns: Mapping[str, str]) -> Overwriting:
    given = {key: (key, kind) for key, kind in CUSTOMER.items() if key in columns}
    given |= {key: (f"{key}_id", "bigint") for key in REFERENCES if key in columns}
    return Overwriting("customer", TABLE, rows="target", staged=given, about="customer_id")


def _find_without_number(columns: Mapping[str, str], wishes: Wishes) -> None:
    """Lines without a number get that of the one customer they speak of: by VAT id, name, mail, domain.

    A name that comes by mail or domain is that of another branch at best, so it changes nothing.
    """
    current = f"from {TABLE} where merged_into_id is null"
    if "vat_id" in columns:
        _rename(
            "vat",
            "people.vat_id = c.key",
            f"select vat_id as key, min(number) as number {current} and vat_id <> '' {SINGLE}",
        )
    named = f"select name as key, min(number) as number {current} and name <> '' {SINGLE}"
    if "name" in columns:
        _rename(
            "name",
            f"people.name = c.key and not exists (select 1 from {TABLE} k where k.number = people.number)",
            named,
        )
    unknown = f"not exists (select 1 from {TABLE} k where k.number = people.number)"
    if "mail" in wishes.match and "contact_mail" in columns:
        mails = (
            f"select key, min(number) as number from (select mail as key, number {current} and mail <> '' "
            "union select p.mail, c.number from customers_contact p join customers_customer c on c.id = p.customer_id "
            f"where p.mail <> '' and c.merged_into_id is null) known {SINGLE}"
        )
        _rename("mail", f"people.contact_mail = c.key and {unknown}", mails)
    if "domain" in wishes.match and "contact_mail" in columns:
        domains = f"select domain as key, min(number) as number {current} and domain <> '' {SINGLE}"
        at = "substr(people.contact_mail, length(people.contact_mail) - length(c.key)) = '@' || c.key"
        _rename("domain", f"{at} and {unknown}", domains)
    if "name" in columns:
        run("update people set name = null where found_by in ('mail', 'domain')")


def _rename(how: str, condition: str, known: str) -> None:
    renamed = run(
        f"update people set number = c.number, found_by = '{how}' from ({known}) c "
        f"where not own and found_by is null and {condition}"
    )
    if renamed:
        run("create index if not exists people_number on people (number)")
        run("update people set is_lead = (ord = (select min(o.ord) from people o where o.number = people.number))")


def _collapse(columns: Mapping[str, str]) -> None:
    """Of several lines about one customer, the first stands for all, with the last value that each column says."""
    given = [key for key in (*CUSTOMER, *REFERENCES, "standing", "since", "fallback_name") if key in columns]
    if not given or not one("select count(*) from people where not is_lead"):
        return
    run("create index if not exists people_number on people (number)")
    latest = ", ".join(
        f"{key} = (select o.{key} from people o where o.number = people.number and o.{key} is not null "
        "order by o.ord desc limit 1)"
        for key in given
    )
    run(f"update people set {latest} where is_lead and number in (select number from people where not is_lead)")


def _create(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    values = {key: f"coalesce(i.{key}, '')" if key in columns else "''" for key in CUSTOMER}
    values["name"] = f"coalesce({'i.name, ' if 'name' in columns else ''}i.fallback_name, '')"
    person = "i.is_person, " if "is_person" in columns else ""
    values["is_person"] = f"coalesce({person}i.fallback_person, false)"
    run(
        f"insert into {TABLE} (number, kept_by, created_at, imported_by_id, {', '.join(values)}) "
        f"select i.number, 'import', %s, {run_id}, {', '.join(values.values())} from people i "
        f"where i.is_lead and not exists (select 1 from {TABLE} c where c.number = i.number) order by i.ord",
        [now],
    )


def _target(run_id: int) -> None:
    """Which customer each number is in the end, and whether it came just now."""
    make(
        "target",
        f"select i.ord, i.number, coalesce(c.merged_into_id, c.id) as id, coalesce(c.imported_by_id = {run_id}, false) "
        f"as is_new from people i join {TABLE} c on c.number = i.number where i.is_lead",
    )
    follow = f"from {TABLE} c where c.id = target.id and c.merged_into_id is not null"
    while run(f"update target set id = c.merged_into_id {follow}"):
        pass


def _open_standings(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    """Who is new is a prospect, unless the file says otherwise."""
    kind = "coalesce(i.standing, 'prospect')" if "standing" in columns else "'prospect'"
    # Since when they are customers is no instant at which they ceased to be some.
    former = "or i.standing = 'former'" if "standing" in columns else ""
    since = f"case when i.since >= %s {former} then %s else coalesce(i.since, %s) end" if "since" in columns else "%s"
    run(
        f"insert into customers_standing (customer_id, kind, since, because) select t.id, {kind}, {since}, "
        f"'import {run_id}' from target t join people i on i.ord = t.ord where t.is_new",
        [now, now, now] if "since" in columns else [now],
    )


def _change_standings(run_id: int, columns: Mapping[str, str], now: datetime) -> None:
    """What the file says somebody is now; a customer that facts know is not made a prospect again."""
    if "standing" not in columns:
        return
    make(
        "restanding",
        "select min(t.ord) as ord, t.id, min(i.standing) as kind from target t join people i on i.ord = t.ord "
        "join customers_standing s on s.customer_id = t.id and s.until is null where not t.is_new "
        "and i.standing is not null and i.standing <> s.kind and i.standing <> 'prospect' and s.since < %s "
        "group by t.id",
        [now],
    )
    run(
        "update customers_standing set until = %s from restanding r "
        "where customers_standing.customer_id = r.id and customers_standing.until is null",
        [now],
    )
    run(
        "insert into customers_standing (customer_id, kind, since, because) "
        f"select id, kind, %s, 'import {run_id}' from restanding",
        [now],
    )
    run("insert into outcome select ord, 'updated' from restanding")


def _refer(columns: Mapping[str, str]) -> None:
    """Numbers, or names, of other customers and addresses of colleagues become references; unknown ones are told."""
    for key in REFERENCES:
        if key not in columns:
            continue
        run(f"alter table people add column {key}_id bigint")
        known = (
            "select email as key, min(id) as id from accounts_user group by 1"
            if key == "owner"
            else f"select number as key, id from {TABLE}"
        )
        run(f"update people set {key}_id = k.id from ({known}) k where people.{key} = k.key")
        if key != "owner":
            by_name = f"select name as key, min(id) as id, min(number) as number from {TABLE} where name <> '' {SINGLE}"
            run(
                f"update people set {key}_id = k.id from ({by_name}) k where people.{key}_id is null and "
                f"people.{key} = k.key"
            )
            own = f"select 1 from target t where t.ord = people.ord and t.id = people.{key}_id"
            run(f"update people set {key}_id = null where {key}_id is not null and exists ({own})")
        run(
            f"insert into unresolved select file, line, '{key}', {key}, 'unknown' from people "
            f"where {key} is not null and {key} <> '' and {key}_id is null"
        )
        run(
            f"update {TABLE} set {key}_id = i.{key}_id from target t join people i on i.ord = t.ord "
            f"where {TABLE}.id = t.id and t.is_new and i.{key}_id is not null"
        )


def _tag(run_id: int, columns: Mapping[str, str]) -> None:
    """Words between commas or bars become tags; tags are added, never taken away."""
    if "tags" not in columns:
        return
    words = [
        (ord_, word.strip()[:60])
        for ord_, text in rows_of("select ord, tags from people where tags is not null")
        for word in text.replace("|", ",").replace(";", ",").split(",")
        if word.strip()
    ]
    load_rows(words, name="tagged", columns={"ord": "bigint", "word": "text"})
    run(
        "insert into customers_tag (name) select distinct word from tagged w "
        "where not exists (select 1 from customers_tag t where t.name = w.word)"
    )
    make(
        "hung",
        "select min(i.ord) as ord, t.id as customer_id, g.id as tag_id from tagged w join people i on i.ord = w.ord "
        "join target t on t.number = i.number join customers_tag g on g.name = w.word where not exists (select 1 "
        "from customers_customer_tags h where h.customer_id = t.id and h.tag_id = g.id) group by 2, 3",
    )
    run("insert into customers_customer_tags (customer_id, tag_id) select customer_id, tag_id from hung")
    run(
        'insert into customers_overwritten (of_id, "table", "row", "column", customer_id) '
        f"select {run_id}, 'tag', customer_id, cast(tag_id as text), customer_id from hung"
    )
    run("insert into outcome select ord, 'updated' from hung")
