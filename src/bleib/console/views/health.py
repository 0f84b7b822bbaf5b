"""Pages of the console."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from bleib.accounts.access import public


@public("a load balancer asks without an account; the answer says nothing about anybody")
def health(_request: HttpRequest) -> JsonResponse:
    """200 when this process answers and its database does."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})
