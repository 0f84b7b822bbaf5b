"""Errors are for people: what was wrong, where, and what to do."""


class BleibError(Exception):
    """Something the user can understand and mend. The command line prints it and exits with `exit_code`."""

    exit_code = 1


class UsageError(BleibError):
    """The call itself was wrong: an unknown option value, an impossible window."""

    exit_code = 2
