from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, confirmed, now
from bleib.figures.tests.conftest import home

__all__ = ["anna", "chromium", "confirmed", "home", "now", "opened"]
