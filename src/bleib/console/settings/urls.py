"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.settings.views import company, fields, goods, overview, presets, targets, wanted, words

urlpatterns: list[URLPattern] = [
    path("settings/", overview.overview, name="settings"),
    path("settings/roles/", overview.roles, name="settings_roles"),
    path("settings/company/", company.of_company, name="settings_company"),
    path("settings/language/", company.language, name="settings_language"),
    path("settings/currency/", company.of_currency, name="settings_currency"),
    path("settings/time-zone/", company.time_zone, name="settings_time_zone"),
    path("settings/targets/", targets.list_, name="settings_targets"),
    path("settings/targets/<int:pk>/remove/", targets.remove, name="settings_remove_target"),
    path("settings/goods/", goods.goods, name="settings_goods"),
    path("settings/fields/", fields.list_, name="settings_fields"),
    path("settings/fields/<int:pk>/", fields.one, name="settings_field"),
    path("settings/fields/<int:pk>/move/", fields.move, name="settings_move_field"),
    path("settings/fields/<int:pk>/retire/", fields.retire, name="settings_retire_field"),
    path("settings/fields/<int:pk>/reinstate/", fields.reinstate, name="settings_reinstate_field"),
    path("settings/wanted/", wanted.list_, name="settings_wanted"),
    path("settings/wanted/<int:pk>/", wanted.one, name="settings_wanted_field"),
    path("settings/wanted/<int:pk>/move/", wanted.move_, name="settings_move_wanted"),
    path("settings/wanted/<int:pk>/rest/", wanted.rest_, name="settings_rest_wanted"),
    path("settings/wanted/<int:pk>/again/", wanted.again, name="settings_ask_again"),
    path("settings/tags/", words.tags, name="settings_tags"),
    path("settings/tags/<int:pk>/", words.tag, name="settings_tag"),
    path("settings/tags/<int:pk>/merge/", words.merge_tag, name="settings_merge_tag"),
    path("settings/tags/<int:pk>/remove/", words.remove_tag, name="settings_remove_tag"),
    path("settings/groups/", words.groups, name="settings_groups"),
    path("settings/groups/<int:pk>/", words.group, name="settings_group"),
    path("settings/groups/<int:pk>/remove/", words.remove_group, name="settings_remove_group"),
    path("settings/acquisition/", words.ways, name="settings_ways"),
    path("settings/presets/", presets.list_, name="settings_presets"),
    path("settings/presets/remove/", presets.remove, name="settings_remove_preset"),
]
