"""A name is found however it is written: capitals, accents, JSON, addresses; and not within another word."""

import json
import re
from unicodedata import normalize
from urllib.parse import quote, urlencode

import pytest

from bleib.kernel.naming import in_parameter, naming

NAME = "Jörg Müßig"


def finds(pattern, text):
    return re.search(pattern, text, re.IGNORECASE) is not None


@pytest.mark.parametrize(
    "text",
    [
        "fragt Jörg Müßig!",
        "JÖRG MÜSSIG",
        "jÖrg  mÜßig",
        normalize("NFD", NAME),
        json.dumps({"text": f"an:\n{NAME}"}),
        json.dumps({"text": NAME.upper()}),
        urlencode({"q": NAME}),
        quote(f"von {NAME.upper()}"),
        "Liste_Jörg_Müßig.csv",
    ],
)
def test_it_is_found(text):
    assert finds(naming([NAME, "jm@example.org"]), text)


@pytest.mark.parametrize("text", ["Jörg Müßiggang", "Georg Müßig", "Jörg", "mjm@example.org"])
def test_it_is_not_found_in_another_word(text):
    assert not finds(naming([NAME, "jm@example.org"]), text)


def test_a_word_is_found_in_the_parameter_and_nowhere_else():
    pattern = naming(["Name"], after=in_parameter("q"))
    assert finds(pattern, "standing=customer&q=der+name+x&show=city")
    assert finds(pattern, "q=NAME")
    assert not finds(pattern, "q=x&show=name")
    assert not finds(pattern, "faq=name")
