"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.today import views

urlpatterns: list[URLPattern] = [path("", views.start, name="start")]
