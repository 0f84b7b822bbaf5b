"""What no browser sends instead of a passkey is refused like a wrong one."""

import json

import pytest

from bleib.accounts.tests.people import PASSWORD

pytestmark = pytest.mark.django_db
RESPONSE = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "MQ"}
WRONG = [
    [1],
    {"response": "x"},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": RESPONSE},
    {"id": 1, "rawId": 1, "type": "public-key", "response": {"clientDataJSON": 1, "attestationObject": 1}},
    "text",
    7,
]


@pytest.mark.parametrize("credential", WRONG)
def test_signing_in(client, anna, credential):
    client.get("/me/second-factor/webauthn/login/", headers={"Accept": "application/json"})
    answer = client.post("/me/second-factor/webauthn/login/", {"credential": json.dumps(credential)})
    assert answer.status_code == 302  # back to the page, which says that it was wrong
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("credential", WRONG)
def test_adding_one(confirmed, credential):
    confirmed.get("/me/second-factor/webauthn/add/")
    answer = confirmed.post("/me/second-factor/webauthn/add/", {"name": "key", "credential": json.dumps(credential)})
    assert answer.status_code == 200
    assert answer.context["form"].errors


@pytest.mark.parametrize("credential", WRONG)
def test_confirming_again(client, anna, credential):
    client.force_login(anna)
    client.post("/sign-in/again/", {"password": PASSWORD})
    answer = client.post("/me/second-factor/webauthn/reauthenticate/", {"credential": json.dumps(credential)})
    assert answer.status_code in (200, 302)
