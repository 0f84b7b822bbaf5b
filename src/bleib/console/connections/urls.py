"""Addresses of connections, tab by tab."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.connections import start, tokens

urlpatterns: list[URLPattern] = [
    path("connections/", start.connections, name="connections"),
    path("connections/tokens/", tokens.tokens, name="tokens"),
    path("connections/tokens/new/", tokens.new, name="new_token"),
    path("connections/tokens/<int:pk>/revoke/", tokens.revoke, name="revoke_token"),
]
