"""The table in which attempts are counted (settings.CACHES): made with the others, wherever `migrate` runs."""

from django.core.management import call_command
from django.db import migrations


def create(_apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(_apps, schema_editor):
    schema_editor.execute("drop table if exists accounts_cache")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
