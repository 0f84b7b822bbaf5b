"""The way to a database is encrypted where that is demanded, and leads to whom a certificate names."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from bleib.kernel.errors import BleibError
from bleib.pulls.api import DIALECTS, SqlPlace, Tls
from bleib.pulls.asking import Refused, asked
from bleib.pulls.encrypting import KINDS, encrypted
from bleib.webhooks.tests.certificates import server_context
from tests import postgres

IS_ENCRYPTED = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
HOST = "localhost"


@dataclass(frozen=True)
class Erp:
    """A PostgreSQL server on a port; `ca` is the file of its authority."""

    port: int
    ca: str

    def said(self, tls: Tls, *, host: str = HOST) -> list[tuple[Any, ...]]:
        place = SqlPlace("postgresql", IS_ENCRYPTED, "bleib", host=host, port=self.port, user="bleib", tls=tls)
        with asked(place, "", {}) as (_names, batches):
            return [tuple(row) for rows in batches for row in rows]


@pytest.fixture(scope="module", params=[True, False], ids=["with-tls", "without"])
def erp(request, tmp_path_factory) -> Iterator[Erp]:
    folder = tmp_path_factory.mktemp("certificates")
    server_context(folder, host=HOST)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def prepare(home: Path) -> str:
        for name in ("ca.pem", "key.pem"):
            shutil.copy(folder / name, home / name)
            (home / name).chmod(0o600)
            if os.geteuid() == 0:
                shutil.chown(home / name, "postgres", "postgres")
        files = f"-c ssl_cert_file={home}/ca.pem -c ssl_key_file={home}/key.pem"
        return f"-c listen_addresses=127.0.0.1 -p {port}" + (f" -c ssl=on {files}" if request.param else "")

    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PGPORT", str(port))
            stack.enter_context(postgres.server(prepare))
        yield Erp(port, str(folder / "ca.pem"))


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.PULL_HOSTS = [HOST, "127.0.0.1"]


@pytest.mark.slow
@pytest.mark.database
def test_what_is_demanded_is_had_or_refused(erp, request, monkeypatch):
    has_tls = "with-tls" in request.node.callspec.id
    assert erp.said(Tls.OFFERED) == [(has_tls,)]
    monkeypatch.setenv("SSL_CERT_FILE", erp.ca)
    if not has_tls:
        for tls in (Tls.REQUIRED, Tls.VERIFIED):
            with pytest.raises(Refused, match="does not support SSL"):
                erp.said(tls)
        return
    assert erp.said(Tls.REQUIRED, host="127.0.0.1") == [(True,)]
    assert erp.said(Tls.VERIFIED) == [(True,)]
    with pytest.raises(Refused, match="does not match host name"):
        erp.said(Tls.VERIFIED, host="127.0.0.1")
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Refused, match="certificate verify failed"):
        erp.said(Tls.VERIFIED)


def test_every_server_can_be_asked_for_encryption_and_only_one_not_for_its_certificate():
    servers = {name for name, dialect in DIALECTS.items() if not dialect.of_files}
    assert {name for name, ways in KINDS.items() if Tls.REQUIRED in ways} == servers
    assert servers - {name for name, ways in KINDS.items() if Tls.VERIFIED in ways} == {"mssql"}
    with translation.override("en"), pytest.raises(BleibError, match="Choose another encryption"):
        encrypted(SqlPlace("mssql", "", "x", host=HOST, tls=Tls.VERIFIED))


ASIDE = "svc?https_proxy=evil.example&https_proxy_port=8080&ssl_server_dn_match=off"


@pytest.mark.parametrize("tls", [Tls.OFFERED, Tls.VERIFIED])
@pytest.mark.parametrize("name", [ASIDE, "svc)(HOST=evil.example)", "svc/x", "svc:dedicated", "", "svc\n"])
def test_a_service_of_oracle_leads_nowhere_else(name, tls):
    place = SqlPlace("oracle", "select 1 from dual", name, host=HOST, port=1, user="u", tls=tls)
    with translation.override("en"), pytest.raises(BleibError, match="Enter the name alone"), asked(place, "p", {}):
        pass


@pytest.mark.parametrize("name", ["FREEPDB1", "erp.sub_net.example-1.com", "XE$1#"])
def test_services_are_called_like_this(name):
    SqlPlace("oracle", "", name, host=HOST).check()


def test_the_name_of_a_database_of_sql_server_is_no_statement():
    with pytest.raises(BleibError):
        SqlPlace("mssql", "", "[erp] delete from orders; use [erp]", host=HOST).check()
    SqlPlace("mssql", "", "ERP 2 (Mandant)", host=HOST).check()


@pytest.mark.slow
@pytest.mark.database
@pytest.mark.parametrize("name", ["host=localhost", "postgresql://localhost/bleib", "bleib' host='localhost"])
def test_the_name_of_a_database_of_postgresql_is_no_address(erp, name):
    place = SqlPlace("postgresql", IS_ENCRYPTED, name, host="127.0.0.1", port=erp.port, user="bleib")
    with pytest.raises(Refused, match=f'database "{re.escape(name)}" does not exist'), asked(place, "", {}):
        pass


@pytest.fixture
def stranger(tmp_path) -> Iterator[int]:
    """A server that speaks TLS from the first byte, with a certificate that nobody vouches for; its port."""
    context = server_context(tmp_path, host=HOST)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            with suppress(OSError, ssl.SSLError):
                while True:
                    plain, _address = listening.accept()
                    with suppress(OSError, ssl.SSLError), context.wrap_socket(plain, server_side=True) as met:
                        met.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        yield listening.getsockname()[1]


def test_oracle_is_told_nothing_where_the_certificate_is_a_strangers(stranger):
    place = SqlPlace("oracle", "select 1 from dual", "x", host=HOST, port=stranger, user="u", tls=Tls.VERIFIED)
    with pytest.raises(Refused, match=re.compile("certificate|ssl", re.IGNORECASE)), asked(place, "secret", {}):
        pass
