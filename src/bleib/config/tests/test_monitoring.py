"""/metrics: figures for those with the token, or on this machine."""

from datetime import UTC, datetime

import pytest

from bleib.worker.api import Job, enqueue

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setenv("BLEIB_METRICS_TOKEN", "a-token-for-prometheus")


def test_this_machine_sees_the_queue_and_the_history(client):
    enqueue(task="mail", now=NOW)
    Job.objects.create(task="mail", state="dead", created_at=NOW, due_at=NOW)
    page = client.get("/metrics").content.decode()
    assert 'bleib_jobs{state="waiting",task="mail"} 1.0' in page
    assert 'bleib_jobs{state="dead",task="mail"} 1.0' in page
    assert "bleib_pending_facts 0.0" in page
    assert "bleib_feed_lag_seconds 0.0" in page


@pytest.mark.parametrize(
    "told", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": ""}]
)
def test_others_do_not(client, told):
    assert client.get("/metrics", **told).status_code == 403


@pytest.mark.parametrize(("told", "status"), [("a-token-for-prometheus", 200), ("another", 403), ("", 403)])
def test_with_a_token_the_token_decides(client, token, told, status):
    answer = client.get("/metrics", headers={"Authorization": f"Bearer {told}"}, REMOTE_ADDR="192.0.2.7")
    assert answer.status_code == status
