"""The API of threads, over HTTP: what readers and visitors notice of each act."""

from service.domain.moderator import Role
from tests.web.api_client import Reply
from tests.web.running_service import RunningService

THREADS = "/api/v1/admin/threads"
A, B = "/a.html", "/b.html"


async def act(service: RunningService, id_: str, what: str, **body: str) -> Reply:
    return await service.api.post(f"{THREADS}/{id_}/{what}", body, token=service.admin)


async def listed(service: RunningService, **query: str) -> list[dict]:
    reply = await service.api.get(THREADS, query, token=service.admin)
    assert reply.status == 200, reply
    return reply.json["items"]


async def ids(service: RunningService) -> dict[str, str]:
    """The threads' ids by the keys of their pages."""
    return {each["post"]["key"]: each["id"] for each in await listed(service)}


async def two_pages(service: RunningService) -> dict[str, str]:
    await service.post_public(post=A, text="Een verhaal over kippen.", post_title="Kippen")
    await service.post_public(post=B, text="Iets anders over het weer.")
    return await ids(service)


async def test_pages_are_listed_with_what_is_in_them(service: RunningService) -> None:
    posted = await service.post_public(post=A, post_title="Kippen")
    await service.post(post=B)

    first, second = await listed(service)

    assert (first["site"], first["published"], first["pending"]) == ("blog", 0, 1)
    assert second == {
        "id": second["id"],
        "site": "open",
        "post": {"key": A, "title": "Kippen", "url": f"https://open.example{A}"},
        "closed": False,
        "closed_at": None,
        "published": 1,
        "pending": 0,
        "newest_at": posted.json["created_at"],
    }


async def test_pages_are_listed_page_by_page_and_by_state(service: RunningService) -> None:
    known = await two_pages(service)
    await act(service, known[A], "close")

    first = await service.api.get(THREADS, {"limit": "1"}, token=service.admin)
    rest = await service.api.get(
        THREADS, {"limit": "1", "cursor": first.json["next"]}, token=service.admin
    )

    assert [each["post"]["key"] for each in first.json["items"] + rest.json["items"]] == [B, A]
    assert rest.json["next"] is None
    assert [each["post"]["key"] for each in await listed(service, closed="true")] == [A]
    assert [each["post"]["key"] for each in await listed(service, closed="false")] == [B]
    assert [each["post"]["key"] for each in await listed(service, q="kippen")] == [A]


async def test_a_closed_page_refuses_comments_and_says_so(service: RunningService) -> None:
    known = await two_pages(service)
    assert (await service.listed("open", A)).json["closed"] is False

    closed = await act(service, known[A], "close")
    refused = await service.post(site="open", post=A, text="Nog wat.")
    shown = await service.listed("open", A)
    opened = await act(service, known[A], "open")

    assert closed.json["closed"] is True
    assert closed.json["closed_at"] is not None
    assert refused.code == (422, "thread_closed", "post")
    assert (shown.json["closed"], shown.json["count"]) == (True, 1)
    assert opened.json["closed"] is False
    assert (await service.listed("open", A)).json["closed"] is False


async def test_a_renamed_page_is_listed_by_both_addresses_at_once(service: RunningService) -> None:
    known = await two_pages(service)
    for post in (A, "/new"):
        await service.listed("open", post)

    body = {"address": "/new", "title": "Nieuw"}
    reply = await service.api.send("PATCH", f"{THREADS}/{known[A]}", body=body, token=service.admin)
    taken = await service.api.send(
        "PATCH", f"{THREADS}/{known[A]}", body={"address": B}, token=service.admin
    )

    assert reply.json["post"] == {
        "key": "/new", "title": "Nieuw", "url": "https://open.example/new",
    }  # fmt: skip
    for post in (A, "/new"):
        page = (await service.listed("open", post)).json
        assert (page["post"], page["count"]) == ("/new", 1)
    assert taken.code == (409, "address_taken", "address")


async def test_merged_pages_show_the_same_comments_until_it_is_undone(
    service: RunningService,
) -> None:
    known = await two_pages(service)
    before = {post: (await service.listed("open", post)).json for post in (A, B)}

    merged = await act(service, known[A], "merge", into=B)
    both = {post: (await service.listed("open", post)).json for post in (A, B)}
    story = await service.api.get(f"{THREADS}/{known[B]}", token=service.admin)
    undone = await service.api.post(
        f"/api/v1/admin/merges/{merged.json['merge']}/undo", {}, token=service.admin
    )
    after = {post: (await service.listed("open", post)).json for post in (A, B)}

    assert (merged.json["moved"], merged.json["thread"]["published"]) == (1, 2)
    assert both[A] == both[B]
    assert (both[A]["post"], both[A]["count"]) == (B, 2)
    assert story.json["addresses"] == [A, B]
    assert [each["id"] for each in story.json["merges"]] == [merged.json["merge"]]
    assert story.json["merges"][0]["post"]["title"] == "Kippen"
    assert (undone.json["id"], undone.json["published"]) == (known[A], 1)
    assert after == before


async def test_the_log_tells_every_act_in_words(service: RunningService) -> None:
    known = await two_pages(service)
    for what in ("close", "open"):
        await act(service, known[A], what)
    await service.api.send(
        "PATCH", f"{THREADS}/{known[A]}", body={"title": "Kip"}, token=service.admin
    )
    merge = (await act(service, known[A], "merge", into=known[B])).json["merge"]
    await service.api.post(f"/api/v1/admin/merges/{merge}/undo", {}, token=service.admin)

    log = await service.api.get("/api/v1/admin/site-events", {"lang": "en"}, token=service.admin)

    assert [each["sentence"] for each in log.json["items"]] == [
        "Page Kip stands on its own again, with 1 comment.",
        f"Page Kip went into {B}, with 1 comment.",
        f"Page Kippen is called Kip now, at {A}.",
        "Page Kippen was opened to comments again.",
        "Page Kippen was closed to new comments.",
    ]
    assert log.json["items"][0]["undoes"] == log.json["items"][1]["id"] == merge


async def test_what_cannot_be_merged_says_why(service: RunningService) -> None:
    known = await two_pages(service)

    itself = await act(service, known[A], "merge", into=A)
    nowhere = await act(service, known[A], "merge", into="/nowhere")
    foreign = await act(service, known[A], "merge", into="https://evil.example/")
    unknown = await act(service, "0" * 32, "merge", into=A)

    assert itself.code == (422, "merge_with_itself", "into")
    assert nowhere.code == (404, "unknown_target", "into")
    assert foreign.code == (422, "foreign_page", "into")
    assert unknown.code == (404, "unknown_thread", None)


async def test_a_moderator_closes_and_an_admin_renames_and_merges(service: RunningService) -> None:
    known = await two_pages(service)
    moderator = await service.token(Role.MODERATOR)
    path = f"{THREADS}/{known[A]}"

    closed = await service.api.post(f"{path}/close", {}, token=moderator)
    renamed = await service.api.send("PATCH", path, body={"title": "x"}, token=moderator)
    merged = await service.api.post(f"{path}/merge", {"into": B}, token=moderator)

    assert closed.status == 200
    assert renamed.status == merged.status == 403
