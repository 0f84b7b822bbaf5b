"""Whole words, whatever the capitals and however accents are composed."""

import pytest

from bleib.privacy.mentions import mentions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mail an MARLA@EXAMPLE.COM ging raus", True),
        ("marla@example.community", False),
        ("Jörg Müßig kam", True),
        ("Jo\u0308rg Mu\u0308ssig kam", True),
        ("Jörg Müßiggang kam", False),
        ("", False),
    ],
)
def test_a_name_is_found(text, found):
    assert mentions(text, ("marla@example.com", "Jörg Müßig")) is found


def test_nobody_is_mentioned_nowhere():
    assert not mentions("anything", ())
