"""`bleib serve` for an installation, which tests kill and start again on the same port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass, field

from bleib.config.tests.installation import Installation, until
from tests.processes import kill_group, running


@dataclass
class Server:
    """The web server of an installation; `address` stays the same whatever happens to it."""

    installation: Installation
    port: int = 0
    _stack: ExitStack = field(default_factory=ExitStack)
    _process: subprocess.Popen[str] | None = None

    def __post_init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, at: str = "") -> None:
        """Answering when this returns; dies at the point `at`, again and again."""
        command = [sys.executable, "-m", "bleib", "serve", "--port", str(self.port)]
        said = self._stack.enter_context((self.installation.home / "served").open("a"))
        environment = {**environment_of(self.installation), "BLEIB_CRASH_AT": at}
        self._process = self._stack.enter_context(running(command, env=environment, stderr=said, stdout=said))
        until(self._answers)

    def kill(self) -> None:
        """With everything it has started."""
        assert self._process is not None
        kill_group(self._process)

    def close(self) -> None:
        self._stack.close()

    def _answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(f"{self.address}/health", timeout=5).status == 200)
        except OSError:
            return False


def environment_of(installation: Installation) -> dict[str, str]:
    """Variables of a process that works on an installation."""
    told = {"BLEIB_HOME": str(installation.home), "BLEIB_DATABASE_URL": installation.url}
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return environment | told | {"PYTHONPATH": os.pathsep.join(sys.path), "BLEIB_TIME_ZONE": "Europe/Berlin"}


def write_key(installation: Installation, *options: str) -> str:
    """The key of a new source, `shop`."""
    command = [sys.executable, "-m", "bleib", "sources", "new", "Shop", *options]
    made = subprocess.run(command, env=environment_of(installation), capture_output=True, text=True, check=True)
    return made.stdout.strip()


def token(installation: Installation, *scopes: str) -> str:
    """The secret of a new token of an administrator."""
    said = environment_of(installation)
    password = installation.home / "password"
    password.write_text("a password that nobody guesses")
    bleib = [sys.executable, "-m", "bleib"]
    first = [*bleib, "init", "--email", "anna@otter.example", "--name", "Anna", "--password-file", str(password)]
    subprocess.run(first, env=said, capture_output=True, check=True)
    chosen = [word for scope in scopes for word in ("--scope", scope)]
    command = [*bleib, "tokens", "new", "Shop", *chosen, "--for", "anna@otter.example"]
    return subprocess.run(command, env=said, capture_output=True, text=True, check=True).stdout.strip()
