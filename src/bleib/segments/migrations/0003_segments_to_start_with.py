"""Every installation starts with the segments of default.yaml, so that the first page shows them."""

from importlib.resources import files
from typing import Any

import yaml
from django.db import migrations


def start(apps: Any, schema: Any) -> None:
    segment = apps.get_model("segments", "Segment").objects.using(schema.connection.alias)
    text = (files("bleib.segments") / "default.yaml").read_text(encoding="utf-8")
    for place, given in enumerate(yaml.safe_load(text)["list"]):
        names = {f"name_{lang}": given["name"][lang] for lang in ("de", "en")}
        segment.create(key=given["key"], condition=given["when"], position=place, ready_made=True, **names)


class Migration(migrations.Migration):
    dependencies = [("segments", "0002_segment_made_by")]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
