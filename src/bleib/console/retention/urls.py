"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.retention import behind, views

urlpatterns: list[URLPattern] = [
    path("retention/", views.retention, name="retention"),
    path("retention/members/", behind.members, name="members"),
    path("retention/members/export/", behind.export, name="export_members"),
]
