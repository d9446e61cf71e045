"""GET /api/v1/stream: readers hear that a page is closed to new comments, or open again."""

from tests.web.running_service import PAGE, RunningService
from tests.web.test_stream import listening


async def test_closing_a_page_and_opening_it_again_is_told(service: RunningService) -> None:
    await service.post_public()
    listed = await service.api.get("/api/v1/admin/threads", {"site": "open"}, token=service.admin)
    path = f"/api/v1/admin/threads/{listed.json['items'][0]['id']}"
    async with listening(service) as line:
        await line.next()

        await service.api.post(f"{path}/close", token=service.admin)
        name, number, closed = await line.next()
        async with listening(service) as late:
            first = [await late.next(), await late.next()]
        await service.api.post(f"{path}/open", token=service.admin)
        opened = await line.next()

    assert (name, closed) == ("thread", {"post": PAGE, "closed": True})
    assert [one[:2] for one in first] == [("comments", number), ("thread", number)]
    assert opened[0] == "thread"
    assert opened[2] == {"post": PAGE, "closed": False}
