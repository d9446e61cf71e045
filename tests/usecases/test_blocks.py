"""A block keeps an author out while it holds, and changes nothing that was judged before."""

from typing import Any

import pytest

from service.domain.author import Block, MarkKind
from service.domain.comment import Author, Status
from service.domain.decision import Action
from service.domain.errors import Invalid, NotFound
from service.domain.finding import Finding
from service.domain.identity import edit_token
from service.domain.moderator import ApiToken
from service.domain.site import Site
from service.usecases.block_author import MONTH_MS, block_author
from service.usecases.edit_comment import edit_comment
from service.usecases.list_blocks import list_blocks
from service.usecases.site_log import list_site_events
from service.usecases.unblock_author import unblock_author
from tests.usecases.acting import DEVICE, MINUTE, Desk
from tests.usecases.rule_acts import DEFAULT, run, started

JAN = Author("Jan", "Jan@Blog.example")


async def block(desk: Desk, by: ApiToken, comment: str, kind: MarkKind, **given: Any) -> Block:
    known = {"until": None, "reason": None, **given}
    return await block_author(comment, kind, by=by, storage=desk.storage, clock=desk.clock, **known)


async def posted(desk: Desk, **given: Any) -> tuple[str, Status]:
    comment = (await desk.post(**{"site": "open", "author": JAN, **given})).comment
    return comment.public_id, comment.status


async def evidence(desk: Desk, public_id: str) -> Finding:
    story = await desk.storage.comments.reviewed(public_id)
    assert story is not None
    return next(each for each in story.findings if each.rule == "blocked_author")


async def test_a_blocked_device_is_turned_away_until_the_end_with_the_block_as_evidence(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, status = await posted(desk, device=DEVICE)
    assert status is Status.APPROVED
    end = desk.clock.now + 10 * MINUTE
    made = await block(desk, anna, first, MarkKind.IDENTITY, until=end)

    second, status = await posted(desk, device=DEVICE, text="Nog iets", author=Author("Piet"))
    desk.clock.pass_minutes(10)
    _, later = await posted(desk, device=DEVICE, text="En weer iets")

    assert (status, later) == (Status.REJECTED, Status.APPROVED)
    told = {"variant": "until", "block": made.public_id, "kind": "identity", "until": end}
    assert (await evidence(desk, second)).params == told


@pytest.mark.parametrize(
    ("kind", "shut_out", "let_in"),
    [
        (MarkKind.IDENTITY, {"device": DEVICE}, {}),
        (
            MarkKind.EMAIL,
            {"author": Author("Piet", " jan@blog.EXAMPLE")},
            {"author": Author("Jan")},
        ),
        (MarkKind.NAME, {"author": Author("JÁN\u200b")}, {"author": Author("Janna")}),
        (MarkKind.NETWORK, {"author": Author("Piet")}, None),
    ],
)
async def test_a_block_shuts_out_whoever_has_the_mark_and_nobody_else(
    desk: Desk, open_site: Site, anna: ApiToken, kind: MarkKind, shut_out: Any, let_in: Any
) -> None:
    first, _ = await posted(desk, device=DEVICE)
    await block(desk, anna, first, kind)

    blocked, status = await posted(desk, text="Nog iets", **shut_out)

    assert status is Status.REJECTED
    assert (await evidence(desk, blocked)).params["variant"] == "for_ever"
    if let_in is not None:
        assert (await posted(desk, text="Heel iets anders", **let_in))[1] is Status.APPROVED


async def test_an_ended_block_on_one_mark_does_not_hide_one_on_another(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk, device=DEVICE)
    await block(desk, anna, first, MarkKind.IDENTITY, until=desk.clock.now + MINUTE)
    named = await block(desk, anna, first, MarkKind.NAME)
    desk.clock.pass_minutes(2)

    blocked, _ = await posted(desk, device=DEVICE, text="Nog iets")

    assert (await evidence(desk, blocked)).params["block"] == named.public_id


async def test_a_block_holds_on_its_own_site_only(
    desk: Desk, open_site: Site, blog: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk, site="blog")
    await block(desk, anna, first, MarkKind.NAME)

    assert (await posted(desk))[1] is Status.APPROVED


async def test_what_a_blocked_author_makes_of_his_public_comment_is_not_published(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk, device=DEVICE)
    await block(desk, anna, first, MarkKind.NETWORK)

    own = await edit_comment(
        first,
        edit_token(open_site, first),
        "Iets heel anders",
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    assert not own.is_public
    assert (await evidence(desk, first)).params["kind"] == "network"


async def test_what_was_turned_away_can_be_approved_by_a_person(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk, device=DEVICE)
    await block(desk, anna, first, MarkKind.IDENTITY)
    blocked, _ = await posted(desk, device=DEVICE, text="Nog iets")

    comment, _ = await desk.decide(blocked, Action.APPROVE, anna)

    assert comment.status is Status.APPROVED


async def test_blocks_that_ended_were_made_later_or_taken_back_change_no_old_verdict(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk, device=DEVICE)
    ending = await block(
        desk, anna, first, MarkKind.IDENTITY, until=desk.clock.now + MINUTE, reason="reclame"
    )
    second, _ = await posted(desk, device=DEVICE, text="Nog iets")
    desk.clock.pass_minutes(2)
    await posted(desk, device=DEVICE, text="En weer iets")
    before = [await traces(desk, public_id) for public_id in (first, second)]

    await unblock(desk, anna, ending.public_id)
    await block(desk, anna, first, MarkKind.NETWORK)
    tally = await run(desk, await started(desk, open_site, anna, DEFAULT))

    assert tally.changes == {"publish>publish": 2, "reject>reject": 1}
    assert [await traces(desk, public_id) for public_id in (first, second)] == before


async def traces(desk: Desk, public_id: str) -> object:
    comment = await desk.comment(public_id)
    return await desk.storage.comments.revisions(comment.id), await desk.history(public_id)


async def unblock(desk: Desk, by: ApiToken, public_id: str) -> Block:
    return await unblock_author(public_id, by=by, storage=desk.storage, clock=desk.clock)


async def test_who_is_let_in_again_may_write(desk: Desk, open_site: Site, anna: ApiToken) -> None:
    first, _ = await posted(desk)
    made = await block(desk, anna, first, MarkKind.NAME)

    assert await unblock(desk, anna, made.public_id) == made

    assert (await posted(desk, text="Nog iets"))[1] is Status.APPROVED
    with pytest.raises(NotFound, match="unknown_block"):
        await unblock(desk, anna, made.public_id)


async def test_a_new_block_takes_the_place_of_the_one_before(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk)
    await block(desk, anna, first, MarkKind.NAME)
    second = await block(desk, anna, first, MarkKind.NAME, until=desk.clock.now + MONTH_MS)

    assert await listed(desk, anna) == [second.public_id]


async def listed(desk: Desk, by: ApiToken, site: str | None = None) -> list[str]:
    found, _ = await list_blocks(
        site, after=None, limit=9, token=by, storage=desk.storage, clock=desk.clock
    )
    return [each.public_id for each in found]


async def test_blocks_are_listed_while_they_hold_to_who_may_see_the_site(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk)
    named = await block(desk, anna, first, MarkKind.NAME)
    await block(desk, anna, first, MarkKind.EMAIL, until=desk.clock.now + MINUTE)
    desk.clock.pass_minutes(2)
    bea = await desk.token(site_slug="blog")

    assert await listed(desk, anna) == [named.public_id]
    assert await listed(desk, bea) == []
    with pytest.raises(NotFound, match="unknown_site"):
        await listed(desk, bea, "open")


async def test_blocking_and_letting_in_again_is_logged(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk)
    made = await block(desk, anna, first, MarkKind.EMAIL, reason="reclame")
    await unblock(desk, anna, made.public_id)

    events, _ = await list_site_events(
        "open", after=None, limit=9, token=anna, storage=desk.storage
    )

    told = [(each.act.value, each.about_name, each.details["kind"]) for each in events]
    assert told == [
        ("author_unblocked", "Jan@Blog.example", "email"),
        ("author_blocked", "Jan@Blog.example", "email"),
    ]
    assert events[1].details["reason"] == "reclame"


@pytest.mark.parametrize(
    ("kind", "author", "label"),
    [
        (MarkKind.IDENTITY, Author("Jan"), "Jan"),
        (MarkKind.IDENTITY, Author(None, "j@a.example"), "j@a.example"),
        (MarkKind.NAME, Author("J" * 120), "J" * 100),
    ],
)
async def test_a_block_says_whom_it_means(
    desk: Desk, open_site: Site, anna: ApiToken, kind: MarkKind, author: Author, label: str
) -> None:
    first, _ = await posted(desk, author=author, device=DEVICE)

    assert (await block(desk, anna, first, kind)).label == label


async def test_a_block_on_a_network_names_the_beginning_of_it(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk)
    network = (await desk.comment(first)).network

    assert (await block(desk, anna, first, MarkKind.NETWORK)).label == network[:8]


async def test_nobody_is_blocked_by_what_is_not_known_of_him(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk, author=Author("\u200b"))

    for kind in (MarkKind.IDENTITY, MarkKind.EMAIL, MarkKind.NAME):
        with pytest.raises(Invalid, match="no_such_mark"):
            await block(desk, anna, first, kind)


async def test_a_block_cannot_be_over_already(desk: Desk, open_site: Site, anna: ApiToken) -> None:
    first, _ = await posted(desk)

    with pytest.raises(Invalid, match="already_over"):
        await block(desk, anna, first, MarkKind.NAME, until=desk.clock.now)


async def test_nobody_blocks_or_lets_in_on_another_site(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first, _ = await posted(desk)
    made = await block(desk, anna, first, MarkKind.NAME)
    bea = await desk.token(site_slug="blog")

    with pytest.raises(NotFound, match="unknown_comment"):
        await block(desk, bea, first, MarkKind.NAME)
    with pytest.raises(NotFound, match="unknown_comment"):
        await block(desk, anna, "0" * 32, MarkKind.NAME)
    with pytest.raises(NotFound, match="unknown_block"):
        await unblock(desk, bea, made.public_id)
    assert await listed(desk, anna) == [made.public_id]
