import pytest

from bleib.cli._language import Language, preferred


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "de_DE.UTF-8"}, Language.DE),
        ({"LANG": "de_AT"}, Language.DE),
        ({"LANG": "C.UTF-8"}, Language.EN),
        ({"LANG": "fr_FR.UTF-8"}, Language.EN),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_CH.UTF-8"}, Language.DE),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, Language.EN),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, Language.DE),
    ],
)
def test_the_locale_for_messages_decides(environment, language):
    assert preferred(environment) is language
