"""The script for websites: one readable file, served compressed, kept by browsers for an hour."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

HEADERS = {"Cache-Control": "public, max-age=3600", "Cross-Origin-Resource-Policy": "cross-origin"}


@cache
def _script() -> tuple[bytes, bytes, str]:
    """The file, the file compressed, and its tag."""
    plain = (files("bleib.ingest.tracker") / "bleib.js").read_bytes()
    return plain, gzip.compress(plain, mtime=0), f'"{hashlib.sha256(plain).hexdigest()[:16]}"'


def answer(request: HttpRequest) -> HttpResponse:
    """The script, or word that the browser has it."""
    plain, packed, tag = _script()
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={**HEADERS, "ETag": tag})
    compressed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if compressed else plain, content_type="text/javascript; charset=utf-8")
    for name, value in {**HEADERS, "ETag": tag, **({"Content-Encoding": "gzip"} if compressed else {})}.items():
        response.headers[name] = value
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
