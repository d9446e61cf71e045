"""The desk's queue without JavaScript: every decision by forms and links alone."""

import html
import re

import pytest

from service.domain.moderator import Role
from tests.web.desk_client import (
    FRAGMENT,
    QUEUE,
    at_desk,
    at_work,
    until_done,
    words,
)
from tests.web.running_service import RunningService

SPAM = "Verdien elke week honderden euro met dit trucje, kijk maar gauw op https://{}.example"


async def test_a_card_says_who_what_where_and_why(service: RunningService) -> None:
    await service.post(
        name="Piet",
        email="piet@example.nl",
        website="piet.example",
        text="Kijk https://a.example https://b.example https://c.example",
    )

    page = await (await at_desk(service)).get(QUEUE)

    said = words(page)
    for part in ("Piet", "piet@example.nl", "https://piet.example", "many links +3", "new author"):
        assert part in said
    assert "<mark>https://a.example</mark>" in page.html


async def test_what_nobody_sees_is_shown_and_what_is_markup_is_text(
    service: RunningService,
) -> None:
    await service.post(text="On\u200bzicht \u202ebaar <script>alert(1)</script>")

    page = await (await at_desk(service)).get(QUEUE)

    assert 'title="ZERO WIDTH SPACE">U+200B</span>' in page.html
    assert "\u202e" not in page.html
    assert "&lt;script&gt;" in page.html


async def test_a_comment_is_approved_and_the_way_back_stays_on_the_page(
    service: RunningService,
) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)

    decided = await desk.press((await desk.get(QUEUE)).form("/moderate/decide"), "approve")
    public = (await service.listed()).json["count"]
    undone = await desk.press(decided.form("/moderate/undo"))

    assert "Approved. Jan: Mooi stuk." in words(decided)
    assert public == 1
    assert (await service.listed()).json["count"] == 0
    assert undone.form("/moderate/decide", "approve")


async def test_the_last_decisions_stay_undoable_together(service: RunningService) -> None:
    for text in ("Een", "Twee"):
        await service.post(text=text)
    desk = await at_desk(service)
    page = await desk.get(QUEUE)
    page = await desk.press(page.form("/moderate/decide"), "approve")

    page = await desk.press(page.form("/moderate/decide"), "spam")

    assert "Marked as spam. Jan: Twee" in words(page)
    assert "Approved. Jan: Een" in words(page)


async def test_a_script_gets_only_what_changed(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    form = (await desk.get(QUEUE)).form("/moderate/decide")
    fields = [*form.fields, ("action", "approve")]

    tomb = await desk.post(
        form.action, fields, sent={"Sec-Fetch-Site": "same-origin", "Accept": FRAGMENT}
    )
    undo = tomb.form("/moderate/undo")
    card = await desk.post(
        undo.action, undo.fields, sent={"Sec-Fetch-Site": "same-origin", "Accept": FRAGMENT}
    )

    assert tomb.html.strip().startswith('<div class="tomb"')
    assert card.html.strip().startswith('<article class="card"')


async def test_who_comes_second_is_told_who_was_first(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    anna, bea = await at_desk(service), await at_desk(service, "Bea")
    stale = (await bea.get(QUEUE)).form("/moderate/decide")
    await anna.press((await anna.get(QUEUE)).form("/moderate/decide"), "reject")

    page = await bea.press(stale, "approve")
    card = await bea.post(
        stale.action,
        [*stale.fields, ("action", "approve")],
        sent={"Sec-Fetch-Site": "same-origin", "Accept": FRAGMENT},
    )

    assert re.search(r"Already dealt with by Anna on .*: Rejected\.", words(page))
    assert "Already dealt with by Anna" in words(card)
    assert card.form("/moderate/decide", "approve")


async def test_an_undo_that_comes_too_late_is_told_too(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    decided = await desk.press((await desk.get(QUEUE)).form("/moderate/decide"), "approve")
    await service.decide(reply, "spam", version=2)

    page = await desk.press(decided.form("/moderate/undo"))

    assert "Marked as spam." in words(page)
    assert page.path.startswith("/moderate/comments/")


async def test_a_flood_is_one_card_and_decided_as_one(service: RunningService) -> None:
    for n in range(4):
        await service.post(text=SPAM.format(n))
    await service.post(text="Een gewone reactie")
    desk = await at_desk(service)

    queue = await desk.get(QUEUE)
    cluster = next(html.unescape(link) for link in queue.read.links if "cluster=" in link)
    form = (await desk.get(cluster)).form("/moderate/bulk", "spam")
    asked = await desk.press(form, "spam", all="yes")
    async with at_work(service):
        done = await until_done(desk, await desk.press(asked.form("/moderate/bulk")))
        after = words(await desk.get(QUEUE))
        undone = await desk.press(done.form(f"{done.path}/undo"))
        undone = await until_done(desk, undone)

    assert "+3 nearly the same" in words(queue)
    assert "Mark 4 comments as spam" in words(asked)
    assert "4 comments decided." in words(done)
    assert "Pending 1" in after
    assert "4 comments decided." in words(undone)
    assert "Pending 5" in words(await desk.get(QUEUE))


async def test_only_the_ticked_cards_are_decided(service: RunningService) -> None:
    replies = [await service.post(text=text) for text in ("Een", "Twee", "Drie")]
    ids = [reply.json["id"] for reply in replies[:2]]
    desk = await at_desk(service)

    asked = await desk.press((await desk.get(QUEUE)).form("/moderate/bulk"), "approve", id=ids)
    async with at_work(service):
        await until_done(desk, await desk.press(asked.form("/moderate/bulk")))

    assert "Approve 2 comments" in words(asked)
    assert (await service.listed()).json["count"] == 2


async def test_nothing_ticked_is_said(service: RunningService) -> None:
    await service.post(text="Een")
    desk = await at_desk(service)

    page = await desk.press((await desk.get(QUEUE)).form("/moderate/bulk"), "approve")

    assert "Nothing was selected." in words(page)


async def test_comments_of_several_sites_need_a_choice_first(service: RunningService) -> None:
    await service.post(text="Een")
    await service.post(site="open", text="Kijk https://a.nl https://b.nl https://c.nl")
    desk = await at_desk(service)

    queue = await desk.get(QUEUE)
    ids = re.findall(r'name="id" value="([0-9a-f]{32})" form="bulk"', queue.html)

    choice = await desk.press(queue.form("/moderate/bulk"), "spam", id=ids)
    asked = await desk.press(choice.form("/moderate/bulk"), "open")
    all_ = await desk.press(queue.form("/moderate/bulk"), "spam", all="yes")

    assert len(ids) == 2
    assert "Of which site?" in words(choice)
    assert "blog (1)" in words(choice)
    assert ("site", "blog") in all_.form("/moderate/bulk").buttons
    # What was ticked is still meant, of the site that was chosen.
    assert [value for name, value in choice.form("/moderate/bulk").fields if name == "id"] == ids
    assert "1 comment" in words(asked)
    assert ("site", "open") in asked.form("/moderate/bulk").fields


async def test_long_queues_have_pages(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.web.pages.desk import queue  # noqa: PLC0415 -- its length is shortened

    monkeypatch.setattr(queue, "SHOWN", 2)
    for text in ("Appel", "Peer", "Pruim"):
        await service.post(text=text)
    desk = await at_desk(service)
    first = await desk.get(f"{QUEUE}?each=yes&site=blog")

    second = await desk.get(
        next(link for link in first.read.links if "cursor=" in link).replace("&amp;", "&")
    )

    assert "Pruim" in words(second)
    assert "Appel" not in words(second)


async def test_one_comment_has_its_whole_story(service: RunningService) -> None:
    parent = await service.post(text="De eerste")
    await service.decide(parent, "approve")
    reply = await service.post(text="Een antwoord", parent=parent.json["id"])
    await service.api.send(
        "PATCH",
        f"/api/v1/comments/{reply.json['id']}",
        body={"text": "Een beter antwoord"},
        token=reply.json["token"],
    )
    await service.decide(reply, "reject", version=2, reason="off-topic")
    desk = await at_desk(service)

    page = await desk.get(f"/moderate/comments/{reply.json['id']}")
    undone = await desk.press(page.form("/moderate/undo"))

    said = words(page)
    assert "In reply to Jan: De eerste" in said
    assert "Anna : Rejected. (off-topic)" in said
    assert "Een antwoord" in said
    assert undone.status == 200


async def test_the_story_names_the_network_as_a_rule_can_block_it(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    admin = await service.token(Role.ADMIN)
    queue = await service.api.get("/api/v1/admin/comments", {"status": "pending"}, token=admin)

    page = await (await at_desk(service)).get(f"/moderate/comments/{reply.json['id']}")

    assert queue.json["items"][0]["author"]["network"] in words(page)


async def test_an_edit_of_a_public_comment_shows_what_changed(service: RunningService) -> None:
    reply = await service.post(text="Dit is een mooi verhaal")
    await service.decide(reply, "approve")
    await service.api.send(
        "PATCH",
        f"/api/v1/comments/{reply.json['id']}",
        body={"text": "Dit is een slecht verhaal"},
        token=reply.json["token"],
    )

    desk = await at_desk(service)
    pages = [await desk.get(path) for path in (f"/moderate/comments/{reply.json['id']}", QUEUE)]

    for page in pages:
        assert "<del>mooi</del>" in page.html
        assert "<ins>slecht</ins>" in page.html
        assert "Edited: what changed is marked." in words(page)


async def test_an_edit_of_what_nobody_saw_promises_no_marks(service: RunningService) -> None:
    reply = await service.post(text="Dit is een mooi verhaal")
    await service.api.send(
        "PATCH",
        f"/api/v1/comments/{reply.json['id']}",
        body={"text": "Dit is een slecht verhaal"},
        token=reply.json["token"],
    )

    page = words(await (await at_desk(service)).get(QUEUE))

    assert "Edited. Dit is een slecht verhaal" in page


async def test_the_queue_can_begin_with_what_is_most_suspicious(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.web.pages.desk import queue  # noqa: PLC0415 -- its length is shortened

    monkeypatch.setattr(queue, "SHOWN", 1)
    await service.post(text="Een gewone reactie")
    await service.post(text="Kijk https://a.nl https://b.nl https://c.nl")
    desk = await at_desk(service)

    first = await desk.get(f"{QUEUE}?order=suspect")
    second = await desk.get(next(link for link in first.read.links if "cursor=" in link))

    assert "https://b.nl" in words(first)
    assert "Een gewone reactie" in words(second)
