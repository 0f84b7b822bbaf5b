from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outlook", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outlook",
            name="drivers",
            field=models.JSONField(blank=True, default=list, verbose_name="what weighs most"),
        ),
        migrations.AddField(
            model_name="outlook",
            name="no_order",
            field=models.FloatField(blank=True, null=True, verbose_name="chance of no order"),
        ),
    ]
