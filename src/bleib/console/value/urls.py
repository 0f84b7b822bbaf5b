"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.value import views

urlpatterns: list[URLPattern] = [path("value/", views.value, name="value")]
