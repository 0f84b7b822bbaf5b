"""Addresses of this area. A month is written as 2026-10."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.monthly import views

urlpatterns: list[URLPattern] = [
    path("monthly/", views.monthly, name="monthly"),
    path("monthly/make/", views.make, name="make_monthly"),
    path("monthly/schedule/", views.schedule, name="monthly_schedule"),
    path("monthly/recipients/", views.subscribe, name="monthly_subscribe"),
    path("monthly/recipients/<int:pk>/remove/", views.unsubscribe, name="monthly_unsubscribe"),
    path("monthly/letters/<int:pk>/again/", views.again, name="monthly_again"),
    path("monthly/<slug:month>/send/", views.send, name="send_monthly"),
    path("monthly/<slug:month>/test/", views.test, name="test_monthly"),
    path("monthly/<slug:month>/<slug:lang>.<slug:kind>", views.download, name="download_monthly"),
]
