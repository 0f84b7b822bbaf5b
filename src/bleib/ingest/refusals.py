"""Why a request is refused. `code` and `message` stand in the answer, as the libraries expect them."""

from __future__ import annotations

from bleib.kernel.errors import BleibError


class Refused(BleibError):
    """Nothing of the request was kept."""

    status = 400
    code = "invalid_request"


class Invalid(Refused):
    """The sender has to change something: sent again as it is, it is refused again."""


class UnknownKey(Refused):
    status = 401
    code = "invalid_write_key"


class TooLarge(Refused):
    status = 413
    code = "too_large"


class UnknownEncoding(Refused):
    status = 415
    code = "unknown_encoding"


class TooMany(Refused):
    """Come again later: libraries do so by themselves."""

    status = 429
    code = "too_many"
