from bleib.accounts.tests.people import anna, confirmed

__all__ = ["anna", "confirmed"]
