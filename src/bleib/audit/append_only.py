"""What the database itself refuses: changing or removing what the audit log says.

The one change it allows is emptying an entry. Whoever may drop triggers can still do anything; that is what the chain
and its noted heads are for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FRAME = ("id", "at", "actor_id", "job", "verb", "model", "object_pk", "content_digest")
REFUSAL = "The audit log is append-only."
TABLES = ("audit_entry", "audit_concern", "audit_seal")

_SAME = " and ".join(f"new.{name} is not distinct from old.{name}" for name in FRAME)
_EMPTIED = f"new.salt = '' and new.content = '{{}}' and {_SAME}"


_UNIQUE = {
    "audit_entry": "id = new.id",
    "audit_concern": "id = new.id or (entry_id = new.entry_id and key = new.key)",
    "audit_seal": "position = new.position or entry = new.entry",
}


def install(connection: Any) -> None:
    """Create the triggers; those that are there stay."""
    _run(connection, _CREATE[connection.vendor])


def missing(connection: Any) -> list[str]:
    """Names of triggers that are not there or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    return sorted(set(_names(connection.vendor)) - found)


@contextmanager
def lifted(connection: Any) -> Iterator[None]:
    """Without the triggers, for a test that empties the database or plays the forger."""
    _run(connection, _DROP[connection.vendor])
    try:
        yield
    finally:
        install(connection)


def _run(connection: Any, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _names(vendor: str) -> list[str]:
    kept = [f"{table}_stays" for table in TABLES]
    changed = ["audit_entry_is_only_emptied", "audit_concern_is_not_changed", "audit_seal_is_not_changed"]
    way_around = "truncated" if vendor == "postgresql" else "replaced"
    return kept + changed + [f"{table}_is_not_{way_around}" for table in TABLES]


def _sqlite() -> list[str]:
    refuse = f"begin select raise(abort, '{REFUSAL}'); end"
    same = _EMPTIED.replace("is not distinct from", "is")
    create = "create trigger if not exists"
    stays = [f"{create} {table}_stays before delete on {table} {refuse}" for table in TABLES]
    kept = [f"{create} {table}_is_not_changed before update on {table} {refuse}" for table in TABLES[1:]]
    emptied = f"{create} audit_entry_is_only_emptied before update on audit_entry when not ({same}) {refuse}"
    # INSERT OR REPLACE removes a row without asking the trigger on removals.
    new = [
        f"{create} {table}_is_not_replaced before insert on {table} "
        f"when exists (select 1 from {table} where {_UNIQUE[table]}) {refuse}"
        for table in TABLES
    ]
    return [*stays, *kept, emptied, *new]


_REFUSE = f"""
create or replace function audit_refuse() returns trigger language plpgsql as $$
begin
    if tg_op = 'TRUNCATE' and not exists (select 1 from audit_entry) then return null; end if;
    raise exception '{REFUSAL}';
end $$
"""


def _postgresql() -> list[str]:
    create = "create or replace trigger"
    row, whole = (f"for each {each} execute function audit_refuse()" for each in ("row", "statement"))
    stays = [f"{create} {table}_stays before delete on {table} {row}" for table in TABLES]
    full = [f"{create} {table}_is_not_truncated before truncate on {table} {whole}" for table in TABLES]
    kept = [f"{create} {table}_is_not_changed before update on {table} {row}" for table in TABLES[1:]]
    only = row.replace("execute", f"when (not ({_EMPTIED})) execute")
    return [_REFUSE, *stays, *full, *kept, f"{create} audit_entry_is_only_emptied before update on audit_entry {only}"]


def _table(trigger: str) -> str:
    return next(table for table in TABLES if trigger.startswith(table))


_CREATE = {"sqlite": _sqlite(), "postgresql": _postgresql()}
_DROP = {
    "sqlite": [f"drop trigger if exists {name}" for name in _names("sqlite")],
    "postgresql": [f"drop trigger if exists {name} on {_table(name)}" for name in _names("postgresql")],
}
_LIST = {
    "sqlite": "select name from sqlite_master where type = 'trigger'",
    "postgresql": "select tgname from pg_trigger where not tgisinternal and tgenabled <> 'D'",
}
