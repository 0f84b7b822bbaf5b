"""The staff's pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console import views

urlpatterns: list[URLPattern] = [path("health", views.health, name="health")]
