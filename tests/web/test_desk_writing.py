"""Replying on the desk, without JavaScript and by its script's requests."""

import pytest

from service.domain.moderator import Role, Roles
from tests.web.browser import OURS
from tests.web.desk_client import FRAGMENT, QUEUE, DeskClient, Page, at_desk, words
from tests.web.running_service import RunningService

REPLY, EDIT = "/moderate/reply", "/moderate/edit"
AS_SCRIPT = {**OURS, "Accept": FRAGMENT}


async def sent(desk: DeskClient, page: Page, path: str, text: str, **held: str) -> Page:
    """The form's request as the script makes it."""
    form = page.form(path, **held)
    fields = [(name, value) for name, value in form.fields if name != "text"]
    return await desk.post(path, [*fields, ("text", text)], sent=AS_SCRIPT)


async def test_a_waiting_comment_is_approved_and_answered(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service)

    page = await desk.press((await desk.get(QUEUE)).form(REPLY), text="Dank je wel!")

    assert "Approved and replied. Jan: Mooi stuk." in words(page)
    [comment] = (await service.listed()).json["items"]
    assert comment["replies"][0]["author"]["badge"] == "moderator"
    assert comment["replies"][0]["author"]["name"] == "Anna"


async def test_undoing_it_undoes_both(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service)
    page = await desk.press((await desk.get(QUEUE)).form(REPLY), text="Dank je wel!")

    back = await desk.press(page.form("/moderate/undo"))

    assert 'class="tomb"' not in back.html
    assert "Mooi stuk." in words(back)
    assert (await service.listed()).json["items"] == []


async def test_the_script_gets_a_tombstone_and_on_undo_the_card(service: RunningService) -> None:
    posted = await service.post()
    desk = await at_desk(service)
    tomb = await sent(desk, await desk.get(QUEUE), REPLY, "Dank je wel!")
    form = tomb.form("/moderate/undo")

    card = await desk.post(form.action, form.fields, sent=AS_SCRIPT)

    assert f'data-id="{posted.json["id"]}"' in tomb.html
    assert "Approved and replied." in tomb.html
    assert card.html.count(f'data-id="{posted.json["id"]}"') == 1
    assert "Pending" in card.html


async def test_what_is_public_is_answered_only(service: RunningService) -> None:
    await service.post_public()
    desk = await at_desk(service)

    page = await desk.press(
        (await desk.get(f"{QUEUE}?status=approved")).form(REPLY), text="Dank je wel!"
    )

    assert "Replied. Jan: Mooi stuk." in words(page)


async def test_a_form_that_is_sent_twice_replies_once(service: RunningService) -> None:
    await service.post_public()
    desk = await at_desk(service)
    form = (await desk.get(f"{QUEUE}?status=approved")).form(REPLY)

    for _ in range(2):
        page = await desk.press(form, text="Dank je wel!")

    assert "Replied. Jan" in words(page)
    [comment] = (await service.listed("open")).json["items"]
    assert len(comment["replies"]) == 1


@pytest.mark.parametrize("as_script", [False, True])
async def test_when_somebody_was_first_the_text_is_kept(
    service: RunningService, *, as_script: bool
) -> None:
    posted = await service.post()
    desk = await at_desk(service)
    page = await desk.get(QUEUE)
    await service.decide(posted, "spam")

    if as_script:
        answer = await sent(desk, page, REPLY, "Dank <b>je</b> wel!")
    else:
        answer = await desk.press(page.form(REPLY), text="Dank <b>je</b> wel!")

    assert answer.status == (200 if as_script else 409)
    assert "Already dealt with by Anna" in words(answer)
    assert "Dank &lt;b&gt;je&lt;/b&gt; wel!</textarea>" in answer.html
    assert '<details class="write" data-does="reply" open>' in answer.html


async def test_a_text_that_is_not_fit_is_kept_too(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service)
    form = (await desk.get(QUEUE)).form(REPLY)

    blank = await desk.press(form, text=" ")
    long = await desk.press(form, text="é" * 5_001)

    assert (blank.status, long.status) == (422, 422)
    assert "Enter your comment." in words(blank)
    assert "é" * 5_001 in long.html


async def test_ones_own_reply_is_edited_where_it_stands(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service)
    await desk.press((await desk.get(QUEUE)).form(REPLY), text="Dank je wel!")
    approved = await desk.get(f"{QUEUE}?status=approved")

    page = await desk.press(approved.form(EDIT), text="Graag gedaan!")
    card = await sent(desk, page, EDIT, "Heel graag gedaan!")

    assert "Edited." in words(page)
    assert "Replied." in words(page)
    assert "Heel graag gedaan!" in words(card)
    [comment] = (await service.listed()).json["items"]
    assert comment["replies"][0]["html"] == "<p>Heel graag gedaan!</p>\n"


async def test_an_edit_of_what_changed_meanwhile_keeps_the_text(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service)
    await desk.press((await desk.get(QUEUE)).form(REPLY), text="Dank je wel!")
    approved = await desk.get(f"{QUEUE}?status=approved")
    await desk.press(approved.form(EDIT), text="Graag gedaan!")

    again = await desk.press(approved.form(EDIT), text="Iets anders!")

    assert again.status == 409
    assert "Already dealt with by Anna" in words(again)
    assert "Iets anders!</textarea>" in again.html


async def test_anothers_reply_has_no_form_to_edit_it(service: RunningService) -> None:
    await service.post()
    anna, bea = await at_desk(service), await at_desk(service, "Bea")
    await anna.press((await anna.get(QUEUE)).form(REPLY), text="Dank je wel!")
    form = (await anna.get(f"{QUEUE}?status=approved")).form(EDIT)

    page = await bea.get(f"{QUEUE}?status=approved")
    refused = await bea.press(form, text="Ik ben Anna")

    assert EDIT not in page.html
    assert '<span class="badge">Moderator</span>' in page.html
    assert refused.status == 403


async def test_who_only_looks_has_no_form_to_reply(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service, "Vera", roles=Roles(Role.VIEWER))

    page = await desk.get(QUEUE)

    assert REPLY not in page.html


async def test_a_comment_that_was_turned_away_has_no_form_to_reply(
    service: RunningService,
) -> None:
    posted = await service.post()
    await service.decide(posted, "reject")
    desk = await at_desk(service)

    page = await desk.get(f"/moderate/comments/{posted.json['id']}")

    assert REPLY not in page.html


async def test_a_reply_can_be_undone_from_its_own_story(service: RunningService) -> None:
    await service.post()
    desk = await at_desk(service)
    await desk.press((await desk.get(QUEUE)).form(REPLY), text="Dank je wel!")
    [comment] = (await service.listed()).json["items"]
    page = await desk.get(f"/moderate/comments/{comment['replies'][0]['id']}")

    await desk.press(page.form("/moderate/undo"))

    assert (await service.listed()).json["items"] == []
