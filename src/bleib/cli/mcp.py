"""`bleib mcp`: Bleib's figures as tools for assistants."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bleib.cli._language import LangOption
from bleib.kernel.errors import UsageError

UrlOption = Annotated[str, typer.Option("--url", help="Where Bleib is, such as https://bleib.example.com.")]
FileOption = Annotated[Path, typer.Option("--token-file", help="File with a token, made under Connections.")]


def mcp(url: UrlOption, token_file: FileOption, lang: LangOption) -> None:
    """Speak MCP on standard input and output: an assistant starts it and asks with the rights of the token."""
    from bleib.api.assistants.client import Client
    from bleib.api.assistants.serving import server
    from bleib.api.assistants.tools import Tools

    server(Tools(Client(url, _token(token_file)), "de" if lang == "de" else "en")).run("stdio")


def _token(file: Path) -> str:
    try:
        token = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise UsageError(f"The token cannot be read from {file}: {error}.") from error
    if not token:
        raise UsageError(f"{file} is empty. Put a token into it, made under Connections.")
    return token
