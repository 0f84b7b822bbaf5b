"""`bleib explain CUSTOMER`: from the light to reasons, rules, facts and the forecast."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from bleib.cli._home import HomeOption
from bleib.cli._language import LangOption
from bleib.cli._state import open_existing

CustomerArgument = Annotated[str, typer.Argument(metavar="CUSTOMER", help="Customer number.")]


def explain(customer: CustomerArgument, *, lang: LangOption, home: HomeOption = None) -> None:
    """Say why a customer has its light: reasons, rules, the facts behind them, and the forecast."""
    open_existing(home)
    from django.utils.translation import override

    from bleib.cli import _explain as show
    from bleib.customers.api import find
    from bleib.lights.api import explain as explained

    with override(lang.value):
        show.explanation(explained(find(customer), lang=lang.value, now=datetime.now(UTC)), lang)
