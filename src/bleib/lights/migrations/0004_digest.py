from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lights", "0003_reasons_in_order_of_rules")]

    operations = [
        migrations.AddField("light", "digest", models.BigIntegerField(blank=True, null=True, verbose_name="digest")),
    ]
