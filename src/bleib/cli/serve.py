"""`bleib serve`: the pages."""

from __future__ import annotations

import multiprocessing
import socket
from ipaddress import ip_address
from typing import Annotated

import typer

from bleib.cli._home import HomeOption
from bleib.cli._state import open_installation
from bleib.kernel.errors import BleibError, UsageError

HostOption = Annotated[str, typer.Option("--host", help="Address to listen on; 0.0.0.0 for everybody.")]
PortOption = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]
ThreadsOption = Annotated[int, typer.Option("--threads", min=1, help="Requests answered at the same time.")]

STOPPING_SECONDS = 20


def serve(
    host: HostOption = "127.0.0.1", port: PortOption = 8000, threads: ThreadsOption = 4, home: HomeOption = None
) -> None:
    """Serve the pages until told to stop (SIGTERM, Ctrl-C); only to this machine, unless --host says otherwise."""
    open_installation(home)
    _claim(host, port)
    from django.core.management import call_command
    from django.db import connections

    call_command("collectstatic", interactive=False, verbosity=0)
    for line in _remarks(host):
        typer.echo(line, err=True)
    connections.close_all()
    _run(host, port, threads)


def _run(host: str, port: int, threads: int) -> None:
    """One process beside this one, started anew and not forked: the lake's library does not survive a fork."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    multiprocessing.set_start_method("spawn", force=True)
    typer.echo(f"Bleib: http://{host if ':' not in host else f'[{host}]'}:{port}", err=True)
    Server(
        "bleib.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING_SECONDS,
        process_name=None,
    ).serve()


def _claim(host: str, port: int) -> None:
    """The server would share a port with another one that shares as well, and either would answer at random."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"{(error.strerror or str(error)).lower()}. Another one is named with --host or --port"
            raise BleibError(f"Cannot listen on {host}, port {port}: {why}.") from error


def _remarks(host: str) -> list[str]:
    """What whoever starts it should know."""
    from django.conf import settings

    from bleib.accounts.letters import reaches_people
    from bleib.accounts.models import User

    found = []
    if not User.objects.exists():
        found.append("Nobody can sign in yet. Make the first administrator: bleib init")
    if not reaches_people():
        found.append(f"No mail server (BLEIB_MAIL_URL): letters are written into {settings.EMAIL_FILE_PATH}.")
    if not _is_loopback(host) and not settings.HTTPS:
        found.append("Others are served without encryption. Put a proxy with a certificate in front (BLEIB_HTTPS=yes).")
    return found


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError as error:
        raise UsageError(f"'{host}' is no address to listen on. For example: 127.0.0.1 or 0.0.0.0.") from error
