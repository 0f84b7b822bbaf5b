"""The tables of a new installation are copied from the first one of its environment: it must not get that one's epoch."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("api", "0002_what_changed_is_followed")]
    operations = [migrations.RunSQL("delete from api_epoch", migrations.RunSQL.noop)]
