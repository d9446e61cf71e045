"""Replies of moderators over the API, and a badge that nobody else gets."""

import re

import pytest

from service.domain.moderator import Role
from tests.hostile.corpora import entries, needs_corpora
from tests.web.api_client import Reply
from tests.web.running_service import COMMENTS, QUEUE, RunningService

THANKS = "Dank je **wel**!"
LINK = re.compile('<a [^>]*href="([^"]*)"')
ALLOWED = ("<p>", "<strong>", "<em>", "<code>", "<pre>", "<a ", "<ul>", "<ol", "<li>", "<br", "<hr")


async def give(service: RunningService, posted: Reply, **said: object) -> Reply:
    path = f"{QUEUE}/{posted.json['id']}/replies"
    return await service.api.post(path, {"text": THANKS, **said}, token=service.admin)


async def edit(service: RunningService, reply: Reply, text: str, version: int = 1) -> Reply:
    path = f"{QUEUE}/{reply.json['reply']['id']}/text"
    body = {"text": text, "version": version}
    return await service.api.send("PATCH", path, body=body, token=service.admin)


async def test_a_reply_is_listed_with_the_badge_beside_the_name(service: RunningService) -> None:
    posted = await service.post()

    reply = await give(service, posted, approve=True, version=1)

    assert reply.status == 201
    assert reply.json["comment"]["status"] == "approved"
    assert reply.json["decision"]["comment"] == posted.json["id"]
    assert reply.json["reply"]["author"]["badge"] == "moderator"
    [comment] = (await service.listed()).json["items"]
    assert comment["author"]["badge"] is None
    [answer] = comment["replies"]
    picture = answer["author"].pop("avatar")
    assert answer["author"] == {"name": "Anna", "website": None, "badge": "moderator"}
    assert picture not in (None, comment["author"]["avatar"])
    assert answer["html"] == "<p>Dank je <strong>wel</strong>!</p>\n"


async def test_a_reply_to_what_is_public_approves_nothing(service: RunningService) -> None:
    posted = await service.post_public()

    reply = await give(service, posted)

    assert (reply.status, reply.json["decision"]) == (201, None)


async def test_approving_needs_the_version_that_was_seen(service: RunningService) -> None:
    posted = await service.post()

    assert (await give(service, posted, approve=True)).code == (400, "missing_field", "version")
    assert (await give(service, posted, approve=True, version=7)).code == (
        409,
        "stale_version",
        "version",
    )
    assert (await give(service, posted)).code == (409, "not_public", None)


async def test_the_same_key_replies_once(service: RunningService) -> None:
    posted = await service.post_public()
    path = f"{QUEUE}/{posted.json['id']}/replies"
    sent = {"token": service.admin, "headers": {"Idempotency-Key": "k"}}

    first, again = [await service.api.post(path, {"text": THANKS}, **sent) for _ in range(2)]

    assert first.json["reply"]["id"] == again.json["reply"]["id"]


async def test_an_edit_is_seen_at_once_and_only_its_writer_may_make_it(
    service: RunningService,
) -> None:
    reply = await give(service, await service.post_public())

    edited = await edit(service, reply, "Graag gedaan")

    assert (edited.status, edited.json["decision"]["action"]) == (200, "edit")
    [comment] = (await service.listed("open")).json["items"]
    assert comment["replies"][0]["html"] == "<p>Graag gedaan</p>\n"
    assert comment["replies"][0]["edited_at"] is not None
    other = await service.token(Role.OWNER)
    refused = await service.api.send(
        "PATCH",
        f"{QUEUE}/{reply.json['reply']['id']}/text",
        body={"text": "Ik niet", "version": 2},
        token=other,
    )
    assert refused.code == (403, "not_own_reply", None)


@pytest.mark.parametrize("field", ["badge", "badge_account", "author", "moderator", "name_badge"])
async def test_no_visitor_sets_a_badge(service: RunningService, field: str) -> None:
    refused = await service.post(site="open", **{field: "moderator"})
    form = await service.api.send(
        "POST", COMMENTS, form={"site": "open", "post": "/a", "text": "Hoi", field: "moderator"}
    )

    assert refused.code == (400, "unknown_field", field)
    assert form.status == 400


async def test_no_edit_of_a_visitors_sets_a_badge(service: RunningService) -> None:
    posted = await service.post_public()
    path, token = f"{COMMENTS}/{posted.json['id']}", posted.json["token"]

    refused = await service.api.send(
        "PATCH", path, body={"text": "Anders", "badge": "moderator"}, token=token
    )

    assert refused.code == (400, "unknown_field", "badge")


@pytest.mark.parametrize(
    "name", ["Moderator ✓", "Anna [Moderator]", '<span class="badge">Moderator</span>', "Anna"]
)
async def test_a_name_is_no_badge(service: RunningService, name: str) -> None:
    posted = await service.post(name=name, text="Ik ben het echt")
    await service.decide(posted, "approve")

    reply = await service.listed()

    assert [one["author"]["badge"] for one in reply.json["items"]] == [None]


@pytest.mark.parametrize("name", ["Moderator ✓", "Anna [Moderator]"])
async def test_a_name_that_looks_like_a_badge_waits(service: RunningService, name: str) -> None:
    posted = await service.post(site="open", name=name, text="Ik ben het echt")

    assert (posted.status, posted.json["status"]) == (202, "pending")
    reply = await service.api.get(QUEUE, {"rule": "reserved_name"}, token=service.admin)
    [card] = reply.json["items"]
    [finding] = [each for each in card["findings"] if each["rule"] == "reserved_name"]
    assert [each["text"] for each in finding["matches"]] == [name]


async def test_moderators_cannot_choose_name_or_badge(service: RunningService) -> None:
    posted = await service.post_public()

    for field in ("name", "badge", "author", "website", "email", "parent", "status"):
        refused = await give(service, posted, **{field: "author"})
        assert refused.code == (400, "unknown_field", field)


@needs_corpora
async def test_hostile_texts_are_as_harmless_in_a_reply_as_in_a_comment(
    service: RunningService,
) -> None:
    posted = await service.post_public()
    texts = [str(each["payload"]) for each in entries("xss/payloadsallthethings_xss.jsonl")][::30]
    reply = await give(service, posted, text="Begin")
    for number, text in enumerate(text for text in texts if text.strip() and "\0" not in text):
        assert (await give(service, posted, text=text)).status == 201
        assert (await edit(service, reply, text, version=number + 1)).status == 200

    [comment] = (await service.listed("open")).json["items"]

    assert len(comment["replies"]) > 10
    for answer in comment["replies"]:
        for piece in answer["html"].split("<")[1:]:
            assert f"<{piece}".startswith((*ALLOWED, "</", "<blockquote>")), answer["html"]
        for address in LINK.findall(answer["html"]):
            assert address.startswith(("http://", "https://", "mailto:"))
