"""Threads that are merged and taken apart, and what the log says of it."""

from typing import Any

import pytest

from service.domain.decision import Action
from service.domain.errors import Invalid, NotFound
from service.domain.moderator import Role
from service.domain.site_event import SiteAct
from service.usecases.edit_comment import edit_comment
from service.usecases.review_threads import show_thread
from tests.usecases.acting import Desk
from tests.usecases.altered import Answering
from tests.usecases.thread_room import A, B, Room


@pytest.fixture
async def room(desk: Desk) -> Room:
    return Room(desk, await desk.token(Role.ADMIN))


async def test_a_merge_moves_the_comments_and_is_logged(room: Room) -> None:
    page = await room.page(A, text="Een verhaal over kippen.")
    into = await room.page(B, text="Iets anders over het weer.")

    merged = await room.merge(page, B)

    assert (merged.moved, merged.thread.thread.public_id) == (1, into)
    assert merged.thread.published == 2
    assert len(await room.said(A)) == len(await room.said(B)) == 2
    [event] = await room.events()
    assert (event.public_id, event.act, event.about_id) == (
        merged.merge, SiteAct.THREADS_MERGED, page,
    )  # fmt: skip
    assert event.details == {"page": A, "into": B, "into_id": into, "n": 1}
    story = await show_thread(into, token=room.by, storage=room.desk.storage)
    assert list(story.addresses) == [A, B]
    assert [each.public_id for each in story.merges] == [merged.merge]


async def test_the_other_page_may_be_named_by_its_id(room: Room) -> None:
    page, into = await room.page(A), await room.page(B, text="Iets anders over het weer.")

    merged = await room.merge(page, into)

    assert merged.thread.thread.public_id == into


async def test_a_page_goes_into_no_page_that_is_itself(room: Room) -> None:
    page = await room.page(A)
    into = await room.page(B, text="Iets anders over het weer.")
    for said in (A, page, "https://open.example/a/"):
        with pytest.raises(Invalid, match="merge_with_itself"):
            await room.merge(page, said)
    await room.merge(page, B)

    # The one that is gone is the other one by now.
    with pytest.raises(Invalid, match="merge_with_itself"):
        await room.merge(into, A)
    with pytest.raises(NotFound, match="unknown_thread"):
        await room.merge(page, B)


async def test_a_page_goes_into_none_of_another_site(room: Room) -> None:
    page, elsewhere = await room.page(A), await room.page(B, site="blog")

    with pytest.raises(Invalid) as refused:
        await room.merge(page, elsewhere)
    with pytest.raises(NotFound, match="unknown_target"):
        await room.merge(page, B)

    assert (refused.value.code, refused.value.field) == ("other_site", "into")


async def test_an_undone_merge_leaves_both_pages_as_decided_on_since(room: Room) -> None:
    first = await room.desk.post(site="open", post=A, text="Een verhaal over kippen.")
    public_id = first.thread.public_id
    await room.page(B, text="Iets anders over het weer.")
    merged = await room.merge(public_id, B)
    await room.desk.decide(first.comment.public_id, Action.SPAM, room.by)
    await room.desk.post(site="open", post=A, text="Hier kwam later nog wat bij.")

    alone = await room.undo(merged.merge)

    assert (alone.thread.public_id, alone.thread.key) == (public_id, A)
    assert await room.said(A) == []
    assert len(await room.said(B)) == 2
    event = (await room.events())[-1]
    assert (event.act, event.undoes, event.details["n"]) == (
        SiteAct.MERGE_UNDONE, merged.merge, 1,
    )  # fmt: skip
    with pytest.raises(NotFound, match="unknown_merge"):
        await room.undo(merged.merge)


async def test_an_edit_on_a_page_that_is_merged_meanwhile_shows_where_it_went(room: Room) -> None:
    posted = await room.desk.post(site="open", post=A, text="Een verhaal over kippen.")
    await room.page(B, text="Iets anders over het weer.")
    told: list[int | None] = []

    async def merge() -> None:
        await room.merge(posted.thread.public_id, B)
        room.desk.storage.on_thread_changed(told.append)  # type: ignore[attr-defined]

    await edit_comment(
        posted.comment.public_id,
        posted.token,
        "Een verhaal over hanen.",
        storage=room.overtaken(merge).desk.storage,
        clock=room.desk.clock,
        rule_book=room.desk.rule_book,
    )

    into = await room.desk.storage.threads.by_key(posted.thread.site_id, B)
    assert into is not None
    assert set(told) == {into.id}
    assert "Een verhaal over hanen." in await room.said(B)


async def test_a_page_that_goes_meanwhile_is_not_there(room: Room) -> None:
    first = await room.page(A, text="Een verhaal over kippen.")
    second = await room.page(B, text="Iets anders over het weer.")
    await room.page("/c", text="Heel wat anders dan de rest.")

    late = room.overtaken(lambda: room.merge(second, "/c"))
    with pytest.raises(NotFound, match="unknown_target"):
        await late.merge(first, second)
    late = room.overtaken(lambda: room.merge(first, "/c"))
    with pytest.raises(NotFound, match="unknown_thread"):
        await late.rename(first, title="Weg")


async def test_a_page_that_goes_elsewhere_meanwhile_is_not_merged_twice(room: Room) -> None:
    page = await room.page(A, text="Een verhaal over kippen.")
    await room.page(B, text="Iets anders over het weer.")

    late = room.overtaken(lambda: room.merge(page, B))

    with pytest.raises(NotFound, match="unknown_thread"):
        await late.merge(page, B)


async def test_without_its_site_there_is_no_page(room: Room) -> None:
    page = await room.page(A)
    storage: Any = Answering(room.desk.storage, "sites.by_id", None)
    lost = Room(Desk(storage, room.desk.clock), room.by)

    with pytest.raises(NotFound, match="unknown_thread"):
        await lost.rename(page, title="Weg")
    with pytest.raises(NotFound, match="unknown_target"):
        await lost.merge(page, B)
