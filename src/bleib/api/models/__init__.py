"""What the API remembers: answers that may be asked for again."""

from bleib.api.models.given_answer import GivenAnswer

__all__ = ["GivenAnswer"]
