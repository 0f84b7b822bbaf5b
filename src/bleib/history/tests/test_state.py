"""The state file: settings, imports and leases."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bleib.history import leases
from bleib.history.leases import LeaseTaken, lease
from bleib.history.state import State, open_state
from bleib.kernel.errors import BleibError

HOLD = """
import sys, time
from pathlib import Path
from bleib.history.leases import lease
from bleib.history.state import open_state
with open_state(Path(sys.argv[1])) as state, lease(state, "lake", doing="Holding"):
    print("held", flush=True)
    time.sleep(60)
"""


def held_by_another(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def test_settings_keep_their_value(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        state.set_setting("non_goods", ["POST"])
    with open_state(tmp_path) as state:
        assert (state.setting("non_goods"), state.setting("currency", "EUR")) == (["POST"], "EUR")


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(state: State) -> None:
        with state.transaction():
            state.set_setting("currency", "EUR")
            raise KeyboardInterrupt

    with open_state(tmp_path) as state:
        with pytest.raises(KeyboardInterrupt):
            interrupted(state)
        assert state.setting("currency") is None


def test_a_file_that_is_no_state_says_so(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite3").write_text("Kundennummer;Name\n" * 100)
    with pytest.raises(BleibError, match="cannot be opened"):
        open_state(tmp_path)


def test_every_commit_is_on_disk_before_it_returns(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        assert state.one("pragma journal_mode")[0] == "wal"
        assert state.one("pragma synchronous")[0] == 2


def test_a_lease_keeps_others_out_and_names_its_holder(tmp_path: Path) -> None:
    process = held_by_another(tmp_path)
    with (
        open_state(tmp_path) as state,
        pytest.raises(LeaseTaken, match=f"Compaction has to wait: process {process.pid} "),
        lease(state, "lake", doing="Compaction", wait=0.1),
    ):
        pass
    end(process)


def test_a_lease_ends_with_its_process(tmp_path: Path) -> None:
    end(held_by_another(tmp_path))
    with open_state(tmp_path) as state, lease(state, "lake", doing="Compaction", wait=0):
        assert len(state.all("select * from leases")) == 1
    with open_state(tmp_path) as state:
        assert state.all("select * from leases") == []


def test_waiting_for_a_lease_ends_when_it_is_given_back(tmp_path: Path) -> None:
    process = held_by_another(tmp_path)
    with open_state(tmp_path) as state:
        end(process)
        began = time.monotonic()
        with lease(state, "lake", doing="Undo", wait=30):
            assert time.monotonic() - began < 5


def test_a_process_of_another_machine_counts_until_its_heartbeat_is_late(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        row = ("lake", "token", 1, "0", "elsewhere", "boot", time.time(), time.time() + 0.5)
        state.connection.execute("insert into leases values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        with pytest.raises(LeaseTaken), lease(state, "lake", doing="Undo", wait=0):
            pass
        with lease(state, "lake", doing="Undo", wait=5):
            assert state.one("select host from leases")["host"] != "elsewhere"


def test_a_later_process_with_the_same_number_does_not_hold_the_lease(tmp_path: Path) -> None:
    with open_state(tmp_path) as state:
        me = leases.Process.me()
        row = ("lake", "token", me.pid, "another start", me.host, me.boot, time.time(), time.time() + 60)
        state.connection.execute("insert into leases values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        with lease(state, "lake", doing="Undo", wait=0):
            assert state.one("select began from leases")["began"] == me.began


def test_the_heartbeat_renews_the_lease(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "HEARTBEAT_SECONDS", 0.02)
    with open_state(tmp_path) as state, lease(state, "lake", doing="Undo"):
        first = state.one("select expires_at from leases")[0]
        time.sleep(0.3)
        assert state.one("select expires_at from leases")[0] > first
