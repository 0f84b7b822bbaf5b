"""One holder at a time; a dead one holds nothing."""

import threading

import pytest
from django.db import connection

from bleib.worker.leases import LeaseTaken, lease
from bleib.worker.models import Lease

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lease_is_gone_after_its_block():
    with lease("lake", doing="Compaction"):
        assert Lease.objects.filter(name="lake").exists()
    assert not Lease.objects.exists()


def test_a_second_holder_is_told_who_is_at_it():
    with lease("lake", doing="Compaction"), pytest.raises(LeaseTaken, match="Undo has to wait: process"):
        lease("lake", doing="Undo", wait=0).__enter__()


def test_a_dead_process_holds_nothing():
    with lease("lake", doing="Compaction"):
        Lease.objects.update(began="another process")
        with lease("lake", doing="Undo", wait=0):
            assert Lease.objects.count() == 1


@pytest.mark.parametrize(("seconds", "held"), [(60, True), (-1, False)])
def test_a_holder_elsewhere_counts_until_its_heartbeat_is_missing(seconds, held):
    with lease("lake", doing="Compaction"):
        row = Lease.objects.get()
        Lease.objects.update(host="elsewhere", expires_at=row.taken_at + seconds)
        taken = _try("lake")
    assert taken is not held


def test_a_row_that_outlived_its_block_holds_nothing():
    with lease("lake", doing="Compaction"):
        left = Lease.objects.get()
    left.save(force_insert=True)  # as if the database had been away when the block ended
    assert _try("lake")


def test_who_waited_in_vain_leaves_the_holder_alone():
    with lease("lake", doing="Compaction"):
        assert not _try("lake")
        assert Lease.objects.filter(name="lake").exists()


def _try(name: str) -> bool:
    try:
        with lease(name, doing="Undo", wait=0):
            return True
    except LeaseTaken:
        return False


def test_ten_threads_take_turns():
    inside, most = [], []

    def work():
        with lease("turn", doing="Work"):
            inside.append(1)
            most.append(len(inside))
            inside.pop()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 10
