"""The token itself: what it may do now, and until when."""

from __future__ import annotations

from ninja import Field, Router, Schema

from bleib.accounts.models import Token
from bleib.api.operations import operation
from bleib.api.shapes import Moment

router = Router()


class TokenOut(Schema):
    """A token as it may be used now."""

    name: str
    prefix: str = Field(description="The characters it begins with.", examples=["bleib_Ab12Cd"])
    scopes: list[str] = Field(description="What it may do now: its scopes, as far as its maker's role allows them.")
    expires_at: Moment


@operation(router, "GET", "token", scope=None, answer=TokenOut)
def get_token(token: Token) -> TokenOut:
    """What the token that asks may do."""
    open_now = [scope.value for scope in token.meant_for if token.admits(scope)]
    return TokenOut(name=token.name, prefix=token.prefix, scopes=open_now, expires_at=token.expires_at)
