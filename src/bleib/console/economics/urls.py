"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.economics import views

urlpatterns: list[URLPattern] = [
    path("economics/", views.economics, name="economics"),
    path("economics/replace/", views.replace, name="replace_assumption"),
    path("economics/<slug:name>/reset/", views.reset, name="reset_assumption"),
]
