"""What readers and moderators read: lists, counts, the queue, one comment's story, explanations."""

import pytest

from service.domain.comment import Author, Status
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action
from service.domain.errors import Invalid, NotFound
from service.domain.finding import Verdict
from service.domain.moderator import ApiToken
from service.domain.ports import Transaction
from service.domain.site import Site
from service.usecases.count_comments import count_comments
from service.usecases.edit_comment import edit_comment
from service.usecases.explain_text import explain_text
from service.usecases.list_comments import Listing, list_comments
from service.usecases.review_comments import list_queue, show_comment, visible_sites
from service.usecases.withdraw_comment import withdraw_comment
from tests.usecases.acting import PAGE, Desk, PlainRenderer

LINKS = "http://a.test http://b.test http://c.test"


async def listed(
    desk: Desk, post: str = PAGE, *, site: str = "open", renderer: PlainRenderer | None = None
) -> Listing:
    return await list_comments(
        site,
        post,
        sort="oldest",
        after=None,
        limit=50,
        storage=desk.storage,
        renderer=renderer or PlainRenderer(),
    )


async def queued(
    desk: Desk, token: ApiToken, *, site_slug: str | None = None, status: Status | None = None
) -> list[str]:
    rows, _ = await list_queue(
        QueueFilter(status=status),
        site_slug=site_slug,
        after=None,
        limit=50,
        token=token,
        storage=desk.storage,
    )
    return [row.comment.public_id for row in rows]


async def test_readers_see_the_approved_comments_in_order(desk: Desk) -> None:
    texts = ["Een goed begin.", "Daarna nog wat.", "En tot slot."]
    for text in texts:
        await desk.post(text, site="open")

    listing = await listed(desk, f"https://open.example{PAGE}?fbclid=1")

    assert listing.key == PAGE
    assert [comment.text for comment in listing.page.comments] == texts
    assert [comment.html for comment in listing.page.comments] == [f"<p>{t}</p>" for t in texts]
    assert listing.page.count == 3


async def test_a_held_comment_is_not_listed(desk: Desk) -> None:
    await desk.post(site="blog")

    listing = await listed(desk, site="blog")

    assert listing.page.comments == []


async def test_an_approved_comment_is_listed_and_a_rejected_one_no_more(
    desk: Desk, anna: ApiToken
) -> None:
    posted = await desk.post(site="blog")
    counts = []

    for action in (Action.APPROVE, Action.REJECT):
        await desk.decide(posted.comment.public_id, action, anna)
        counts.append((await listed(desk, site="blog")).page.count)

    assert counts == [1, 0]


async def test_readers_see_the_approved_text_while_an_edit_waits(desk: Desk) -> None:
    posted = await desk.post("Mooi verhaal", site="open")
    await edit_comment(
        posted.comment.public_id,
        posted.token,
        LINKS,
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    (shown,) = (await listed(desk)).page.comments

    assert (shown.text, shown.revision) == ("Mooi verhaal", 1)


async def test_a_withdrawn_comment_with_replies_leaves_its_place_without_its_words(
    desk: Desk,
) -> None:
    parent = await desk.post("Mijn geheim", site="open", author=Author("Jan", None, "https://j.nl"))
    await desk.post("Een antwoord", site="open", parent=parent.comment.public_id)
    await withdraw_comment(
        parent.comment.public_id, parent.token, storage=desk.storage, clock=desk.clock
    )

    gone, reply = (await listed(desk)).page.comments

    assert (gone.text, gone.html, gone.name, gone.website) == (None, None, None, None)
    assert gone.removed_by == "author"
    assert reply.text == "Een antwoord"


async def test_a_page_that_nobody_commented_on_is_empty(desk: Desk) -> None:
    listing = await listed(desk, "/nieuw")

    assert listing.thread is None
    assert (listing.page.comments, listing.page.count) == ((), 0)


async def test_a_text_is_rendered_once_for_all_readers(desk: Desk) -> None:
    await desk.post("Mooi verhaal", site="open")
    renderer = PlainRenderer()

    first = await listed(desk, renderer=renderer)
    await what_waits_to_be_written(desk)
    again = await listed(desk, renderer=renderer)

    assert renderer.rendered == ["Mooi verhaal"]
    assert again.page.comments == first.page.comments


async def test_only_what_is_new_is_rendered(desk: Desk) -> None:
    await desk.post("Een goed begin.", site="open")
    renderer = PlainRenderer()
    await listed(desk, renderer=renderer)
    await desk.post("Daarna nog wat.", site="open")

    await listed(desk, renderer=renderer)

    assert renderer.rendered == ["Een goed begin.", "Daarna nog wat."]


async def test_a_newer_renderer_renders_anew(desk: Desk) -> None:
    await desk.post("Mooi verhaal", site="open")
    await listed(desk)
    newer = PlainRenderer(version=2)

    await listed(desk, renderer=newer)

    assert newer.rendered == ["Mooi verhaal"]


async def test_nobody_lists_an_unknown_site_or_a_foreign_page(desk: Desk) -> None:
    with pytest.raises(NotFound, match="unknown_site"):
        await listed(desk, site="nowhere")
    with pytest.raises(Invalid, match="foreign_page"):
        await listed(desk, "https://evil.example/")


async def test_many_pages_are_counted_under_the_names_they_were_asked_by(
    desk: Desk, anna: ApiToken
) -> None:
    await desk.post("Een goed begin.", site="open")
    held = await desk.post(LINKS, site="open")
    await desk.decide(held.comment.public_id, Action.SPAM, anna)
    full = f"http://www.open.example{PAGE}"

    counts = await count_comments("open", [PAGE, full, "/nieuw"], storage=desk.storage)

    assert counts == {PAGE: 1, full: 1, "/nieuw": 0}


async def test_what_is_no_page_of_the_site_has_no_count_and_takes_none_from_the_others(
    desk: Desk,
) -> None:
    await desk.post("Een goed begin.", site="open")

    counts = await count_comments("open", [PAGE, "https://a.example/", ""], storage=desk.storage)

    assert counts == {PAGE: 1, "https://a.example/": None, "": None}


async def test_nobody_counts_on_an_unknown_site(desk: Desk) -> None:
    with pytest.raises(NotFound, match="unknown_site"):
        await count_comments("nowhere", ["/"], storage=desk.storage)


async def test_the_queue_holds_what_waits(desk: Desk, anna: ApiToken) -> None:
    held = await desk.post(site="blog")
    await desk.post(site="open")

    assert await queued(desk, anna, status=Status.PENDING) == [held.comment.public_id]


async def test_the_queue_can_be_asked_for_one_site(desk: Desk, anna: ApiToken) -> None:
    await desk.post(site="blog")
    there = await desk.post(site="open")

    assert await queued(desk, anna, site_slug="open") == [there.comment.public_id]


async def test_a_sites_token_sees_that_sites_queue_only(desk: Desk) -> None:
    await desk.post(site="blog")
    there = await desk.post(site="open")
    token = await desk.token(site_slug="open")

    assert await queued(desk, token) == [there.comment.public_id]
    assert await queued(desk, token, site_slug="open") == [there.comment.public_id]


@pytest.mark.parametrize("slug", ["blog", "nowhere"])
async def test_for_a_sites_token_other_sites_are_unknown(desk: Desk, slug: str) -> None:
    token = await desk.token(site_slug="open")

    with pytest.raises(NotFound, match="unknown_site"):
        await visible_sites(slug, token=token, storage=desk.storage)


async def test_a_comments_story_has_all_texts_findings_and_decisions(
    desk: Desk, anna: ApiToken
) -> None:
    posted = await desk.post(LINKS, site="open")
    await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    story = await show_comment(posted.comment.public_id, token=anna, storage=desk.storage)

    ((revision, findings),) = story.revisions
    assert revision.text == LINKS
    assert "many_links" in {finding.rule for finding in findings}
    assert [decision.action for decision in story.decisions] == [Action.HOLD, Action.APPROVE]
    assert story.reviewed.comment.status is Status.APPROVED


async def test_nobody_sees_the_story_of_another_sites_comment(desk: Desk, anna: ApiToken) -> None:
    posted = await desk.post(site="blog")
    stranger = await desk.token(site_slug="open")

    with pytest.raises(NotFound, match="unknown_comment"):
        await show_comment(posted.comment.public_id, token=stranger, storage=desk.storage)
    with pytest.raises(NotFound, match="unknown_comment"):
        await show_comment("0" * 32, token=anna, storage=desk.storage)


async def test_explaining_a_text_tells_its_verdict_and_stores_nothing(
    desk: Desk, anna: ApiToken, blog: Site
) -> None:
    explained = await explain_text(
        blog,
        LINKS,
        Author("Jan"),
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    assert explained.verdict is Verdict.HOLD
    rules = {finding.rule for finding in explained.findings}
    assert {"many_links", "first_time_author"} <= rules
    assert await queued(desk, anna) == []


async def what_waits_to_be_written(desk: Desk) -> None:
    """Renderings are kept without anybody waiting; a write that comes later waits for them."""

    async def nothing(_tx: Transaction) -> None:
        return None

    await desk.storage.write(nothing)
