"""Every installation starts with the rules of default.yaml, so that the first page shows them."""

from typing import Any

from django.db import migrations

from bleib.lights.understanding import default_data


def start(apps: Any, _schema: Any) -> None:
    rule_set, rule = apps.get_model("lights", "RuleSet"), apps.get_model("lights", "LightRule")
    for n, given in enumerate(default_data()["sets"]):
        made = rule_set.objects.create(
            key=given["key"], name_de=given["name"]["de"], name_en=given["name"]["en"], position=n
        )
        for place, each in enumerate(given["rules"]):
            texts = {
                f"{part}_{lang}": each[part][lang] for part in ("name", "because", "advice") for lang in ("de", "en")
            }
            rule.objects.create(
                rule_set=made, key=each["key"], colour=each["light"], condition=each["when"], position=place, **texts
            )


class Migration(migrations.Migration):
    dependencies = [("lights", "0001_initial")]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
