"""A mail server that keeps what it is given, or refuses, or hangs up: real SMTP over a real socket."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


@dataclass
class Sink:
    """`letters` that were taken; `answer` may refuse recipients; `hangs_up`: after the letter, without an answer."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: str = "250 fine"
    hangs_up: bool = False
    port: int = 0


@contextmanager
def listening(sink: Sink) -> Iterator[Sink]:
    """The server in a thread of its own, on a free port."""

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            converse(self, sink)

    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        sink.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield sink
        finally:
            server.shutdown()


def converse(talk: Any, sink: Sink) -> None:
    """As much of SMTP as a letter takes."""
    say(talk, "220 sink")
    while line := talk.rfile.readline().decode().strip():
        verb = line[:4].upper()
        if verb == "RCPT":
            sink.recipients.append(line.partition("<")[2].rstrip(">"))
            say(talk, sink.answer)
        elif verb == "DATA":
            say(talk, "354 go on")
            sink.letters.append(read_letter(talk))
            if sink.hangs_up:
                return
            say(talk, "250 taken")
        elif verb == "QUIT":
            say(talk, "221 bye")
            return
        else:
            say(talk, "250 fine")


def read_letter(talk: Any) -> EmailMessage:
    lines = []
    while (line := talk.rfile.readline()) not in (b".\r\n", b""):
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    letter = message_from_bytes(b"".join(lines), policy=policy.default)
    assert isinstance(letter, EmailMessage)
    return letter


def say(talk: Any, line: str) -> None:
    talk.wfile.write(line.encode() + b"\r\n")
