"""What readers get: pages of published comments with what is below them, and counts."""

import asyncio

import pytest

from service.domain.comment import Author, Comment, Status
from service.domain.decision import AUTHOR, Action, Standing
from service.domain.ports import Transaction
from service.domain.published import PublishedComment, PublishedPage
from service.storage import SqlStorage
from tests.storage.making import Maker

RENDERER = 3


async def page_of(
    storage: SqlStorage, comment: Comment, sort: str = "oldest", **given: object
) -> PublishedPage:
    after, limit = given.get("after"), given.get("limit", 10)
    return await storage.comments.page(comment.thread_id, sort, after, limit, RENDERER)  # type: ignore[arg-type]


def ids(comments: list[PublishedComment] | object) -> list[int]:
    return [one.id for one in comments]  # type: ignore[attr-defined]


async def test_a_held_comment_is_not_listed(storage: SqlStorage, make: Maker) -> None:
    held = await make.comment(published=False)

    page = await page_of(storage, held)

    assert page == PublishedPage([], 0, None)
    assert await storage.comments.published(held.id, RENDERER) is None


async def test_a_published_comment_is_listed_as_it_was_typed(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(text="**Dag**", author=Author("Ans", None, "https://ans.nl"))

    page = await page_of(storage, comment)

    assert page.count == 1
    assert page.comments == [
        PublishedComment(
            id=comment.id,
            public_id=comment.public_id,
            parent_id=None,
            root_id=comment.id,
            name="Ans",
            website="https://ans.nl",
            text="**Dag**",
            html=None,
            revision=1,
            created_at=comment.created_at,
            edited_at=None,
            up=0,
            down=0,
            author_key="named ans",
        )
    ]
    assert await storage.comments.published(comment.id, RENDERER) == page.comments[0]


@pytest.mark.parametrize("sort", ["oldest", "newest", "best"])
async def test_pages_together_hold_every_root_once_in_order(
    storage: SqlStorage, make: Maker, sort: str
) -> None:
    roots = [await make.comment() for _ in range(5)]
    reply = await make.comment(parent=roots[1])
    expected = [root.id for root in roots]
    if sort == "newest":
        expected.reverse()
    expected.insert(expected.index(roots[1].id) + 1, reply.id)

    seen: list[int] = []
    after = None
    while True:
        page = await page_of(storage, roots[0], sort, after=after, limit=2)
        seen += ids(page.comments)
        after = page.next
        assert page.count == 6
        if after is None:
            break

    assert seen == expected


async def test_a_removed_comment_without_replies_is_gone(storage: SqlStorage, make: Maker) -> None:
    root = await make.comment()
    reply = await make.comment(parent=root)

    await make.reject(reply)

    assert ids((await page_of(storage, root)).comments) == [root.id]


async def test_a_removed_comment_with_replies_stays_without_its_words(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment(text="geheim")
    middle = await make.comment(parent=root)
    leaf = await make.comment(parent=middle)

    await make.reject(root)
    await make.reject(middle)

    page = await page_of(storage, root)
    assert ids(page.comments) == [root.id, middle.id, leaf.id]
    assert page.count == 1
    for gone in page.comments[:2]:
        assert (gone.name, gone.website, gone.text, gone.html) == (None, None, None, None)
        assert (gone.revision, gone.removed_by) == (None, "moderator")
    assert page.comments[2].removed_by is None


async def test_a_withdrawn_comment_says_that_its_author_took_it_away(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment()
    await make.comment(parent=root)
    decision = make.decision(root, Action.WITHDRAW, Standing(Status.DELETED, None), actor=AUTHOR)

    async def unit(tx: Transaction) -> None:
        await tx.decide(root, decision, 0)

    await storage.write(unit)

    assert (await page_of(storage, root)).comments[0].removed_by == "author"


async def test_a_branch_whose_every_comment_went_is_gone(storage: SqlStorage, make: Maker) -> None:
    root = await make.comment()
    reply = await make.comment(parent=root)

    await make.reject(reply)
    await make.reject(root)

    assert (await page_of(storage, root)).comments == []


async def test_a_held_reply_never_shows_through_its_branch(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment()
    held = await make.comment(parent=root, published=False, text="niet te zien")
    await make.comment(parent=root)

    page = await page_of(storage, root)

    assert held.id not in ids(page.comments)
    assert len(page.comments) == 2


async def test_a_reply_that_is_approved_later_joins_its_branch(
    storage: SqlStorage, make: Maker
) -> None:
    root = await make.comment()
    held = await make.comment(parent=root, published=False)

    await make.approve(held)

    assert ids((await page_of(storage, root)).comments) == [root.id, held.id]


async def test_replies_stand_below_their_root_from_old_to_new(
    storage: SqlStorage, make: Maker
) -> None:
    first, second = await make.comment(), await make.comment()
    late = [await make.comment(parent=first) for _ in range(3)]

    page = await page_of(storage, first, "newest")

    assert ids(page.comments) == [second.id, first.id, *(one.id for one in late)]


async def test_html_is_given_when_this_renderer_made_it(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment()

    await storage.comments.keep_html({(comment.id, 1): "<p>Hallo</p>"}, RENDERER)

    await until_kept(storage, comment)
    newer = await storage.comments.page(comment.thread_id, "oldest", None, 10, RENDERER + 1)
    assert newer.comments[0].html is None


async def until_kept(storage: SqlStorage, comment: Comment) -> None:
    async with asyncio.timeout(5):
        while (await page_of(storage, comment)).comments[0].html != "<p>Hallo</p>":
            await storage.is_ready()


async def test_keeping_no_html_is_no_work(storage: SqlStorage) -> None:
    assert storage.writer is not None
    commits = storage.writer.commits

    await storage.comments.keep_html({}, RENDERER)
    await storage.is_ready()

    assert storage.writer.commits == commits + 1


async def test_counts_are_of_published_comments_by_key_or_alias(
    storage: SqlStorage, make: Maker
) -> None:
    first = await make.comment("/a", aliases=("/old-a",))
    await make.comment("/a", parent=first)
    await make.comment("/a", published=False)
    await make.comment("/b", published=False)

    counts = await storage.comments.counts(first.site_id, ["/a", "/old-a", "/b", "/c"])

    assert counts == {"/a": 2, "/old-a": 2, "/b": 0, "/c": 0}


async def test_counts_of_nothing_are_nothing(storage: SqlStorage, make: Maker) -> None:
    assert await storage.comments.counts(make.new().site.id, []) == {}


async def test_repeats_count_up_to_five_since_a_time(storage: SqlStorage, make: Maker) -> None:
    early = await make.comment(fingerprint="same")
    for _ in range(7):
        await make.comment(fingerprint="same")
    two = [await make.comment(fingerprint="twice") for _ in range(2)]
    site = early.site_id

    counted = await asyncio.gather(
        storage.comments.repeats(site, "same", 0),
        storage.comments.repeats(site, "twice", 0),
        storage.comments.repeats(site, "twice", two[1].created_at),
        storage.comments.repeats(site, "never", 0),
        storage.comments.repeats(site + 1, "same", 0),
    )

    assert counted == [5, 2, 1, 0, 0]


async def test_a_hundred_questions_at_once_are_all_answered(
    storage: SqlStorage, make: Maker
) -> None:
    comments = [await make.comment(f"/p{number}", fingerprint=f"f{number}") for number in range(3)]
    site = comments[0].site_id

    repeats = await asyncio.gather(
        *(storage.comments.repeats(site, f"f{number}", 0) for number in range(100))
    )
    threads = await asyncio.gather(
        *(storage.threads.by_key(site, f"/p{number}") for number in range(100))
    )

    assert repeats == [1, 1, 1] + [0] * 97
    assert [thread is not None for thread in threads] == [True] * 3 + [False] * 97
