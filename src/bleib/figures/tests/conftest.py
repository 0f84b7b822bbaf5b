from bleib.accounts.tests.people import now

__all__ = ["now"]
