"""Days and times as readers write them."""

from datetime import datetime

import pytest
from django.utils import formats, translation

NOON = datetime(2026, 3, 4, 13, 5)  # noqa: DTZ001 (only its looks matter)


@pytest.mark.parametrize(("lang", "told"), [("en", "4 Mar 2026, 13:05"), ("de", "04.03.2026 13:05")])
def test_nobody_mistakes_the_month_for_the_day(lang, told):
    with translation.override(lang):
        assert formats.date_format(NOON, "SHORT_DATETIME_FORMAT") == told
