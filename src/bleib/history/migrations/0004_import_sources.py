# fmt: off

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('history', '0003_timeline'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='sources',
            field=models.JSONField(default=list),
        ),
    ]
