"""Every address. A view without a declared action is refused (accounts/access.py)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from bleib.config.monitoring import metrics

urlpatterns: list[URLPattern | URLResolver] = [
    path("metrics", metrics, name="metrics"),
    path("", include("bleib.accounts.urls")),
    path("", include("bleib.api.urls")),
    path("", include("bleib.ingest.urls")),
    path("", include("bleib.console.urls")),
]
