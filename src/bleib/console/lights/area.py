"""Conditions of rules: in the words of lights."""

from __future__ import annotations

from functools import partial

from bleib.console.conditions.editor import Area
from bleib.lights.api import vocabulary

LIGHTS = Area(partial(vocabulary, choices=True), lines="lights_lines", preview="lights_preview")
