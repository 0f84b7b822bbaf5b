from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, confirmed, now

__all__ = ["anna", "chromium", "confirmed", "now", "opened"]
