"""What a decision did, and why, in a word or two."""

from service.domain.decision import APPEAL, REPORTS, Decision, is_reply
from service.domain.reasons import REASONS
from service.locales import text


def said_of(language: str, decision: Decision) -> str:
    """`Approved.` and the like; what brought a moderator's reply in answered, and approved none."""
    done = "reply" if is_reply(decision) else decision.action.value
    return text(language, f"desk.done_{done}")


def reason_words(language: str, reason: str | None) -> str:
    """Why somebody was blocked or a comment decided on: one of our classes in words, or what
    somebody wrote."""
    known = (*REASONS, REPORTS, APPEAL)
    return text(language, f"reason.{reason}") if reason in known else reason or ""
