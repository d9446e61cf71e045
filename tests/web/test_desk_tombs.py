"""What stays of decided cards on a page that was gone back to."""

from tests.web.desk_client import QUEUE, at_desk, words
from tests.web.running_service import RunningService


async def test_going_back_to_a_page_shows_no_decision_that_no_longer_stands(
    service: RunningService,
) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    decided = await desk.press((await desk.get(QUEUE)).form("/moderate/decide"), "reject")
    await desk.press(decided.form("/moderate/undo"))

    back = await desk.get(decided.path)
    again = await desk.press(back.form("/moderate/decide"), "spam")

    assert "Rejected. Jan" not in words(back)
    assert "Marked as spam. Jan" in words(again)
    assert again.html.count('class="tomb"') == 1


async def test_a_decision_that_is_named_twice_is_shown_once(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    decided = await desk.press((await desk.get(QUEUE)).form("/moderate/decide"), "reject")
    id_ = decided.path.partition("undo=")[2]

    page = await desk.get(f"{QUEUE}?undo={id_}.{id_}")

    assert page.html.count('class="tomb"') == 1


async def test_a_form_that_is_sent_twice_decides_once_and_blames_nobody(
    service: RunningService,
) -> None:
    reply = await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    form = (await desk.get(QUEUE)).form("/moderate/decide")
    await desk.press(form, "approve")

    again = await desk.press(form, "approve")
    otherwise = await desk.press(form, "reject")

    assert "Approved. Jan: Mooi stuk." in words(again)
    assert "Already dealt with" not in words(again)
    assert "Already dealt with by Anna" in words(otherwise)
    history = await service.storage.decisions.of_comment(reply.json["id"])
    assert [decision.action.value for decision in history] == ["hold", "approve"]


async def test_who_sends_the_same_after_somebody_else_is_told(service: RunningService) -> None:
    await service.post(text="Mooi stuk.")
    anna, bea = await at_desk(service), await at_desk(service, "Bea")
    form = (await bea.get(QUEUE)).form("/moderate/decide")
    await anna.press((await anna.get(QUEUE)).form("/moderate/decide"), "approve")

    page = await bea.press(form, "approve")

    assert "Already dealt with by Anna" in words(page)


async def test_what_its_author_took_back_cannot_be_brought_back(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    form = (await desk.get(QUEUE)).form("/moderate/decide")
    path = f"/api/v1/comments/{reply.json['id']}"
    await service.api.send("DELETE", path, token=reply.json["token"])

    page = await desk.press(form, "approve")

    assert "Already dealt with by The author" in words(page)
    assert "Withdrawn." in words(page)
    assert ("action", "restore") not in [
        button for each in page.read.forms for button in each.buttons
    ]
