"""What is taken, and what is refused with which words."""

from __future__ import annotations

import base64
import gzip
import json
import tracemalloc

import pytest

from bleib.ingest.models import Waiting
from bleib.ingest.protocol import LARGEST_MESSAGE, LARGEST_REQUEST, check
from bleib.ingest.sources import connect, rekey, revoke
from bleib.ingest.tests.conftest import NOW, identify, track
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("to", ["track", "t"])
def test_one_message_has_an_address_of_its_own(send, application, to):
    answer = send(application[1], {"event": "Export", "userId": "u"}, to=to)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    row = Waiting.objects.get()
    assert (row.kind, row.events, row.source) == ("track", 1, application[0])


@pytest.mark.parametrize("packed", [False, True])
def test_a_batch_is_one_row(send, application, packed):
    assert send(application[1], track("A"), identify("u"), packed=packed).status_code == 200
    assert json.loads(bytes(Waiting.objects.get().body))["batch"][1]["userId"] == "u"


@pytest.mark.parametrize("to", ["import", "b"])
def test_a_batch_has_several_addresses(client, application, to):
    body = json.dumps({"writeKey": application[1], "batch": [track("A")]})
    assert client.post(f"/v1/{to}", body, "text/plain").status_code == 200
    assert Waiting.objects.get().kind == ""


def test_the_write_key_may_be_the_user_of_basic_authentication(client, application):
    credentials = base64.b64encode(f"{application[1]}:".encode()).decode()
    answer = client.post(
        "/v1/batch", {"batch": [track("A")]}, "application/json", headers={"Authorization": f"Basic {credentials}"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic bm9ib2R5Og==", "Basic ###", "Basic /w==", "Bearer abc", "Basic", "Basic " + "QQ" * 5000]
)
def test_who_cannot_say_a_write_key_is_refused_whatever_the_body_says(client, application, header):
    body = {"batch": [track("A")], "writeKey": application[1]}
    answer = client.post("/v1/batch", body, "application/json", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_write_key")
    assert not Waiting.objects.exists()


def test_a_revoked_key_and_one_that_was_replaced_are_void(send, application):
    source, key = application
    new = rekey(source, by=None, now=NOW)
    assert send(key, track("A")).status_code == 401
    assert send(new, track("A")).status_code == 200
    revoke(source, by=None, now=NOW)
    assert send(new, track("A")).status_code == 401


def test_the_key_itself_is_kept_nowhere(application):
    source, key = application
    assert key not in str(vars(source))
    assert key.startswith(source.shown)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ({"type": "track", "userId": "u"}, "needs event"),
        ({"type": "track", "event": "A"}, "userId or anonymousId"),
        ({"type": "group", "userId": "u"}, "needs groupId"),
        ({"type": "alias", "userId": "u"}, "previousId"),
        ({"type": "delete", "userId": "u"}, "none of"),
        ({"userId": "u"}, "no type"),
        ({"type": "track", "event": "A", "userId": {"$gt": ""}}, "$.batch[1].userId"),
        ({"type": "track", "event": "A", "userId": "u" * 201}, "length <= 200"),
        (["track"], "$.batch[1]"),
    ],
)
def test_a_message_that_says_too_little_is_named_and_nothing_is_kept(send, application, message, why):
    answer = send(application[1], track("A"), message)
    assert answer.status_code == 400
    assert why in answer.json()["message"]
    assert not Waiting.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"batch": 1}', b"\xff\xfe", b'{"batch":[]}x'])
def test_what_is_no_json_is_refused(client, application, body):
    credentials = base64.b64encode(application[1].encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    assert client.post("/v1/batch", body, "application/json", headers=headers).status_code == 400


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_deep_nesting_is_refused(client, application, opening):
    deep = b'{"batch":[{"type":"track","event":"A","userId":"u","properties":' + opening * 200_000
    answer = client.post("/v1/batch", deep, "application/json")
    assert (answer.status_code, "deeply" in answer.json()["message"]) == (400, True)


@pytest.mark.parametrize("number", ["9" * 5_000, "1e999999"])
def test_a_number_that_nobody_can_read_is_refused_and_not_found_by_the_worker(client, application, number):
    message = json.dumps(track("A", properties={"price": "NUMBER"})).replace('"NUMBER"', number)
    body = f'{{"writeKey": "{application[1]}", "batch": [{message}]}}'
    answer = client.post("/v1/batch", body.encode(), "application/json")
    assert (answer.status_code, Waiting.objects.count()) == (400, 0)


def test_a_message_that_is_too_large_is_named(send, application):
    large = track("A", properties={"text": "x" * LARGEST_MESSAGE})
    answer = send(application[1], track("A"), large)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "Message 1" in answer.json()["message"]
    assert send(application[1], large, to="track").status_code == 413


@pytest.mark.slow
def test_a_request_of_brackets_is_not_unfolded_in_memory(send, application):
    few = [track("A", f"m{number}", properties=[[]] * 7_500) for number in range(100)]
    send(application[1], track("A"))  # loads what is loaded lazily
    tracemalloc.start()
    try:
        assert check(json.dumps({"batch": few}).encode(), kind="").events == 100
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST_REQUEST


@pytest.mark.parametrize("name", ["", " ", "a" * 121, "Shop\r\nX-Evil: 1", "Shop\x00"])
def test_a_name_of_more_than_a_line_is_refused(db, name):
    with pytest.raises(UsageError):
        connect(name=name, by=None, now=NOW)


def test_what_stands_in_names_stands_in_no_header(send, application, otter):
    answer = send(application[1], track("A\r\nSet-Cookie: a=b", "m\r\nX-Evil: 1"), sentAt="\r\nX-Evil: 1")
    assert (answer.status_code, "X-Evil" in answer, answer.cookies) == (200, False, {})


def test_a_batch_that_is_large_for_what_is_not_its_messages_is_refused(client, application):
    body = json.dumps({"writeKey": application[1], "batch": [track("A")]}).encode() + b" " * (LARGEST_REQUEST // 2)
    answer = client.post("/v1/batch", gzip.compress(body), "application/json", headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, Waiting.objects.count()) == (413, 0)


@pytest.mark.slow
def test_a_request_that_is_too_large_is_not_unpacked(client, application):
    bomb = gzip.compress(b" " * (50 * LARGEST_REQUEST))
    assert len(bomb) < LARGEST_REQUEST
    answer = client.post("/v1/batch", bomb, "application/json", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 413
    assert client.post("/v1/batch", b" " * (LARGEST_REQUEST + 1), "application/json").status_code == 413


@pytest.mark.parametrize(
    ("encoding", "body", "status"),
    [("br", b"{}", 415), ("gzip", b"{}", 400), ("gzip", gzip.compress(b'{"batch":[]}', mtime=0)[:-9], 400)],
)
def test_what_is_not_packed_as_it_says_is_refused(client, db, encoding, body, status):
    answer = client.post("/v1/batch", body, "application/json", headers={"Content-Encoding": encoding})
    assert answer.status_code == status


@pytest.mark.parametrize("evil", ["x\r\nSet-Cookie: a=b", "x\nX-Evil: 1", "\x00", "\u2028"])
def test_nothing_of_a_request_reaches_a_header(send, evil):
    answer = send(evil, track(evil, evil))
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    assert not any(evil in f"{name}{value}" for name, value in answer.headers.items())


def test_any_page_may_send_and_nobody_gets_a_cookie(client, send, website):
    preflight = client.options("/v1/batch", headers={"Origin": "https://shop.example"})
    assert (preflight.status_code, preflight["Access-Control-Allow-Origin"]) == (204, "*")
    answer = send(website[1], track("A"))
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies


def test_only_post_sends(client, db):
    assert client.get("/v1/batch").status_code == 405
    assert client.put("/v1/track").status_code == 405
