"""The triggers that keep the log append-only. A later migration that remakes a table on SQLite installs them again."""

from django.db import migrations

from bleib.audit import append_only


def install(_apps, schema_editor):
    append_only.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
