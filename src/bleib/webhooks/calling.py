"""One call: a signed body goes out, a status and the beginning of an answer come back. Nothing here raises."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import replace

from bleib.webhooks.answer import Answer, Fault
from bleib.webhooks.reaching import Forbidden, Pinned, UnknownHost, places
from bleib.webhooks.target import BadAddress, Target, target

SECONDS = 15.0  # for everything after the name was looked up
READ_BYTES = 2_000
KEPT_CHARACTERS = 500
LONGEST_WAIT = 86_400.0  # what Retry-After may ask for

FAULTS: tuple[tuple[tuple[type[BaseException], ...], Fault], ...] = (
    ((UnknownHost,), Fault.UNKNOWN_HOST),
    ((Forbidden, BadAddress), Fault.FORBIDDEN),
    ((ssl.SSLCertVerificationError,), Fault.CERTIFICATE),
    ((TimeoutError,), Fault.TIMEOUT),
    ((http.client.HTTPException, ValueError), Fault.NONSENSE),
    ((OSError,), Fault.REFUSED),
)


def call(url: str, *, headers: Mapping[str, str], body: bytes, seconds: float = SECONDS) -> Answer:
    """POST `body`. Success is a status of 200 to 299; no redirect is followed, whatever it says."""
    began = time.monotonic()
    try:
        answer = _called(target(url), headers, body, seconds=seconds)
    except Exception as error:  # noqa: BLE001 - whatever a stranger's server does becomes a sentence
        answer = Answer(0.0, fault=_fault(error))
    return replace(answer, seconds=round(time.monotonic() - began, 3))


def _called(to: Target, headers: Mapping[str, str], body: bytes, *, seconds: float) -> Answer:
    connection = Pinned(to, places(to), seconds=seconds)
    # A timeout of the socket is one for each byte; this one is for all of them.
    timer = threading.Timer(seconds, connection.cut)
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", to.path, body=body, headers={"Host": to.netloc, "Connection": "close", **headers})
        response = connection.getresponse()
        return _answered(response, response.read(READ_BYTES))
    except Exception as error:  # noqa: BLE001 - a call that was cut may fail in any way
        raise TimeoutError if connection.was_cut else error from None
    finally:
        timer.cancel()
        connection.close()


def _answered(response: http.client.HTTPResponse, said: bytes) -> Answer:
    status = response.status
    fault = None if 200 <= status < 300 else Fault.REDIRECT if 300 <= status < 400 else Fault.STATUS
    text = said.decode("utf-8", "replace").replace("\0", "")[:KEPT_CHARACTERS]
    return Answer(0.0, status=status, fault=fault, said=text, wait=_wait(response.headers.get("Retry-After", "")))


def _wait(told: str) -> float:
    """Seconds; dates are not listened to."""
    return min(float(told), LONGEST_WAIT) if told.isascii() and told.isdecimal() and len(told) < 10 else 0.0


def _fault(error: Exception) -> Fault:
    return next((fault for kinds, fault in FAULTS if isinstance(error, kinds)), Fault.NONSENSE)
