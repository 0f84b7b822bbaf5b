from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, now

__all__ = ["anna", "chromium", "now", "opened"]
