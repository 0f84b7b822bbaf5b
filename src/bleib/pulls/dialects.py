"""Kinds of databases that pulls read. One table; libraries are loaded when they are needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 10  # seconds until a server has to answer
SILENCE = 900  # seconds between two rows


@dataclass(frozen=True)
class Dialect:
    """`driver` as SQLAlchemy names it, `grammar` as SQLGlot does; `begin` makes the transaction read-only.

    `names` is what a database may be called where its driver reads more than a name out of it.
    """

    label: str
    driver: str
    grammar: str
    port: int = 0
    names: re.Pattern[str] = re.compile(r".+")
    begin: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    execution: Mapping[str, Any] = field(default_factory=dict)

    @property
    def of_files(self) -> bool:
        return not self.port


DIALECTS: Mapping[str, Dialect] = {
    "mssql": Dialect(
        "Microsoft SQL Server",
        "mssql+pymssql",
        "tsql",
        1433,
        # FreeTDS says USE, and does not quote what stands in brackets already.
        names=re.compile(r"[^\[\]]+"),
        options={"login_timeout": PATIENCE, "timeout": SILENCE, "appname": "Bleib", "read_only": True},
    ),
    "mysql": Dialect(
        "MySQL, MariaDB",
        "mysql+pymysql",
        "mysql",
        3306,
        begin=("SET TRANSACTION READ ONLY",),
        options={"connect_timeout": PATIENCE, "read_timeout": SILENCE, "charset": "utf8mb4"},
    ),
    "postgresql": Dialect(
        "PostgreSQL",
        "postgresql+psycopg",
        "postgres",
        5432,
        begin=(
            f"SET LOCAL idle_in_transaction_session_timeout = '{SILENCE}s'",
            f"SET LOCAL statement_timeout = '{SILENCE}s'",
        ),
        options={"connect_timeout": PATIENCE, "application_name": "bleib"},
        execution={"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"},
    ),
    "oracle": Dialect(
        "Oracle",
        "oracle+oracledb",
        "oracle",
        1521,
        # More would be options of an Easy Connect address: a proxy, a certificate that nobody checks.
        names=re.compile(r"[\w.$#-]+", re.ASCII),
        begin=("SET TRANSACTION READ ONLY",),
        options={"tcp_connect_timeout": PATIENCE},
    ),
    "sqlite": Dialect("SQLite", "sqlite", "sqlite", begin=("PRAGMA query_only = ON",), options={"timeout": PATIENCE}),
}
