"""Addresses of the rules of lights."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.lights.views import condition, file, overview, rule, rule_set

ONE = "lights/rules/<slug:key>/"
SET = "lights/sets/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("lights/", overview.lights, name="lights"),
    path("lights/thresholds/", overview.adopt, name="lights_adopt"),
    path("lights/file/", file.download, name="lights_file"),
    path("lights/file/try/", file.attempt, name="lights_file_try"),
    path("lights/file/take/", file.take, name="lights_file_take"),
    path("lights/lines/", condition.lines, name="lights_lines"),
    path("lights/preview/", condition.preview, name="lights_preview"),
    path("lights/new-rule/", rule.new, name="light_rule_new"),
    path(ONE, rule.edit, name="light_rule"),
    path(f"{ONE}switch/", rule.switch, name="light_rule_switch"),
    path(f"{ONE}move/", rule.move, name="light_rule_move"),
    path(f"{ONE}remove/", rule.remove, name="light_rule_remove"),
    path("lights/new-set/", rule_set.new, name="light_set_new"),
    path(SET, rule_set.edit, name="light_set"),
    path(f"{SET}move/", rule_set.move, name="light_set_move"),
    path(f"{SET}remove/", rule_set.remove, name="light_set_remove"),
]
