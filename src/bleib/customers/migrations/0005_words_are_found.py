"""Indexes of words for the search: FTS5 tables kept by triggers on SQLite, GIN over an expression on PostgreSQL.

A later migration that rebuilds one of these tables on SQLite loses its triggers: it has to run `install` again. A test
sees that they are there.
"""

from django.db import migrations

TEXTS = {
    "customers_customer": ("name", "number", "vat_id", "city", "mail", "domain"),
    "customers_contact": ("first_name", "last_name", "mail"),
}
FOLDED = (("Ä", "ae"), ("ä", "ae"), ("Ö", "oe"), ("ö", "oe"), ("Ü", "ue"), ("ü", "ue"), ("ẞ", "ss"), ("ß", "ss"))
ACCENTS = "àáâãåāăąçćčďđèéêëēėęěğìíîïīįıķļľłñńņňòóôõøōőŕřśşšťţùúûūůűųýÿźžż"
PLAIN = "aaaaaaaacccddeeeeeeeegiiiiiiiklllnnnnooooooorrsssttuuuuuuuyyzzz"


def install(_apps, schema_editor):
    """Make the indexes of what is there already."""
    make = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
    for statement in make():
        schema_editor.execute(statement)


def remove(_apps, schema_editor):
    """Without a trace."""
    for table in TEXTS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"drop index if exists {table}_words")
        else:
            for verb in ("insert", "update", "delete"):
                schema_editor.execute(f"drop trigger if exists {table}_words_{verb}")
            schema_editor.execute(f"drop table if exists {table}_words")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("drop function if exists bleib_words(text)")


def _folded(text):
    for letter, plain in FOLDED:
        text = f"replace({text}, '{letter}', '{plain}')"
    return text


def _postgresql():
    folded = f"translate(lower({_folded('$1')}), '{ACCENTS}', '{PLAIN}')"
    yield (
        "create or replace function bleib_words(text) returns tsvector language sql immutable strict parallel safe as "
        f"$$ select to_tsvector('pg_catalog.simple', regexp_replace({folded}, '[^[:alnum:]]+', ' ', 'g')) $$"
    )
    for table, columns in TEXTS.items():
        yield f"create index {table}_words on {table} using gin (bleib_words({_joined(columns)}))"


def _joined(columns, row=""):
    return " || ' ' || ".join(f"{row}{column}" for column in columns)


def _sqlite():
    for table, columns in TEXTS.items():
        index = f"{table}_words"
        yield (
            f"create virtual table if not exists {index} using fts5(words, content='', detail=none, prefix='2', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        old, new = _folded(_joined(columns, "old.")), _folded(_joined(columns, "new."))
        add = f"insert into {index}(rowid, words) values (new.id, {new});"
        drop = f"insert into {index}({index}, rowid, words) values ('delete', old.id, {old});"
        changed = f"update of {', '.join(columns)}"
        for verb, when, done in (
            ("insert", "insert", add),
            ("delete", "delete", drop),
            ("update", changed, drop + add),
        ):
            yield f"create trigger {index}_{verb} after {when} on {table} begin {done} end"
        yield f"insert into {index}(rowid, words) select id, {_folded(_joined(columns))} from {table}"


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_fields_have_an_order")]
    operations = [migrations.RunPython(install, remove)]
