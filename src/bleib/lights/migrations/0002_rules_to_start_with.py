"""Every installation starts with the rules of default.yaml, so that the first page shows them."""

from importlib.resources import files
from typing import Any

import yaml
from django.db import migrations


def start(apps: Any, schema: Any) -> None:
    rule_set, rule = (_rows(apps.get_model("lights", name), schema) for name in ("RuleSet", "LightRule"))
    text = (files("bleib.lights") / "default.yaml").read_text(encoding="utf-8")
    for n, given in enumerate(yaml.safe_load(text)["sets"]):
        names = {f"name_{lang}": given["name"][lang] for lang in ("de", "en")}
        made = rule_set.create(key=given["key"], applies=given.get("applies"), position=n, **names)
        for place, each in enumerate(given["rules"]):
            texts = {
                f"{part}_{lang}": each[part][lang] for part in ("name", "because", "advice") for lang in ("de", "en")
            }
            rule.create(
                rule_set=made, key=each["key"], colour=each["light"], condition=each["when"], position=place, **texts
            )


def _rows(model: Any, schema: Any) -> Any:
    """In the database that is being migrated: a backup is restored into one beside the default."""
    return model.objects.using(schema.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("lights", "0001_initial")]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
