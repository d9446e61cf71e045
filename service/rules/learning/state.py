"""A learned model as bytes, to be kept: what was written damaged or by another version is told."""

import hashlib
import json
import sys
import zlib
from array import array
from collections.abc import Sequence
from dataclasses import asdict, replace

from service.domain.lesson import Lesson
from service.rules.learning.calibration import Calibration
from service.rules.learning.features import FEATURES_VERSION
from service.rules.learning.logistic import BUCKETS
from service.rules.learning.model import LearnedModel, learn

_DIGEST = 32
_WEIGHTS = 4 * BUCKETS


class DamagedState(ValueError):
    """Bytes that are no model of this version: learn it anew from the decisions."""


def state_of(model: LearnedModel) -> bytes:
    """The model as bytes: a digest, then packed weights and what else belongs to them."""
    head = {
        "features": FEATURES_VERSION,
        "good": model.good,
        "bad": model.bad,
        "calibration": asdict(model.calibration),
    }
    weights = array("f", model.weights)
    if sys.byteorder == "big":  # pragma: no cover -- no such machine here
        weights.byteswap()
    packed = zlib.compress(weights.tobytes() + json.dumps(head, sort_keys=True).encode(), 6)
    return hashlib.sha256(packed).digest() + packed


def learned_state(lessons: Sequence[Lesson]) -> bytes | None:
    """The state of the model that these lessons teach, None while they are too few."""
    model = learn(lessons)
    return None if model is None else state_of(model)


def without_automation(state: bytes) -> bytes:
    """The same model, but nothing is fine to it any more: people look at everything."""
    model = restore_model(state)
    return state_of(replace(model, calibration=replace(model.calibration, fine_below=None)))


def restore_model(state: bytes) -> LearnedModel:
    """The model that `state_of` wrote. Raises DamagedState."""
    packed = state[_DIGEST:]
    if hashlib.sha256(packed).digest() != state[:_DIGEST]:
        raise DamagedState("the digest does not fit")
    content = zlib.decompress(packed)
    head = json.loads(content[_WEIGHTS:])
    if head["features"] != FEATURES_VERSION:
        raise DamagedState("learned from features of another version")
    weights = array("f", content[:_WEIGHTS])
    if sys.byteorder == "big":  # pragma: no cover -- no such machine here
        weights.byteswap()
    return LearnedModel(weights, Calibration(**head["calibration"]), head["good"], head["bad"])
