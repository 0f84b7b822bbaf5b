"""The addresses that client libraries of Segment and RudderStack call. No session, no cookie, no page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from bleib.accounts.access import public
from bleib.ingest import tracker
from bleib.ingest.receiving import receive
from bleib.ingest.refusals import Refused

# Nothing is read from a cookie, so any page may send; what it may say depends on its write key.
FROM_ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Encoding, Content-Type, X-Retry-Count",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
WAIT_SECONDS = "10"


@public("client libraries and websites send events with a write key")
@csrf_exempt
def events(request: HttpRequest, kind: str = "") -> HttpResponse:
    """Keep one message of this kind, or a batch. Answers are those of Segment."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=FROM_ANYWHERE)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST, OPTIONS", **FROM_ANYWHERE})
    try:
        receive(request, kind=kind, now=timezone.now())
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"success": True}, headers=FROM_ANYWHERE)


@public("websites load the script that counts visits")
@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The tracker for websites, compressed where the browser takes it."""
    return tracker.answer(request)


def _refused(refusal: Refused) -> HttpResponse:
    headers = {**FROM_ANYWHERE, **({"Retry-After": WAIT_SECONDS} if refusal.status == 429 else {})}
    told = {"success": False, "code": refusal.code, "message": str(refusal)}
    return JsonResponse(told, status=refusal.status, headers=headers)
