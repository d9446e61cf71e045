"""What readers get from the cache, over HTTP."""

import asyncio
import gzip
import json
from unittest.mock import patch

import pytest

from tests.web.running_service import COMMENTS, COUNTS, ORIGIN, PAGE, RunningService


async def test_an_approved_comment_shows_at_once(service: RunningService) -> None:
    posted = await service.post()
    assert (await service.listed()).json["count"] == 0

    await service.decide(posted, "approve")

    assert (await service.listed()).json["count"] == 1


async def test_a_rejected_comment_is_gone_at_once(service: RunningService) -> None:
    posted = await service.post_public()
    assert (await service.listed("open")).json["count"] == 1

    await service.decide(posted, "spam")

    assert (await service.listed("open")).json["count"] == 0


async def test_the_first_comment_of_a_page_shows_at_once(service: RunningService) -> None:
    assert (await service.listed("open")).json["items"] == []

    await service.post_public()

    assert len((await service.listed("open")).json["items"]) == 1


async def test_counts_follow_at_once(service: RunningService) -> None:
    query = {"site": "open", "post": PAGE}
    assert (await service.api.get(COUNTS, query)).json["counts"][PAGE] == 0

    await service.post_public()

    assert (await service.api.get(COUNTS, query)).json["counts"][PAGE] == 1


async def test_what_is_asked_again_comes_without_the_database(service: RunningService) -> None:
    await service.post_public()
    first = await service.listed("open")

    with patch.object(service.storage, "sites", None):
        again = await service.listed("open")

    assert (again.body, again.headers["ETag"]) == (first.body, first.headers["ETag"])


async def test_who_has_the_newest_is_told_so_without_a_body(service: RunningService) -> None:
    first = await service.listed()
    tag = first.headers["ETag"]

    async def status(known: str) -> int:
        query = {"site": "blog", "post": PAGE}
        headers = {"If-None-Match": known}
        return (await service.api.get(COMMENTS, query, headers=headers)).status

    assert await status(tag) == 304
    assert await status(f'"other", W/{tag}') == 304
    assert await status("*") == 304
    assert await status('"other"') == 200


@pytest.mark.parametrize("how", ["keep-alive", "close"])
async def test_who_has_the_newest_is_told_all_but_what_is_said_of_a_body(
    service: RunningService, how: str
) -> None:
    query = {"site": "blog", "post": PAGE}
    asked = {"Origin": ORIGIN, "Connection": how}
    first = await service.api.get(COMMENTS, query, headers=asked)

    known = {**asked, "If-None-Match": first.headers["ETag"]}
    told = await service.api.get(COMMENTS, query, headers=known)

    assert (told.status, told.body) == (304, b"")
    apart = ("Date", "Connection", "Content-Type", "Content-Length")
    assert {k: v for k, v in told.headers.items() if k not in apart} == {
        k: v for k, v in first.headers.items() if k not in apart
    }
    assert told.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Content-Type" not in told.headers


async def test_an_answer_follows_a_304_on_the_same_connection(service: RunningService) -> None:
    known = await service.listed()
    host, port = service.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    target = f"{COMMENTS}?site=blog&post={PAGE}"

    writer.write(
        f"GET {target} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {known.headers['ETag']}\r\n\r\n"
        f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    )
    answer = await reader.read()

    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 304 Not Modified\r\n")
    assert answer.partition(b"\r\n\r\n")[2].startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n" + known.body)


async def test_a_long_page_tells_each_reader_his_own_header_lines(service: RunningService) -> None:
    for n in range(8):
        await service.post_public(text=f"Nummer {n}. " * 80)
    query = {"site": "open", "post": PAGE}

    plain = await service.api.get(COMMENTS, query)
    script = await service.api.get(COMMENTS, query, headers={"Origin": "https://open.example"})
    again = await service.api.get(COMMENTS, query)

    assert len(plain.body) > 4_000
    assert plain.body == script.body == again.body
    assert script.headers["Access-Control-Allow-Origin"] == "https://open.example"
    assert "Access-Control-Allow-Origin" not in plain.headers
    assert "Access-Control-Allow-Origin" not in again.headers


async def test_long_answers_are_packed_for_who_takes_that(service: RunningService) -> None:
    for n in range(8):
        await service.post_public(text=f"Nummer {n}. " * 20)
    plain = await service.listed("open")
    query = {"site": "open", "post": PAGE}

    async def asked(accepted: str) -> tuple[str | None, bytes]:
        headers = {"Accept-Encoding": accepted}
        with patch.object(service.api, "_check"):
            reply = await service.api.get(COMMENTS, query, headers=headers)
        return reply.headers.get("Content-Encoding"), reply.body

    coding, packed = await asked("br, gzip;q=0.8")
    assert coding == "gzip"
    assert gzip.decompress(packed) == plain.body
    assert await asked("gzip;q=0, br") == (None, plain.body)
    assert await asked("x-gzip") == (None, plain.body)


async def test_short_answers_are_not_packed(service: RunningService) -> None:
    query = {"site": "blog", "post": PAGE}

    reply = await service.api.get(COMMENTS, query, headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in reply.headers


async def test_readers_and_caches_are_told_how_to_keep_it(service: RunningService) -> None:
    reply = await service.listed()

    assert reply.headers["Cache-Control"] == "public, max-age=0, stale-while-revalidate=60"
    assert reply.headers["Vary"] == "Origin, Accept-Encoding"
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"


async def test_headers_that_are_no_part_of_the_address_change_no_byte(
    service: RunningService,
) -> None:
    plain = await service.listed()
    query = {"site": "blog", "post": PAGE}
    odd = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Original-URL": "/evil",
        "Accept-Language": "en",
        "Accept": "text/html",
        "Cookie": "a=b",
    }

    other = await service.api.get(COMMENTS, query, headers=odd)

    assert (other.body, other.headers["ETag"]) == (plain.body, plain.headers["ETag"])


@pytest.mark.parametrize(
    "head", [b"GET %s HTTP/1.0\r\n\r\n", b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"]
)
async def test_a_reader_who_wants_no_second_answer_is_hung_up_on(
    service: RunningService, head: bytes
) -> None:
    known = await service.listed()
    host, port = service.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))

    writer.write(head % f"{COMMENTS}?site=blog&post={PAGE}".encode())
    answer = await reader.read()

    writer.close()
    await writer.wait_closed()
    assert answer.endswith(b"\r\n\r\n" + known.body)


async def test_an_answer_from_the_cache_has_the_headers_of_the_one_before(
    service: RunningService,
) -> None:
    first = await service.listed()
    service.services.cache.drop(None)
    made = await service.api.get(
        COMMENTS, {"site": "blog", "post": PAGE}, headers={"Connection": "close"}
    )

    apart = ("Date", "Connection")
    assert {k: v for k, v in first.headers.items() if k not in apart} == {
        k: v for k, v in made.headers.items() if k not in apart
    }
    assert "GMT" in first.headers["Date"]


async def test_errors_are_not_kept(service: RunningService) -> None:
    await service.listed("nowhere")

    reply = await service.listed("nowhere")

    assert reply.status == 404
    assert reply.headers["Cache-Control"] == "no-store"
    assert len(service.services.cache) == 0


async def test_head_answers_what_get_would_without_the_body(service: RunningService) -> None:
    got = await service.listed()

    head = await service.api.send("HEAD", COMMENTS, query={"site": "blog", "post": PAGE})

    assert head.body == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert int(head.headers["Content-Length"]) == len(json.dumps(got.json, separators=(",", ":")))
