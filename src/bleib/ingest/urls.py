"""Addresses of the protocol, as client libraries know them, and of the script for websites."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.ingest import views
from bleib.ingest.protocol import KINDS, SHORT

BATCHES = ("batch", "import", "b")

urlpatterns: list[URLPattern] = [
    *(path(f"v1/{kind}", views.events, {"kind": kind}, name=f"ingest_{kind}") for kind in KINDS),
    *(path(f"v1/{short}", views.events, {"kind": kind}, name=f"ingest_{short}") for short, kind in SHORT.items()),
    *(path(f"v1/{name}", views.events, name=f"ingest_{name}") for name in BATCHES),
    path("t/bleib.js", views.script, name="tracker"),
]
