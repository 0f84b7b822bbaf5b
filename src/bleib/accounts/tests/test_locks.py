"""What is locked opens for its purpose alone, and with an earlier key of the installation."""

from __future__ import annotations

import pytest

from bleib.accounts.locks import KeyIsGone, lock, unlock


def test_a_locked_secret_shows_nothing_and_opens_again():
    locked = lock("hunter2", purpose="webhook")
    assert "hunter2" not in locked
    assert unlock(locked, purpose="webhook") == "hunter2"


def test_it_opens_for_no_other_purpose():
    with pytest.raises(KeyIsGone):
        unlock(lock("hunter2", purpose="webhook"), purpose="pull")


def test_an_earlier_key_still_opens_and_a_forgotten_one_does_not(settings):
    locked = lock("hunter2", purpose="webhook")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be one of an installation"
    assert unlock(locked, purpose="webhook") == "hunter2"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(KeyIsGone, match="enter it anew"):
        unlock(locked, purpose="webhook")
