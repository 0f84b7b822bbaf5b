"""`bleib sources`: connected, listed, given another key, revoked."""

import re


def test_a_source_is_connected_listed_and_revoked(bleib):
    made = bleib("sources", "new", "Unser Shop", "--people")
    assert made.code == 0, made.err
    assert re.fullmatch(r"bw_[\w-]{32}\n", made.out)
    assert "Shown this once" in made.err
    listed = bleib("sources", "list").out
    assert "unser-shop" in listed
    assert made.out.strip() not in listed
    another = bleib("sources", "rekey", "unser-shop").out
    assert another != made.out
    assert bleib("sources", "revoke", "unser-shop").out == "The write key is void.\n"
    assert "revoked" in bleib("sources", "list").out


def test_a_source_that_is_not_there_is_said(bleib):
    bleib("sources", "new", "Shop")
    answer = bleib("sources", "revoke", "nothing", lang="de")
    assert (answer.code, "There is no source 'nothing'" in answer.err) == (1, True)


def test_a_source_that_wants_signatures_gets_a_key_to_sign_with(bleib):
    _write_key, signing_key = bleib("sources", "new", "Website", "--public", "--signed").out.split()
    assert len(signing_key) == 64
    assert bleib("sources", "rekey", "website").out.split()[1] != signing_key


def test_of_what_strangers_report_nobody_is_made(bleib):
    for strangers in ("--public", "--signed"):
        answer = bleib("sources", "new", "Website", "--people", strangers)
        assert (answer.code, answer.out) == (2, "")
        assert "anybody could invent them" in answer.err
