"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.definitions import views

urlpatterns: list[URLPattern] = [path("definitions/", views.definitions, name="definitions")]
