"""The search over everything, and what is proposed while somebody types."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.search import views

urlpatterns: list[URLPattern] = [
    path("search/", views.everything, name="search"),
    path("search/suggestions/", views.suggestions, name="search_suggestions"),
]
