"""What a decision did, in a word or two."""

from service.domain.decision import Decision, is_reply
from service.locales import text


def said_of(language: str, decision: Decision) -> str:
    """`Approved.` and the like; what brought a moderator's reply in answered, and approved none."""
    done = "reply" if is_reply(decision) else decision.action.value
    return text(language, f"desk.done_{done}")
