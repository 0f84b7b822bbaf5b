"""Leases: one process at a time compacts, undoes, refreshes, or imports the same files.

A lease ends with its process, however that died: on the same machine the process is looked up; from another machine
or container a lease counts until its heartbeat has been missing for a minute. Liveness is about the wall clock, so
this is a module that reads it.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

from django.db import DatabaseError, InterfaceError, connection, transaction

from bleib.kernel.errors import BleibError
from bleib.worker.models import Lease
from bleib.worker.process import Process
from bleib.worker.stopping import checkpoint

TTL_SECONDS = 60.0
HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 0.05
_inside: set[str] = set()  # tokens of this process's blocks that are not over


class LeaseTaken(BleibError):
    """Somebody alive is at it."""


@contextmanager
def lease(name: str, *, doing: str, wait: float = 600.0, beats: bool = True) -> Iterator[None]:
    """Hold `name` for a block; `doing` is what another user is told. Raises LeaseTaken after `wait` seconds.

    Never inside a transaction: others would not see the lease before it is over. Without beats it is for who locks the
    whole database: nobody could take the lease, and a heartbeat would be a change.
    """
    token = uuid.uuid4().hex
    _inside.add(token)
    try:
        _wait_for(name, token, doing=doing, wait=wait)
        with _beating(token) if beats else nullcontext():
            yield
    finally:
        _inside.discard(token)
        Lease.objects.filter(token=token).delete()


def _wait_for(name: str, token: str, *, doing: str, wait: float) -> None:
    deadline = time.monotonic() + wait
    while (holder := _take(name, token)) is not None:
        if time.monotonic() >= deadline:
            raise LeaseTaken(
                f"{doing} has to wait: process {holder.pid} on {holder.host} is at it since "
                f"{time.strftime('%H:%M:%S', time.localtime(holder.taken_at))}. Try again when it is done."
            )
        checkpoint()  # a worker that is told to stop does not wait for somebody else's work
        time.sleep(POLL_SECONDS)


def forget_the_dead() -> int:
    """Delete the leases of processes that are gone; returns how many. They hold nothing, they only look bad."""
    gone = [holder.token for holder in Lease.objects.all() if not _is_alive(holder)]
    return Lease.objects.filter(token__in=gone).delete()[0]


def _take(name: str, token: str) -> Lease | None:
    """Take the lease and return None, or return who holds it."""
    mine = _claim(name, token)
    with transaction.atomic():
        Lease.objects.bulk_create([mine], ignore_conflicts=True)
        holder = Lease.objects.select_for_update().filter(name=name).first()
        if holder is None:  # given back between the two statements
            return _take(name, token)
        if holder.token == token:
            return None
        if _is_alive(holder):
            return holder
        mine.save(force_update=True)
    return None


def _claim(name: str, token: str) -> Lease:
    me, now = Process.me(), time.time()
    return Lease(
        name=name,
        token=token,
        pid=me.pid,
        began=me.began,
        host=me.host,
        boot=me.boot,
        taken_at=now,
        expires_at=now + TTL_SECONDS,
    )


def _is_alive(holder: Lease) -> bool:
    process = Process(holder.pid, holder.began, holder.host, holder.boot)
    if process == Process.me():  # a row may outlive its block, where the database was away when it ended
        return holder.token in _inside
    return process.is_alive() if process.is_here() else holder.expires_at > time.time()


@contextmanager
def _beating(token: str) -> Iterator[None]:
    """Renew from a thread of its own: the work may be one long call into the engine."""
    stop = threading.Event()
    thread = threading.Thread(target=_beat, args=(token, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat(token: str, stop: threading.Event) -> None:
    while not stop.wait(HEARTBEAT_SECONDS):
        with suppress(DatabaseError, InterfaceError):  # the next beat may find the database again
            Lease.objects.filter(token=token).update(expires_at=time.time() + TTL_SECONDS)
        connection.close()
