"""What people taught by deciding: the texts from which a site's model is learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text with the facts that rules scored it for (`fact_of`), and what people made of it in
    the end: `is_bad` when it was rejected or marked as spam."""

    text: str
    facts: tuple[str, ...]
    is_bad: bool


def fact_of(rule: str, params: Mapping[str, Any]) -> str:
    """What a lesson keeps of a finding: the rule's name, and how strong the evidence was where
    that is told: `call_to_action 3`."""
    return f"{rule} {params['strength']}" if "strength" in params else rule
