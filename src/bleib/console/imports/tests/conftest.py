from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, now
from bleib.uploads.tests.conftest import home, upload

__all__ = ["anna", "chromium", "home", "now", "opened", "upload"]
