"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.journey_map import views

urlpatterns: list[URLPattern] = [
    path("journey-map/", views.journey_map, name="journey_map"),
    path("journey-map/task/", views.make_task, name="journey_map_task"),
]
