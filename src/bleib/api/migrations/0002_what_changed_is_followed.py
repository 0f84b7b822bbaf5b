"""Triggers that note which record changed, in the transaction that changes it, whoever does: page, file or program.

`api_change` is no model: neither a backup nor a move takes it along, and `api_epoch` has another name then, so that a
cursor from before is refused. A later migration that rebuilds one of these tables on SQLite loses its triggers: it has
to run `install` again. A test sees that they are there.
"""

import uuid

from django.db import migrations

# Table: the kind of record, the column with its id, and what happens to the table that changes the record.
ALL = ("insert", "update", "delete")
FOLLOWED = {
    "customers_customer": ("customer", "id", ALL),
    "customers_customer_tags": ("customer", "customer_id", ALL),
    "customers_customvalue": ("customer", "customer_id", ALL),
    "customers_standing": ("customer", "customer_id", ("update", "delete")),  # the first one comes with its customer
    "customers_contact": ("contact", "id", ALL),
    "customers_contactrole": ("contact", "contact_id", ALL),
    "customers_contract": ("contract", "id", ALL),
    "customers_contractversion": ("contract", "contract_id", ALL),
    "tasks_task": ("task", "id", ALL),
}
# Table: what stands in the answers of others, and the kind under which it is noted (following_names.py tells of whom).
NAMES = {
    "customers_tag": ("tag", ("name",)),
    "customers_customfield": ("field", ("key",)),
    "customers_customer": ("number", ("number",)),
    "customers_product": ("product", ("code",)),
    "accounts_user": ("colleague", ("name", "email")),
}
NUMBER = {"sqlite": "integer primary key autoincrement", "postgresql": "bigserial primary key"}


def install(_apps, schema_editor):
    """Make the tables and the triggers; those that are there stay."""
    vendor = schema_editor.connection.vendor
    schema_editor.execute(
        f"create table if not exists api_change (id {NUMBER[vendor]}, kind varchar(10) not null, "
        "object_id bigint not null, seq bigint)"
    )
    schema_editor.execute("create index if not exists api_change_read on api_change (kind, seq)")
    schema_editor.execute("create index if not exists api_change_place on api_change (seq) where seq is not null")
    schema_editor.execute("create index if not exists api_change_object on api_change (kind, object_id)")
    schema_editor.execute("create index if not exists api_change_unread on api_change (id) where seq is null")
    schema_editor.execute("create table if not exists api_epoch (name varchar(12) primary key)")
    schema_editor.execute(
        f"insert into api_epoch select '{uuid.uuid4().hex[:12]}' where not exists (select 1 from api_epoch)"
    )
    make = _postgresql if vendor == "postgresql" else _sqlite
    for table, (kind, column, verbs) in FOLLOWED.items():
        for verb in verbs:
            for statement in make(table, kind=kind, column=column, verb=verb):
                schema_editor.execute(statement)
    for table in NAMES:
        for statement in _named(table, vendor):
            schema_editor.execute(statement)


def remove(_apps, schema_editor):
    """Without a trace."""
    for name in names():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"drop function if exists {name}() cascade")
        else:
            schema_editor.execute(f"drop trigger if exists {name}")
    schema_editor.execute("drop table if exists api_change")
    schema_editor.execute("drop table if exists api_epoch")


def names():
    """Of all triggers."""
    followed = [f"{table}_follow_{verb}" for table, (_kind, _column, verbs) in FOLLOWED.items() for verb in verbs]
    return followed + [f"{table}_follow_name" for table in NAMES]


def _sqlite(table, *, kind, column, verb):
    row = "old" if verb == "delete" else "new"
    note = f"insert into api_change (kind, object_id) values ('{kind}', {row}.{column})"
    if verb == "update" and column != "id":  # what moves to another is missing where it was
        note += f"; insert into api_change (kind, object_id) select '{kind}', old.{column} "
        note += f"where old.{column} is not new.{column}"
    yield f"create trigger if not exists {table}_follow_{verb} after {verb} on {table} begin {note}; end"


def _postgresql(table, *, kind, column, verb):
    """Once per statement, however many rows it touches."""
    name, rows = f"{table}_follow_{verb}", "old table" if verb == "delete" else "new table"
    note = f"insert into api_change (kind, object_id) select distinct '{kind}', {column} from followed"
    if verb == "update" and column != "id":  # what moves to another is missing where it was
        rows = "old table as before new table"
        note += f" union select '{kind}', {column} from before"
    yield (
        f"create or replace function {name}() returns trigger language plpgsql as $$ begin {note}; return null; end $$"
    )
    yield (
        f"create or replace trigger {name} after {verb} on {table} referencing {rows} as followed "
        f"for each statement execute function {name}()"
    )


def _named(table, vendor):
    """Once per row, and only where the name is another one: most updates leave it alone."""
    name, (kind, columns) = f"{table}_follow_name", NAMES[table]
    differs = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
    note = f"insert into api_change (kind, object_id) values ('{kind}', new.id)"
    when = f"after update of {', '.join(columns)} on {table} for each row when ({differs})"
    if vendor == "sqlite":
        yield f"create trigger if not exists {name} {when} begin {note}; end"
        return
    yield (
        f"create or replace function {name}() returns trigger language plpgsql as $$ begin {note}; return null; end $$"
    )
    yield f"create or replace trigger {name} {when} execute function {name}()"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_tokens"),
        ("api", "0001_given_answer"),
        ("customers", "0006_numbers_have_a_name"),
        ("tasks", "0001_initial"),
    ]
    operations = [migrations.RunPython(install, remove)]
