"""What readers and the author say against a verdict, as a part of a comment's card."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comment_ports import ReviewedComment
from service.domain.concern import Appeal, Report
from service.locales import text, when
from service.usecases.second_look import is_left_to_others
from service.web.call import Call
from service.web.pages.desk.pieces import Piece, marked_pieces
from service.web.pages.desk.said import reason_words, said_of
from service.web.shown.times import iso

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report. `same_network`: it came from the network of the comment's own author."""

    reason: str
    pieces: Sequence[Piece]
    at: str
    moment: str
    same_network: bool


@dataclass(frozen=True, slots=True)
class ReportsPart:
    """A comment's open reports, newest first: those to be shown, and the rest of them."""

    count: int
    networks: int
    lines: Sequence[ReportLine]
    rest: Sequence[ReportLine]


@dataclass(frozen=True, slots=True)
class AppealPart:
    """An author's appeal. `against` says who turned the comment away and when, `why` in which
    words; `is_others`: another moderator is to answer."""

    pieces: Sequence[Piece]
    at: str
    moment: str
    against: str
    why: str
    state: str
    is_open: bool
    is_others: bool
    answer: Sequence[Piece]


def reports_part(reviewed: ReviewedComment, language: str) -> ReportsPart | None:
    """None where there is no open report."""
    reports = reviewed.reports
    if not reports:
        return None
    lines = [_line(report, reviewed, language) for report in reports]
    networks = len({report.network for report in reports})
    return ReportsPart(len(lines), networks, lines[:SHOWN], lines[SHOWN:])


def appeal_part(appeal: Appeal | None, language: str, *, is_others: bool) -> AppealPart | None:
    """None where there is no appeal."""
    if appeal is None:
        return None
    against = appeal.against
    who = against.actor.name or text(language, f"desk.actor_{against.actor.kind.value}")
    done = said_of(language, against)
    at = when(language, against.at)
    reason = reason_words(language, against.reason)
    return AppealPart(
        pieces=marked_pieces(appeal.text, ()),
        at=when(language, appeal.at),
        moment=iso(appeal.at),
        against=text(language, "desk.appeal_against", done=done, name=who, at=at),
        why=" · ".join(each for each in (reason, against.note) if each),
        state=appeal.state.value,
        is_open=appeal.is_open,
        is_others=is_others,
        answer=marked_pieces(appeal.answer or "", ()),
    )


async def is_for_others(call: Call, reviewed: ReviewedComment) -> bool:
    """Whether another moderator is to answer the comment's appeal."""
    appeal = reviewed.appeal
    if appeal is None or not appeal.is_open:
        return False
    return await is_left_to_others(appeal, call.moderator, storage=call.services.storage)


def _line(report: Report, reviewed: ReviewedComment, language: str) -> ReportLine:
    return ReportLine(
        reason=text(language, f"report.reason_{report.reason.value}"),
        pieces=marked_pieces(report.text or "", ()),
        at=when(language, report.at),
        moment=iso(report.at),
        same_network=report.network == reviewed.comment.network,
    )
