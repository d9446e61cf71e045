"""What a site's own moderators teach: a model refitted on their decisions, and nothing else.

The way through this room: `features` turns a text and the rules' facts into numbers, `logistic`
fits weights to decided texts, `calibration` asks what the fit is worth on texts it never saw, and
`model` joins them into an opinion that can be kept, explained and taken back.
"""

from service.rules.learning.calibration import is_broken
from service.rules.learning.features import FEATURES_VERSION, features_of
from service.rules.learning.model import LearnedModel, learn
from service.rules.learning.state import (
    DamagedState,
    learned_state,
    restore_model,
    state_of,
    without_automation,
)

__all__ = [
    "FEATURES_VERSION",
    "DamagedState",
    "LearnedModel",
    "features_of",
    "is_broken",
    "learn",
    "learned_state",
    "restore_model",
    "state_of",
    "without_automation",
]
