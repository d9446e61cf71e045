"""Readers' reports and authors' appeals as moderators see them."""

from pydantic import BaseModel, ConfigDict

from service.domain.comment_ports import ReviewedComment
from service.domain.concern import Appeal, AppealState, ReportReason
from service.web.shown.decision import ShownDecision, shown_decision
from service.web.shown.times import Time, iso


class ShownReport(BaseModel):
    """A reader's report. `network` is a keyed name for where he wrote from, as comments have one;
    `same_network`: it is the network that the comment itself came from."""

    model_config = ConfigDict(extra="forbid")

    reason: ReportReason
    text: str | None
    created_at: Time
    revision: int
    network: str
    same_network: bool


class ShownAppeal(BaseModel):
    """An author's appeal `against` the decision that turned his comment away. `answer` is what he
    was told."""

    model_config = ConfigDict(extra="forbid")

    state: AppealState
    text: str
    created_at: Time
    against: ShownDecision
    answer: str | None


class ReportTaken(BaseModel):
    """What a reader gets for a report, whatever became of it."""

    model_config = ConfigDict(extra="forbid")

    message: str


def shown_reports(reviewed: ReviewedComment) -> list[ShownReport]:
    """A comment's open reports, newest first."""
    return [
        ShownReport(
            reason=report.reason,
            text=report.text,
            created_at=iso(report.at),
            revision=report.revision,
            network=report.network,
            same_network=report.network == reviewed.comment.network,
        )
        for report in reviewed.reports
    ]


def shown_appeal(appeal: Appeal) -> ShownAppeal:
    """An appeal with what it is about."""
    return ShownAppeal(
        state=appeal.state,
        text=appeal.text,
        created_at=iso(appeal.at),
        against=shown_decision(appeal.against),
        answer=appeal.answer,
    )
