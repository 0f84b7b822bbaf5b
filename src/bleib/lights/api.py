"""What other rooms may ask of lights."""

from __future__ import annotations

from bleib.lights.colour import Colour, Trend
from bleib.lights.definition import Definition, RuleText, SetText
from bleib.lights.edited import is_anybody_edited, judge_edited
from bleib.lights.editing import (
    export_rules,
    import_rules,
    keep_rule,
    keep_set,
    remove_rule,
    remove_set,
    switch_rule,
)
from bleib.lights.explaining import Because, Explanation, explain, rule_sentence
from bleib.lights.judging import Then, is_everybody_due, judge, judge_changed, judge_due, judge_everybody
from bleib.lights.models import Light, LightReason, LightRule, Override, RuleSet, RulesVersion
from bleib.lights.ordering import move_rule, move_set
from bleib.lights.overriding import lift, override
from bleib.lights.past import colours_at
from bleib.lights.reading import (
    Family,
    changes,
    colours,
    counts,
    family_of,
    light_of,
    override_of,
    rule_sets,
)
from bleib.lights.stored import stored_definition
from bleib.lights.thresholds import adopt_thresholds, thresholds
from bleib.lights.trial import Move, Trial, try_definition, try_rules
from bleib.lights.vocabulary import vocabulary
from bleib.lights.weighing import Weight, weights
from bleib.lights.wording import Seen, Where, Wording
from bleib.rules.edits import Edit, EditKind
from bleib.rules.yaml_file import FileError

__all__ = [
    "Because", "Colour", "Definition", "Edit", "EditKind", "Explanation", "Family", "FileError", "Light",
    "LightReason", "LightRule", "Move", "Override", "RuleSet", "RuleText", "RulesVersion", "Seen", "SetText", "Then",
    "Trend", "Trial", "Weight", "Where", "Wording", "adopt_thresholds", "changes", "colours", "colours_at", "counts",
    "explain", "export_rules", "family_of", "import_rules", "is_anybody_edited", "is_everybody_due", "judge",
    "judge_changed", "judge_due", "judge_edited", "judge_everybody", "keep_rule", "keep_set", "lift", "light_of",
    "move_rule", "move_set", "override", "override_of", "remove_rule", "remove_set", "rule_sentence", "rule_sets",
    "stored_definition", "switch_rule", "thresholds", "try_definition", "try_rules", "vocabulary", "weights",
]  # fmt: skip
