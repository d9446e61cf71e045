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
