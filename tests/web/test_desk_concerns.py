"""Reports and appeals on the desk, without JavaScript."""

import html

import pytest

from service.domain.moderator import Role, Roles
from tests.web.browser import signed_in
from tests.web.conftest import Start
from tests.web.desk_client import FRAGMENT, QUEUE, DeskClient, at_desk, at_work, until_done, words
from tests.web.running_service import COMMENTS, RunningService
from tests.web.test_appeals import appeal, own, refused
from tests.web.test_reports import BEHIND_PROXY, report

REPORTED, APPEALED = f"{QUEUE}?only=reported", f"{QUEUE}?only=appealed"


@pytest.mark.parametrize(
    ("path", "said"),
    [(REPORTED, "Nobody has reported anything."), (APPEALED, "No appeals.")],
)
async def test_an_empty_view_says_so(service: RunningService, path: str, said: str) -> None:
    assert said in words(await (await at_desk(service)).get(path))


async def test_the_views_have_keys_and_tell_how_many_there_are(service: RunningService) -> None:
    for text in ("Een.", "Twee."):
        await report(service, await service.post_public(text=text))
    await appeal(service, await refused(service))

    page = await (await at_desk(service)).get(QUEUE)

    assert "Pending 0 Approved Rejected Spam Reported 2 Appeals 1" in words(page)
    assert 'href="/moderate/queue?only=reported" aria-keyshortcuts="5"' in page.html
    assert 'href="/moderate/queue?only=appealed" aria-keyshortcuts="6"' in page.html


async def test_a_card_shows_what_was_reported_and_keeping_settles_it(start: Start) -> None:
    service = await start(**BEHIND_PROXY)
    posted = await service.post_public(text="Mooi stuk.", sent={})
    await report(service, posted, "203.0.113.7", text="On\u202ezin <b>!</b>")
    await report(service, posted, "198.51.100.7", reason="spam")
    desk = await at_desk(service)

    page = await desk.get(REPORTED)
    kept = await desk.press(page.form("/moderate/decide"), "keep")
    undone = await desk.press(kept.form("/moderate/undo"))

    said = words(page)
    for part in ("2 reports from 2 networks", "Abuse", "Spam", "Approved"):
        assert part in said
    assert 'On<span class="unseen" title="RIGHT-TO-LEFT OVERRIDE">U+202E</span>zin' in page.html
    assert "&lt;b&gt;" in page.html
    assert "Kept. Jan: Mooi stuk." in words(kept)
    assert "2 reports" in words(undone)


async def test_many_reports_are_folded_after_the_first(start: Start) -> None:
    service = await start(**BEHIND_PROXY, reports_to_hold=0)
    posted = await service.post_public()
    for n in range(7):
        await report(service, posted, f"203.0.{n}.7")

    page = await (await at_desk(service)).get(REPORTED)

    assert "7 reports from 7 networks" in words(page)
    assert "and 2 more" in words(page)


async def test_a_comment_held_by_reports_says_why_and_the_hold_is_undone(start: Start) -> None:
    service = await start(**BEHIND_PROXY, reports_to_hold=1)
    posted = await service.post_public()
    await report(service, posted, "203.0.113.7")
    desk = await at_desk(service)

    queue, reported = await desk.get(QUEUE), await desk.get(REPORTED)
    story = await desk.get(f"/moderate/comments/{posted.json['id']}")
    await desk.press(story.form("/moderate/undo"))

    assert "1 report from one network" in words(queue)
    assert reported.form("/moderate/decide", "approve")
    assert "The rules : Held. (readers' reports)" in words(story)
    assert (await service.listed("open")).json["count"] == 1
    assert "Nobody has reported anything." in words(await desk.get(REPORTED))


async def test_reported_comments_are_kept_at_once(service: RunningService) -> None:
    for text in ("Een stuk.", "Heel wat anders hier."):
        await report(service, await service.post_public(text=text))
    desk = await at_desk(service)

    async with at_work(service):
        asked = await desk.press(
            (await desk.get(REPORTED)).form("/moderate/bulk"), "keep", all="yes"
        )
        done = await until_done(desk, await desk.press(asked.form("/moderate/bulk")))

    assert "Keep 2 comments" in words(asked)
    assert "2 comments decided." in words(done)
    assert "Nobody has reported anything." in words(await desk.get(REPORTED))


async def test_reported_comments_are_searched(service: RunningService) -> None:
    for text in ("Een stuk.", "Heel wat anders hier."):
        await report(service, await service.post_public(text=text))
    desk = await at_desk(service)

    page = await desk.get(f"{REPORTED}&q=anders")

    assert "Heel wat anders hier." in words(page)
    assert "Een stuk." not in words(page)
    assert "No comments found." in words(await desk.get(f"{REPORTED}&q=nergens"))


async def test_an_appeal_is_answered_on_its_card(service: RunningService) -> None:
    posted = await refused(service)
    await appeal(service, posted, "Het was <i>niet</i> kwaad bedoeld.")
    desk = await at_desk(service)

    page = await desk.get(APPEALED)
    denied = await desk.press(page.form("/moderate/appeal"), "deny", answer="Wel.")
    state = await own(service, posted)
    undone = await desk.press(denied.form("/moderate/undo"))

    said = words(page)
    assert "Het was <i>niet</i> kwaad bedoeld." in html.unescape(page.html)
    assert "Decided by Anna on" in said
    assert "Publish after all" in said
    assert "Appeal denied." in words(denied)
    assert state == {"state": "denied", "answer": "Wel."}
    assert undone.form("/moderate/appeal", "grant")


async def test_an_answered_appeal_stands_with_the_comments_story(service: RunningService) -> None:
    posted = await refused(service)
    await appeal(service, posted)
    desk = await at_desk(service)
    page = await desk.get(APPEALED)

    granted = await desk.press(page.form("/moderate/appeal"), "grant", answer="Je had gelijk.")
    story = await desk.get(f"/moderate/comments/{posted.json['id']}")

    assert "Approved." in words(granted)
    assert "The author's appeal granted" in words(story)
    assert "Answer to the author: Je had gelijk." in words(story)
    assert "(appeal · Je had gelijk.)" in words(story)


async def test_who_refused_sees_the_appeal_and_leaves_the_answer(service: RunningService) -> None:
    anna = DeskClient(service, await signed_in(service, "Anna"))
    await signed_in(service, "Bea")
    posted = await service.post()
    await anna.press((await anna.get(QUEUE)).form("/moderate/decide"), "reject")
    await appeal(service, posted)

    page = await anna.get(APPEALED)

    assert "another moderator answers" in words(page)
    assert "/moderate/appeal" not in page.html
    assert "/moderate/decide" not in page.html


async def test_the_second_click_on_an_answer_is_the_same_and_anothers_is_told(
    service: RunningService,
) -> None:
    posted = await refused(service)
    await appeal(service, posted)
    anna, bea = await at_desk(service), await at_desk(service, "Bea")
    form = (await anna.get(APPEALED)).form("/moderate/appeal")
    await anna.press(form, "deny")

    again = await anna.press(form, "deny", follow=False)
    other = await bea.post(
        "/moderate/appeal",
        [*form.fields, ("outcome", "grant")],
        sent={"Accept": FRAGMENT, "Sec-Fetch-Site": "same-origin"},
    )
    page = await bea.press(form, "grant")

    assert again.status == 303
    assert "Already dealt with by Anna" in html.unescape(other.html)
    assert "Already dealt with by Anna" in words(page)


async def test_the_answer_comes_back_as_a_tombstone_to_a_script(service: RunningService) -> None:
    await appeal(service, await refused(service))
    desk = await at_desk(service)
    form = (await desk.get(APPEALED)).form("/moderate/appeal")

    tomb = await desk.post(
        form.action,
        [*form.fields, ("outcome", "grant")],
        sent={"Accept": FRAGMENT, "Sec-Fetch-Site": "same-origin"},
    )

    assert tomb.html.startswith('<div class="tomb"')


async def test_an_appeal_that_is_over_cannot_be_answered(service: RunningService) -> None:
    posted = await refused(service)
    await appeal(service, posted)
    desk = await at_desk(service)
    form = (await desk.get(APPEALED)).form("/moderate/appeal")
    await service.api.send("DELETE", f"{COMMENTS}/{posted.json['id']}", token=posted.json["token"])

    page = await desk.press(form, "grant")

    assert "Withdrawn." in words(page)


async def test_a_viewer_reads_and_answers_nothing(service: RunningService) -> None:
    await report(service, await service.post_public())
    await appeal(service, await refused(service))
    desk = await at_desk(service, "Vera", roles=Roles(Role.VIEWER))

    reported, appealed = await desk.get(REPORTED), await desk.get(APPEALED)

    assert "1 report" in words(reported)
    assert "The author's appeal" in words(appealed)
    assert 'class="acts' not in reported.html + appealed.html
