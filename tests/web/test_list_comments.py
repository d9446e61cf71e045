"""GET /api/v1/comments and /api/v1/counts: what readers see."""

from dataclasses import replace

from service.domain.published import PublishedComment
from service.domain.site import Site
from service.web.shown.comment import DEEPEST, tree
from tests.web.running_service import COMMENTS, COUNTS, PAGE, RunningService


async def test_a_held_comment_is_not_listed(service: RunningService) -> None:
    await service.post()

    reply = await service.listed()

    assert reply.json == {"post": PAGE, "count": 0, "closed": False, "items": [], "next": None}


async def test_an_approved_comment_is_listed_with_what_its_author_shows(
    service: RunningService,
) -> None:
    posted = await service.post(email="jan@example.org", website="jan.example")
    await service.decide(posted, "approve")

    reply = await service.listed()

    avatar = posted.json["comment"]["author"]["avatar"]
    assert reply.json["count"] == 1
    assert reply.json["items"] == [
        {
            "id": posted.json["id"],
            "parent": None,
            "author": {
                "name": "Jan",
                "website": "https://jan.example",
                "avatar": avatar,
                "badge": None,
            },
            "html": "<p>Mooi stuk.</p>\n",
            "removed": None,
            "created_at": "2026-11-23T12:00:00.000Z",
            "edited_at": None,
            "votes": {"up": 0, "down": 0},
            "replies": [],
        }
    ]


async def test_nothing_of_an_email_address_reaches_readers(service: RunningService) -> None:
    await service.post_public(email="jan@example.org")

    reply = await service.listed("open")

    assert "example.org" not in reply.text


async def test_comments_come_oldest_first_or_newest_first(service: RunningService) -> None:
    posted = []
    for n in range(3):
        service.clock.pass_seconds(1)
        posted.append((await service.post_public(text=f"Nummer {n}.")).json["id"])

    oldest = await service.listed("open")
    newest = await service.listed("open", sort="newest")

    assert [one["id"] for one in oldest.json["items"]] == posted
    assert [one["id"] for one in newest.json["items"]] == posted[::-1]


async def test_the_cursor_leads_through_all_pages_once(service: RunningService) -> None:
    posted = [(await service.post_public(text=f"Nummer {n}.")).json["id"] for n in range(5)]

    seen, cursor = [], {}
    while cursor is not None:
        page = (await service.listed("open", limit="2", **cursor)).json
        seen += [one["id"] for one in page["items"]]
        cursor = {"cursor": page["next"]} if page["next"] else None

    assert seen == posted
    assert page["count"] == 5


async def test_a_withdrawn_comment_stays_as_the_head_of_its_replies(
    service: RunningService,
) -> None:
    head = await service.post_public()
    await service.post_public(parent=head.json["id"], text="Eens.")
    await service.api.send("DELETE", f"{COMMENTS}/{head.json['id']}", token=head.json["token"])

    shown = (await service.listed("open")).json["items"][0]

    assert (shown["author"], shown["html"], shown["removed"]) == (None, None, "author")
    assert len(shown["replies"]) == 1


async def test_a_comment_that_a_moderator_removed_says_so_above_its_replies(
    service: RunningService,
) -> None:
    head = await service.post_public()
    await service.post_public(parent=head.json["id"], text="Eens.")
    await service.decide(head, "delete")

    shown = (await service.listed("open")).json["items"][0]

    assert (shown["author"], shown["removed"]) == (None, "moderator")


async def test_a_closed_thread_says_so_and_takes_no_comments(service: RunningService) -> None:
    await service.post_public()
    site = await service.storage.sites.by_slug("open")
    assert site is not None
    thread = await service.storage.threads.by_key(site.id, PAGE)
    assert thread is not None
    closed = replace(thread, closed_at=service.clock())
    await service.storage.write(lambda tx: tx.threads.change(closed))

    reply = await service.post(site="open", text="Te laat.")

    assert reply.code == (422, "thread_closed", "post")
    assert (await service.listed("open")).json["closed"] is True


async def test_an_unknown_site_has_no_list(service: RunningService) -> None:
    reply = await service.listed("nowhere")

    assert reply.code == (404, "unknown_site", "site")


async def test_what_is_no_list_to_be_had_is_refused_with_its_parameter(
    service: RunningService,
) -> None:
    async def asked(*query: tuple[str, str]) -> tuple[int, str, str | None]:
        site = (("site", "blog"), ("post", PAGE))
        return (await service.api.get(COMMENTS, (*site, *query))).code

    assert await asked(("sort", "random")) == (400, "unknown_value", "sort")
    assert await asked(("limit", "0")) == (400, "out_of_range", "limit")
    assert await asked(("limit", "501")) == (400, "out_of_range", "limit")
    assert await asked(("limit", "many")) == (400, "wrong_type", "limit")
    assert await asked(("cursor", "???")) == (400, "bad_cursor", "cursor")
    assert await asked(("colour", "red")) == (400, "unknown_field", "colour")
    assert await asked(("site", "blog")) == (400, "duplicate_field", "site")


async def test_a_cursor_of_another_order_is_refused(service: RunningService) -> None:
    for n in range(2):
        await service.post_public(text=f"Nummer {n}.")
    cursor = (await service.listed("open", limit="1")).json["next"]

    reply = await service.listed("open", sort="newest", cursor=cursor)

    assert reply.code == (400, "bad_cursor", "cursor")


async def test_pages_are_counted_by_the_names_they_were_asked_by(service: RunningService) -> None:
    await service.post_public(post="/a")

    address = "https://open.example/a"
    query = (("site", "open"), ("post", address), ("post", "/a"), ("post", "/b"))
    reply = await service.api.get(COUNTS, query)

    assert reply.json == {"counts": {address: 1, "/a": 1, "/b": 0}}


async def test_at_most_a_hundred_pages_are_counted_at_once(service: RunningService) -> None:
    posts = tuple(("post", f"/{n}") for n in range(101))

    reply = await service.api.get(COUNTS, (("site", "blog"), *posts))

    assert reply.code == (422, "too_many_posts", "post")


async def test_a_hundred_pages_are_counted_by_one_request_that_asks_no_leave(
    service: RunningService,
) -> None:
    await service.post_public(post="/2015/02/99-co-creatie.html")
    posts = [("post", f"/2015/02/{n}-co-creatie.html") for n in range(100)]
    origin = "https://open.example"

    reply = await service.api.get(COUNTS, (("site", "open"), *posts), headers={"Origin": origin})

    assert len(reply.json["counts"]) == 100
    assert reply.json["counts"]["/2015/02/99-co-creatie.html"] == 1
    assert reply.headers["Access-Control-Allow-Origin"] == origin


async def test_no_page_at_all_cannot_be_counted(service: RunningService) -> None:
    reply = await service.api.get(COUNTS, {"site": "blog"})

    assert reply.code == (400, "missing_field", "post")


def test_replies_below_the_deepest_level_are_listed_at_it() -> None:
    chain = [_published(n, n - 1 if n > 1 else None) for n in range(1, DEEPEST + 4)]

    level = tree(chain, Site(1, "blog", "Blog", "nl", (), (), b"s"))

    depth = 1
    while level[0].replies:
        level, depth = level[0].replies, depth + 1
    assert depth == DEEPEST
    assert [one.parent for one in level] == [f"{n}" for n in range(DEEPEST - 1, DEEPEST + 3)]


def _published(number: int, parent: int | None) -> PublishedComment:
    return PublishedComment(
        id=number,
        public_id=str(number),
        parent_id=parent,
        root_id=1,
        name=None,
        website=None,
        text="x",
        html="<p>x</p>",
        revision=1,
        created_at=0,
        edited_at=None,
        up=0,
        down=0,
    )
