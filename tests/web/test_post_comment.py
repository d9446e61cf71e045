"""POST /api/v1/comments as JSON."""

import pytest

from tests.web.running_service import PAGE, RunningService


async def test_a_new_authors_comment_waits(service: RunningService) -> None:
    reply = await service.post()

    assert reply.status == 202
    assert reply.json["status"] == "pending"
    assert reply.json["comment"]["html"] is None


async def test_a_comment_that_no_rule_objects_to_is_public_and_rendered(
    service: RunningService,
) -> None:
    reply = await service.post(site="open", text="Mooi **stuk**.")

    assert reply.status == 201
    assert reply.json["status"] == "approved"
    assert reply.json["comment"]["html"].strip() == "<p>Mooi <strong>stuk</strong>.</p>"


async def test_the_page_may_be_given_as_an_address_or_as_a_path(service: RunningService) -> None:
    address = await service.post(post=f"https://blog.example{PAGE}?utm_source=x#top")
    path = await service.post(post=PAGE, text="En nog een.")

    assert address.json["post"] == path.json["post"] == PAGE


async def test_an_answer_is_listed_with_the_comment_it_answers(service: RunningService) -> None:
    first = await service.post_public()

    reply = await service.post_public(parent=first.json["id"], text="Eens.")

    assert reply.json["comment"]["parent"] == first.json["id"]
    items = (await service.listed("open")).json["items"]
    assert [one["id"] for one in items[0]["replies"]] == [reply.json["id"]]


async def test_the_answer_is_never_kept_by_a_cache(service: RunningService) -> None:
    reply = await service.post()

    assert reply.headers["Cache-Control"] == "no-store"


async def test_the_same_idempotency_key_gives_the_same_comment_and_token(
    service: RunningService,
) -> None:
    sent = {"headers": {"Idempotency-Key": "k-1"}}

    first, again = await service.post(sent=sent), await service.post(sent=sent)

    assert (first.json["id"], first.json["token"]) == (again.json["id"], again.json["token"])


async def test_the_same_idempotency_key_for_other_words_is_refused(
    service: RunningService,
) -> None:
    sent = {"headers": {"Idempotency-Key": "k-1"}}
    await service.post(sent=sent)

    reply = await service.post(sent=sent, text="Iets anders.")

    assert reply.code == (422, "idempotency_key_reused", "Idempotency-Key")


@pytest.mark.parametrize("key", ["", "k" * 201, "a b", "é"])
async def test_an_idempotency_key_is_up_to_200_visible_characters(
    service: RunningService, key: str
) -> None:
    reply = await service.post(sent={"headers": {"Idempotency-Key": key}})

    assert reply.code == (400, "bad_idempotency_key", "Idempotency-Key")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"site": "nowhere"}, (404, "unknown_site", "site")),
        ({"site": "bl\0og"}, (422, "control_character", "site")),
        ({"post": "https://evil.example/a"}, (422, "foreign_page", "post")),
        ({"post": "javascript:alert(1)"}, (422, "bad_page", "post")),
        ({"post": "/" + "a" * 2_000}, (422, "too_long", "post")),
        ({"post_title": "t" * 301}, (422, "too_long", "post_title")),
        ({"name": "n" * 81}, (422, "too_long", "name")),
        ({"name": "J\nan"}, (422, "control_character", "name")),
        ({"email": "jan"}, (422, "bad_email", "email")),
        ({"website": "javascript:alert(1)"}, (422, "bad_website", "website")),
        ({"lang": "nl_NL!"}, (422, "bad_language", "lang")),
        ({"device": "d" * 201}, (422, "too_long", "device")),
        ({"parent": "x"}, (422, "unknown_parent", "parent")),
        ({"parent": "0" * 32}, (422, "unknown_parent", "parent")),
        ({"text": " \n\t"}, (422, "empty", "text")),
        ({"text": "a" * 20_001}, (422, "too_long", "text")),
        ({"text": "a" * 10_001}, (422, "too_long", "text")),
        ({"text": "a\0b"}, (422, "control_character", "text")),
        ({"subject": "Koop nu"}, (422, "trap", "subject")),
        ({"status": "approved"}, (400, "unknown_field", "status")),
        ({"name": 5}, (400, "wrong_type", "name")),
    ],
)
async def test_what_cannot_be_a_comment_is_refused_with_its_field(
    service: RunningService, fields: dict[str, object], error: tuple[int, str, str]
) -> None:
    reply = await service.post(**fields)

    assert reply.code == error


async def test_a_text_that_is_too_long_is_told_in_what_it_is_measured(
    service: RunningService,
) -> None:
    refused = await service.post(text="é" * 5_001, lang="en")

    assert refused.json["detail"].startswith("This is too long: 10002 bytes of at most 10000.")


async def test_a_refused_comment_leaves_nothing_for_moderators(service: RunningService) -> None:
    await service.post(text="")

    queue = await service.api.get("/api/v1/admin/comments", token=service.admin)
    assert queue.json["items"] == []


async def test_empty_details_are_absent_ones(service: RunningService) -> None:
    reply = await service.post(name="", email="", website=" ", lang="", parent="", device="")

    assert reply.json["comment"]["author"]["name"] is None


async def test_line_breaks_are_stored_as_line_feeds(service: RunningService) -> None:
    reply = await service.post(text="een\r\ntwee\rdrie")

    own = await service.api.get(f"/api/v1/comments/{reply.json['id']}", token=reply.json["token"])
    assert own.json["text"] == "een\ntwee\ndrie"


async def test_a_long_comment_is_rendered_in_full(service: RunningService) -> None:
    text = "\n\n".join(f"Alinea {n}." for n in range(100))

    reply = await service.post(site="open", text=text)

    assert reply.json["comment"]["html"].count("<p>") == 100
