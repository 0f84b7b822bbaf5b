"""Addresses of this area."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.forecast import views

urlpatterns: list[URLPattern] = [
    path("forecast/", views.forecast, name="forecast"),
    path("forecast/leaving/", views.leaving, name="leaving"),
    path("forecast/leaving/export/", views.export, name="export_leaving"),
    path("forecast/again/", views.again, name="forecast_again"),
    path("forecast/earlier/", views.earlier, name="earlier_forecasts"),
]
