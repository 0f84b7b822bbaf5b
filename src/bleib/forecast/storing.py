"""Models as bytes that hold data only: reading them runs no code of theirs."""

from __future__ import annotations

from typing import Any, TypeVar

from bleib.kernel.errors import UsageError

T = TypeVar("T")
# What stored models may be made of; anything else in the bytes is refused.
OWN = "bleib.forecast."
TRUSTED = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor", "datetime.date")


def dumps(models: object) -> bytes:
    """The models as bytes."""
    import skops.io

    return bytes(skops.io.dumps(models))


def loads(data: bytes, kind: type[T]) -> T:
    """What `dumps` gave. Raises UsageError where the bytes hold anything else."""
    import skops.io

    try:
        unknown = skops.io.get_untrusted_types(data=data)
        foreign = [name for name in unknown if not name.startswith(OWN) and name not in TRUSTED]
        found: Any = skops.io.loads(data, trusted=unknown) if not foreign else None
    except Exception as error:
        raise UsageError(f"This is no stored forecast: {error}") from error
    if not isinstance(found, kind):
        raise UsageError("This is no stored forecast.")
    return found
