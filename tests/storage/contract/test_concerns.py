"""Reports and appeals as they are kept: found by comment, settled and opened by decisions."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from service.domain.comment import Comment, Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Appeal, AppealState, Concern, Report, ReportReason
from service.domain.decision import Action, Decision, Standing
from service.domain.ports import Transaction
from service.storage import SqlStorage
from service.usecases.report_comment import Complaint, report_comment
from tests.storage.making import Maker

REPORTED = QueueFilter(only=Concern.REPORTED)
APPEALED = QueueFilter(only=Concern.APPEALED)


def a_report(comment: Comment, at: int, **given: Any) -> Report:
    made = Report(
        comment.site_id, comment.id, 1, ReportReason.ABUSE, "Scheldt.", "n1", "a1", "p1", at
    )
    return replace(made, **given)


async def add(storage: SqlStorage, *added: Report | Appeal) -> None:
    async def unit(tx: Transaction) -> None:
        for each in added:
            if isinstance(each, Report):
                await tx.concerns.add_report(each)
            else:
                await tx.concerns.add_appeal(each)

    await storage.write(unit)


async def refused(make: Maker) -> tuple[Comment, Decision]:
    return await make.decide(
        await make.comment(published=False), Action.REJECT, Status.REJECTED, None, -1
    )


async def undo(make: Maker, comment: Comment, undone: Decision) -> Comment:
    before = undone.before
    assert before is not None
    decision = make.decision(comment, Action.UNDO, before, undoes=undone.public_id)

    async def unit(tx: Transaction) -> Comment:
        return (await tx.decide(comment, decision, 0))[0]

    return await make.storage.write(unit)


async def test_reports_are_found_by_their_comment(storage: SqlStorage, make: Maker) -> None:
    comment, other = await make.comment(), await make.comment()
    first = a_report(comment, make.clock())
    second = a_report(comment, make.clock(), network="n2", proof=None, text=None)
    await add(storage, first, second, a_report(other, make.clock()))

    async def unit(tx: Transaction) -> list[Report]:
        return list(await tx.concerns.reports(comment.id))

    reviewed = await storage.comments.reviewed(comment.public_id)
    assert await storage.write(unit) == [first, second]
    assert reviewed is not None
    assert reviewed.reports == [second, first]


async def test_a_network_reports_a_text_once(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()
    await add(storage, a_report(comment, make.clock()))

    with pytest.raises(IntegrityError):
        await add(storage, a_report(comment, make.clock()))
    await add(storage, a_report(comment, make.clock(), revision=2))


async def test_reported_comments_are_listed_counted_and_paged(
    storage: SqlStorage, make: Maker
) -> None:
    made = [await make.comment() for _ in range(4)]
    other = await make.comment(site=await make.site("other"))
    for comment in (*made[:3], other):
        for network in ("n1", "n2"):
            await add(storage, a_report(comment, make.clock(), network=network))
    on_site = replace(REPORTED, site_ids=(made[0].site_id,))

    page, after = await storage.comments.queue(on_site, None, 2)
    rest, end = await storage.comments.queue(on_site, after, 2)

    assert [each.comment.id for each in (*page, *rest)] == [each.id for each in made[:3]]
    assert end is None
    assert await storage.comments.count(REPORTED) == 4
    assert await storage.comments.count(on_site) == 3
    assert await storage.comments.count(replace(on_site, status=Status.PENDING)) == 0
    assert await storage.comments.count(replace(REPORTED, site_ids=())) == 0
    assert await storage.comments.count(replace(REPORTED, site_ids=(1, other.site_id))) == 1


async def test_a_decision_settles_reports_and_its_undo_opens_just_those(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment()
    await add(storage, a_report(comment, make.clock()))
    rejected, first = await make.decide(comment, Action.REJECT, Status.REJECTED, None, -1)
    assert await storage.comments.count(REPORTED) == 0
    await add(storage, a_report(comment, make.clock(), network="n2"))
    approved, _ = await make.decide(rejected, Action.APPROVE, Status.APPROVED, 1, 1)

    await undo(make, approved, first)

    reviewed = await storage.comments.reviewed(comment.public_id)
    assert reviewed is not None
    assert [each.network for each in reviewed.reports] == ["n1"]


async def test_an_appeal_is_kept_with_the_decision_that_it_is_against(
    storage: SqlStorage, make: Maker
) -> None:
    comment, decision = await refused(make)
    appeal = Appeal(comment.site_id, comment.id, decision, "Toch niet?", make.clock())
    await add(storage, appeal)

    async def unit(tx: Transaction) -> list[Appeal]:
        return list(await tx.concerns.appeals([comment.id, 5]))

    reviewed = await storage.comments.reviewed(comment.public_id)
    assert await storage.write(unit) == [appeal]
    assert await storage.concerns.appeal(comment.id) == appeal
    assert await storage.concerns.appeal(5) is None
    assert reviewed is not None
    assert reviewed.appeal == appeal
    assert await storage.comments.count(APPEALED) == 1
    with pytest.raises(IntegrityError):
        await add(storage, appeal)


async def test_an_appeal_is_settled_with_its_answer_and_opened_again(
    storage: SqlStorage, make: Maker
) -> None:
    comment, decision = await refused(make)
    appeal = Appeal(comment.site_id, comment.id, decision, "Toch niet?", make.clock())
    await add(storage, appeal)
    deny = make.decision(comment, Action.DENY, Standing(Status.REJECTED, None))

    async def unit(tx: Transaction) -> Comment:
        denied, _ = await tx.decide(comment, deny, -1)
        await tx.concerns.tell_author(comment.id, "Nee.")
        return denied

    denied = await storage.write(unit)

    settled = await storage.concerns.appeal(comment.id)
    assert settled == replace(
        appeal, state=AppealState.DENIED, answer="Nee.", settled_by=deny.public_id
    )
    assert await storage.comments.count(APPEALED) == 0
    await undo(make, denied, deny)
    assert await storage.concerns.appeal(comment.id) == appeal


async def test_reports_that_reach_the_threshold_at_once_hold_once(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment()

    async def report(number: int) -> None:
        complaint = Complaint(
            comment.public_id, ReportReason.SPAM, None, str(number // 2), str(number // 2)
        )
        await report_comment(complaint, reports_to_hold=2, storage=storage, clock=make.clock)

    await asyncio.gather(*(report(number) for number in range(12)))

    held = await storage.comments.by_public_id(comment.public_id)
    history = await storage.decisions.of_comment(comment.public_id)
    assert held is not None
    assert held.status is Status.PENDING
    assert [each.action for each in history] == [Action.PUBLISH, Action.HOLD]
