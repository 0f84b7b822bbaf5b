"""Addresses of the API. Operations are behind `entrance`, which loads them when somebody asks."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.api.docs import docs
from bleib.api.entrance import entrance, openapi

urlpatterns: list[URLPattern] = [
    path("api/", docs, name="api_docs"),
    path("api/v1/openapi.json", openapi, name="api_description"),
    path("api/v1/", entrance, name="api_root"),
    path("api/v1/<path:rest>", entrance, name="api"),
]
