"""Reporting a comment: what counts, what it does, and how a moderator settles it."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from service.domain.comment import Comment, Status
from service.domain.comment_ports import QueueFilter
from service.domain.concern import Concern, Report, ReportReason
from service.domain.decision import REPORTS, RULES, Action
from service.domain.errors import Conflict
from service.domain.moderator import ApiToken
from service.usecases.post_reply import Reply, post_reply
from service.usecases.report_comment import MOST_OPEN, Complaint, report_comment
from service.usecases.undo_decision import undo_decision
from service.usecases.withdraw_comment import withdraw_comment
from tests.usecases.acting import DEVICE, Desk
from tests.usecases.altered import Overtaken
from tests.usecases.test_edit_comment import edit


async def report(desk: Desk, comment: Comment, number: int = 1, **given: Any) -> None:
    """From the network, and the area, with this number."""
    hold = given.pop("reports_to_hold", 3)
    complaint = {
        "comment": comment.public_id,
        "reason": ReportReason.ABUSE,
        "text": "Scheldt.",
        "network": f"2001:db8:{number}::/64",
        "area": f"2001:db8:{number}::/48",
        **given,
    }
    await report_comment(
        Complaint(**complaint), reports_to_hold=hold, storage=desk.storage, clock=desk.clock
    )


async def reported_by(desk: Desk, comment: Comment, *numbers: int) -> Comment:
    for number in numbers:
        await report(desk, comment, number)
    return await desk.comment(comment.public_id)


async def reports(desk: Desk, comment: Comment) -> list[Report]:
    """The open ones."""
    reviewed = await desk.storage.comments.reviewed(comment.public_id)
    assert reviewed is not None
    return list(reviewed.reports)


async def undo_last(desk: Desk, comment: Comment, by: ApiToken) -> Comment:
    last = (await desk.history(comment.public_id))[-1]
    undone, _ = await undo_decision(
        last.public_id, token=by, storage=desk.storage, clock=desk.clock
    )
    return undone


@pytest.fixture
async def public(desk: Desk) -> Comment:
    return (await desk.post(site="open")).comment


async def test_a_report_hides_nothing_and_is_found_among_the_reported(
    desk: Desk, public: Comment
) -> None:
    comment = await reported_by(desk, public, 1)

    found, _ = await desk.storage.comments.queue(QueueFilter(only=Concern.REPORTED), None, 10)
    (kept,) = found[0].reports
    assert comment == public
    assert [each.comment.id for each in found] == [public.id]
    assert (kept.reason, kept.text, kept.revision) == (ReportReason.ABUSE, "Scheldt.", 1)
    assert "2001" not in f"{kept.network} {kept.area}"


async def test_fifty_reports_at_once_from_one_network_count_once(
    desk: Desk, public: Comment
) -> None:
    await asyncio.gather(*(report(desk, public, 1, device=None) for _ in range(50)))

    assert len(await reports(desk, public)) == 1


async def test_one_device_counts_once_from_wherever_it_comes(desk: Desk, public: Comment) -> None:
    for number in range(4):
        await report(desk, public, number, device=DEVICE)

    assert len(await reports(desk, public)) == 1


async def test_readers_from_three_areas_send_a_comment_back_into_the_queue(
    desk: Desk, public: Comment
) -> None:
    comment = await reported_by(desk, public, 1, 2, 3)

    last = (await desk.history(public.public_id))[-1]
    assert (comment.status, comment.published) == (Status.PENDING, None)
    assert (last.actor, last.action, last.reason) == (RULES, Action.HOLD, REPORTS)


async def test_networks_of_one_area_are_one_reader(desk: Desk, public: Comment) -> None:
    for number in range(5):
        await report(desk, public, number, area="2001:db8::/48")

    assert len(await reports(desk, public)) == 5
    assert await desk.comment(public.public_id) == public


async def test_three_at_once_hold_it_once(desk: Desk, public: Comment) -> None:
    await asyncio.gather(*(report(desk, public, number) for number in range(8)))

    actions = [each.action for each in await desk.history(public.public_id)]
    assert actions == [Action.PUBLISH, Action.HOLD]


async def test_reports_hide_nothing_where_that_is_switched_off(desk: Desk, public: Comment) -> None:
    for number in range(6):
        await report(desk, public, number, reports_to_hold=0)

    assert await desk.comment(public.public_id) == public


async def test_what_readers_do_not_see_cannot_be_reported(desk: Desk) -> None:
    waiting = (await desk.post()).comment

    await report(desk, waiting)
    await report(desk, replace(waiting, public_id="0" * 32))

    assert await reports(desk, waiting) == []


async def test_a_comment_that_is_hidden_meanwhile_is_not_reported(
    desk: Desk, public: Comment, anna: ApiToken
) -> None:
    storage = desk.storage

    async def hide() -> None:
        desk.storage = storage
        await desk.decide(public.public_id, Action.REJECT, anna)

    desk.storage = Overtaken(storage, hide)
    await report(desk, public)

    assert await reports(desk, public) == []


async def test_more_reports_than_tell_something_are_not_kept(desk: Desk, public: Comment) -> None:
    for number in range(MOST_OPEN + 3):
        await report(desk, public, number, reports_to_hold=0)

    assert len(await reports(desk, public)) == MOST_OPEN


async def test_what_is_kept_is_never_hidden_by_reports_again(
    desk: Desk, public: Comment, anna: ApiToken
) -> None:
    await reported_by(desk, public, 1)
    await desk.decide(public.public_id, Action.KEEP, anna)
    assert await reports(desk, public) == []

    comment = await reported_by(desk, public, 1, 2, 3, 4, 5)

    assert comment.status is Status.APPROVED
    assert len(await reports(desk, public)) == 4


async def test_what_a_person_approved_is_not_hidden_by_readers(desk: Desk, anna: ApiToken) -> None:
    waiting = (await desk.post()).comment
    await desk.decide(waiting.public_id, Action.APPROVE, anna)

    comment = await reported_by(desk, waiting, 1, 2, 3, 4)

    assert comment.status is Status.APPROVED


async def test_a_moderators_reply_is_not_hidden_by_readers(
    desk: Desk, public: Comment, anna: ApiToken
) -> None:
    replied = await post_reply(
        public.public_id,
        Reply("Dank je wel!"),
        token=anna,
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    comment = await reported_by(desk, replied.reply, 1, 2, 3, 4)

    assert comment.status is Status.APPROVED
    assert len(await reports(desk, comment)) == 4


async def test_a_new_text_after_that_can_be_reported_and_held(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="open")
    await reported_by(desk, posted.comment, 1)
    await desk.decide(posted.comment.public_id, Action.KEEP, anna)
    await edit(desk, posted, "Heel wat anders.")

    comment = await reported_by(desk, posted.comment, 1, 2, 3)

    assert comment.status is Status.PENDING


async def test_a_held_comment_is_kept_as_it_was(
    desk: Desk, public: Comment, anna: ApiToken
) -> None:
    await reported_by(desk, public, 1, 2, 3)

    comment, _ = await desk.decide(public.public_id, Action.KEEP, anna)

    assert (comment.status, comment.published, comment.credit) == (Status.APPROVED, 1, 1)
    assert await reports(desk, public) == []


async def test_a_hold_by_reports_can_be_undone_and_that_settles_them(
    desk: Desk, public: Comment, anna: ApiToken
) -> None:
    await reported_by(desk, public, 1, 2, 3)

    undone = await undo_last(desk, public, anna)
    assert (undone.status, await reports(desk, public)) == (Status.APPROVED, [])
    again = await undo_last(desk, public, anna)

    assert again.status is Status.PENDING
    assert len(await reports(desk, public)) == 3


@pytest.mark.parametrize("action", [Action.KEEP, Action.REJECT, Action.SPAM, Action.DELETE])
async def test_a_decision_settles_the_reports_and_its_undo_opens_them_again(
    desk: Desk, public: Comment, anna: ApiToken, action: Action
) -> None:
    await reported_by(desk, public, 1, 2)

    await desk.decide(public.public_id, action, anna)
    assert await reports(desk, public) == []
    await undo_last(desk, public, anna)
    assert len(await reports(desk, public)) == 2
    await undo_last(desk, public, anna)

    assert await reports(desk, public) == []


async def test_a_decision_before_the_reports_has_nothing_to_do_with_them(
    desk: Desk, anna: ApiToken
) -> None:
    waiting = (await desk.post()).comment
    await desk.decide(waiting.public_id, Action.APPROVE, anna)
    await reported_by(desk, waiting, 1)

    await undo_last(desk, waiting, anna)

    assert len(await reports(desk, waiting)) == 1


async def test_refusing_an_edit_alone_leaves_the_reports_open(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="open")
    await reported_by(desk, posted.comment, 1)
    links = " ".join(f"https://{n}.example" for n in range(9))
    edited = await edit(desk, posted, f"Kijk: {links}")
    assert edited.comment.status is Status.PENDING

    await desk.decide(posted.comment.public_id, Action.REJECT, anna)

    assert len(await reports(desk, posted.comment)) == 1


async def test_what_its_author_withdraws_is_settled(desk: Desk) -> None:
    posted = await desk.post(site="open")
    await reported_by(desk, posted.comment, 1)

    await withdraw_comment(
        posted.comment.public_id, posted.token, storage=desk.storage, clock=desk.clock
    )

    assert await reports(desk, posted.comment) == []


async def test_keeping_what_waits_for_another_reason_is_refused(desk: Desk, anna: ApiToken) -> None:
    waiting = (await desk.post()).comment

    with pytest.raises(Conflict, match="not_possible"):
        await desk.decide(waiting.public_id, Action.KEEP, anna)
