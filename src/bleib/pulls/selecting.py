"""Whether a query only reads. The second lock beside the read-only transaction, and the only one of SQL Server."""

from __future__ import annotations

import re

import sqlglot
from django.utils.translation import gettext as _
from sqlglot import exp
from sqlglot.errors import SqlglotError

from bleib.kernel.errors import BleibError
from bleib.pulls.dialects import Dialect

TEXTS = ("STRING", "NATIONAL_STRING", "RAW_STRING", "HEREDOC_STRING")
SINCE = "since"
LONGEST = 20_000
WRITES = (exp.DML, exp.DDL, exp.Into, exp.Lock, exp.Command, exp.Merge, exp.Drop, exp.Alter, exp.Set, exp.Use)
# T-SQL needs no semicolon between statements: "SELECT 1 DELETE FROM x" reads like a column called DELETE. All of these
# are reserved there, so that a column of that name stands in brackets.
BEGINS = re.compile(
    r"alter|backup|begin|bulk|checkpoint|commit|create|dbcc|deallocate|declare|delete|deny|drop|exec|execute|grant|insert"
    r"|kill|reconfigure|restore|revert|revoke|rollback|save|set|shutdown|truncate|update|updatetext|use|waitfor|writetext",
    re.IGNORECASE,
)
# What a SELECT may call and still reaches out of the database, stops others, or writes past a read-only transaction.
# Far from all there is: what protects is a user of the database who may do no more than read.
REACHES_OUT = re.compile(
    r"pg_(read_|ls_|stat_file|terminate|cancel|reload|rotate|sleep|advisory|try_advisory|promote|notify)\w*|set_config"
    r"|dblink\w*|lo_(import|export|put|create|creat|unlink|from_bytea)|load_file"
    r"|open(rowset|query|datasource)|utl_(http|file|smtp|tcp|inaddr|mail)|httpuritype|dbms_(scheduler|pipe|lock|ldap)",
    re.IGNORECASE,
)
# MySQL and MariaDB run what stands in such a comment; PostgreSQL spells names with escapes in such quotes.
HIDDEN = {"mysql": re.compile(r"/\*M?!"), "postgres": re.compile(r"\bU&\"", re.IGNORECASE)}
# What SQLAlchemy would take for a value to be filled in: a colon before a word, not a cast.
FILLED_IN = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")


class BadQuery(BleibError):
    """The sentence says what the query has to be."""


def check(query: str, dialect: Dialect, *, column: str) -> None:
    """Raises BadQuery unless it is one SELECT, and says :since exactly where there is a column for it."""
    if len(query) > LONGEST:
        raise BadQuery(_("The query is too long: %(n)s characters at most.") % {"n": LONGEST})
    statement = _parsed(query, dialect)
    if not isinstance(statement, exp.Query) or any(statement.find_all(*WRITES)) or _does_more(query, dialect):
        raise BadQuery(_("The query has to be one SELECT that changes nothing and locks nothing."))
    has_since = any(found == SINCE for found in FILLED_IN.findall(query))
    if column and not has_since:
        hint = _("To fetch only what is new, the query has to say: WHERE %(column)s >= :since")
        raise BadQuery(hint % {"column": column})
    if has_since and not column:
        raise BadQuery(_("The query says :since. Name the column whose highest value it stands for."))


def bound(query: str) -> str:
    """The query for SQLAlchemy: of what looks like a value to be filled in, only :since is one."""
    return FILLED_IN.sub(lambda found: found[0] if found[1] == SINCE else rf"\:{found[1]}", query).rstrip("; \n\t")


def _does_more(query: str, dialect: Dialect) -> bool:
    """Whether words in it say more than a SELECT does, though it reads like one."""
    if (hidden := HIDDEN.get(dialect.grammar)) and hidden.search(query):
        return True
    told = [each for each in sqlglot.tokenize(query, read=dialect.grammar) if each.token_type.name not in TEXTS]
    if any(REACHES_OUT.fullmatch(each.text) for each in told):
        return True
    plain = (each.text for each in told if each.token_type.name != "IDENTIFIER")
    return dialect.grammar == "tsql" and any(BEGINS.fullmatch(each) for each in plain)


def _parsed(query: str, dialect: Dialect) -> exp.Expr:
    try:
        found = [each for each in sqlglot.parse(query, read=dialect.grammar) if each is not None]
    except (SqlglotError, RecursionError):
        raise BadQuery(_("The query cannot be understood. Try it in a program for this database first.")) from None
    if len(found) != 1:
        raise BadQuery(_("The query has to be one SELECT that changes nothing and locks nothing."))
    return found[0]
