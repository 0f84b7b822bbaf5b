"""A record comes back from JSON as it was."""

import json
from dataclasses import replace

from bleib.forecast.backtest import from_json, to_json
from bleib.forecast.backtest.tests.sample import SAMPLE


def test_a_record_survives_json():
    assert from_json(json.loads(json.dumps(to_json(SAMPLE), allow_nan=False))) == SAMPLE


def test_a_record_without_proposal_and_lights_survives_json():
    bare = replace(SAMPLE, proposal=None, colours=(), parts=())
    assert from_json(json.loads(json.dumps(to_json(bare)))) == bare
