"""SQLite's INSERT OR REPLACE does not get past the triggers; those that are there stay."""

from django.db import migrations

from bleib.audit import append_only


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
