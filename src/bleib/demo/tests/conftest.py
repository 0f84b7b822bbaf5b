from datetime import date

import pytest

from bleib.demo import Company, demo_company


@pytest.fixture(scope="session")
def company() -> Company:
    """The demo company as seen in the middle of a month."""
    return demo_company(date(2026, 11, 21))
