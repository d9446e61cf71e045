"""Report a public comment: moderators see it, and enough different readers send it back to wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.comment import Comment, Status
from service.domain.concern import (
    Report,
    ReportReason,
    areas_reporting,
    is_repeated,
    vouched_for,
)
from service.domain.decision import REPORTS, RULES, Action, Decision, Standing
from service.domain.identity import device_proof, network_hash, new_public_id
from service.domain.ports import Clock, Storage, Transaction
from service.usecases.kept_out import is_kept_out

MOST_OPEN = 50
"""Open reports of one comment that are kept; more would tell nothing new."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a reader hands in. `network` and `area` are prefixes of his address, as text."""

    comment: str
    reason: ReportReason
    text: str | None
    network: str
    area: str
    device: str | None = None


async def report_comment(
    complaint: Complaint, *, reports_to_hold: int, storage: Storage, clock: Clock
) -> None:
    """Keeps the report of a comment that readers see; every other is nothing, and nobody is told.

    A network and a device count once for each text of a comment. Open reports from
    `reports_to_hold` areas (0: never) take the comment back into the queue, unless a person let
    that very text stand. Of who is blocked on the site nothing is kept. Raises Unavailable.
    """
    found = await storage.comments.by_public_id(complaint.comment)
    site = None if found is None else await storage.sites.by_id(found.site_id)
    if found is None or found.published is None or site is None:
        return
    network = network_hash(site, complaint.network)
    area = network_hash(site, complaint.area)
    proof = device_proof(site, complaint.device)
    now = clock()
    if await is_kept_out(site, proof, complaint.network, storage=storage, now=now):
        return

    async def unit(tx: Transaction) -> None:
        comment = await tx.comment(complaint.comment)
        if comment is None or comment.published is None:
            return
        report = Report(
            site_id=comment.site_id,
            comment_id=comment.id,
            revision=comment.published,
            reason=complaint.reason,
            text=complaint.text,
            network=network,
            area=area,
            proof=proof,
            at=now,
        )
        earlier = await tx.concerns.reports(comment.id)
        if is_repeated(report, earlier) or sum(each.is_open for each in earlier) >= MOST_OPEN:
            return
        await tx.concerns.add_report(report)
        if 0 < reports_to_hold <= areas_reporting(comment, [*earlier, report]):
            held = _held(comment, await tx.decisions(comment.public_id), report.at)
            if held is not None:
                await tx.decide(comment, held, comment.credit)

    await storage.write(unit)


def _held(comment: Comment, history: Sequence[Decision], at: int) -> Decision | None:
    if vouched_for(history) == comment.published:
        return None
    return Decision(
        public_id=new_public_id(),
        site_id=comment.site_id,
        comment=comment.public_id,
        revision=comment.current,
        actor=RULES,
        action=Action.HOLD,
        before=Standing(comment.status, comment.published),
        after=Standing(Status.PENDING, None),
        version=comment.version,
        at=at,
        reason=REPORTS,
    )
