"""Server time of the console's pages in one installation: `python -m bench.console_pages` prints JSON.

In the process that would serve them, through every middleware, as an administrator; without the network.
"""

from __future__ import annotations

import json
import os
import resource
import time
from collections.abc import Callable
from statistics import median
from typing import Any

WARM, TIMES = 3, 11
OVERDUE = "/customers/?country=DE&overdue=yes&sort=revenue_year&order=down"


def _thousandth(_browser: Any) -> str:
    """The 1,000th page, or the last one where there are fewer."""
    from django.utils import timezone

    from bleib.customers.models import Customer
    from bleib.figures.listing.pages import Listing
    from bleib.figures.listing.sorts import SORTS
    from bleib.figures.listing.wanted import Wanted

    before = min(999 * 50, max(Customer.objects.count() // 50 - 1, 0) * 50)
    listing = Listing.of(Wanted(timezone.localdate()), SORTS["revenue_year"], down=True)
    return f"/customers/?after={listing.page(before).after}" if before else "/customers/"


def _customer(_browser: Any) -> str:
    """Somebody in the middle."""
    from bleib.customers.models import Customer

    return f"/customers/{Customer.objects.order_by('pk')[Customer.objects.count() // 2].pk}/"


# A page more is a line more: a path, or what finds one.
PAGES: dict[str, str | Callable[[Any], str]] = {
    "Customers, first page": "/customers/",
    "Customers, 1,000th page": _thousandth,
    "Customers by name": "/customers/?sort=name",
    "Customers, filtered": OVERDUE,
    "Customers, of one owner": "/customers/?owner=5",
    "Customers, beginning of a name": "/customers/?q=nordbau+s&sort=name",
    "Customer": _customer,
    "Today": "/",
    "Retention": "/retention/",
    "Value": "/value/",
}


def measure() -> dict[str, dict[str, float]]:
    """Page -> median seconds by the clock and of the processor, peak memory in MB; only pages that answer with 200."""
    import django

    django.setup()
    from django.test import Client

    from bleib.accounts.models import User

    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.order_by("pk")[0])
    found = {}
    for name, where in PAGES.items():
        path = where if isinstance(where, str) else where(browser)
        if all(browser.get(path).status_code == 200 for _ in range(WARM)):
            found[name] = _timed(browser, path)
    return found


def _timed(browser: Any, path: str) -> dict[str, float]:
    laps = []
    for _ in range(TIMES):
        clock, processor = time.perf_counter(), time.process_time()
        browser.get(path)
        laps.append((time.perf_counter() - clock, time.process_time() - processor))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": median(lap[0] for lap in laps), "cpu": median(lap[1] for lap in laps), "peak": peak}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    print(json.dumps(measure()))
