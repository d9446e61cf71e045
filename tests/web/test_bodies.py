"""What a body may be: small, timely, UTF-8, JSON or a form, with known fields given once."""

import asyncio
import gzip
from urllib.parse import urlsplit

import pytest

from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, QUEUE, RunningService

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", (400, "malformed_json", None)),
        (b"{", (400, "malformed_json", None)),
        (b"\xff\xfe", (400, "bad_utf8", None)),
        (b'\xef\xbb\xbf{"site":"blog"}', (400, "malformed_json", None)),
        (b"[" * 60_000, (400, "malformed_json", None)),
        (b'{"a":' * 10_000, (400, "malformed_json", None)),
        (b'{"text":"\\ud800"}', (400, "malformed_json", None)),
        (b'{"site":"blog","post":"/","text":NaN}', (400, "wrong_type", "text")),
        (b"[]", (400, "wrong_type", "body")),
        (b"null", (400, "wrong_type", "body")),
        (b'{"site":"blog"}', (400, "missing_field", "post")),
        (b'{"site":1,"post":"/","text":"x"}', (400, "wrong_type", "site")),
        (b'{"site":"blog","post":"/","text":"x","id":"1"}', (400, "unknown_field", "id")),
        (b'{"site":"blog","post":"/","text":"x","text":"y"}', (400, "duplicate_field", "text")),
        (b'{"site":"blog","post":"/","text":"\\u0000"}', (422, "control_character", "text")),
    ],
)
async def test_what_is_no_json_object_of_known_fields_is_refused(
    service: RunningService, raw: bytes, error: tuple[int, str, str | None]
) -> None:
    reply = await service.api.send("POST", COMMENTS, raw=raw)

    assert reply.code == error


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"", (400, "missing_field", "site")),
        (b"site=blog&post=/&text=%zz", (400, "malformed_form", None)),
        (b"site=blog&post=/&text=%ff", (400, "bad_utf8", None)),
        (b"&".join([b"a=1"] * 1_001), (400, "malformed_form", None)),
        (b"site=blog&post=/&text=x&text=y", (400, "duplicate_field", "text")),
        (b"site=blog&post=/&text=x&id=1", (400, "unknown_field", "id")),
        (b"site=blog&post=/&text=%00", (422, "control_character", "text")),
    ],
)
async def test_what_is_no_form_of_known_fields_is_refused(
    service: RunningService, raw: bytes, error: tuple[int, str, str | None]
) -> None:
    reply = await service.api.send("POST", COMMENTS, raw=raw, headers={"Content-Type": FORM})

    assert reply.code == error


async def test_a_form_is_read_with_its_plus_signs_and_escapes(service: RunningService) -> None:
    raw = b"site=open&post=/&text=een+twee%21&name=Ren%C3%A9"

    reply = await service.api.send("POST", COMMENTS, raw=raw, headers={"Content-Type": FORM})

    assert reply.json["comment"]["html"] == "<p>een twee!</p>\n"
    assert reply.json["comment"]["author"]["name"] == "René"


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"Content-Type": "text/plain"}, (415, "unsupported_media_type", None)),
        (
            {"Content-Type": "multipart/form-data; boundary=x"},
            (415, "unsupported_media_type", None),
        ),
        ({"Content-Type": "application/json; charset=utf-7"}, (415, "unsupported_encoding", None)),
        ({"Content-Encoding": "gzip"}, (415, "unsupported_encoding", None)),
        ({"Content-Encoding": "br"}, (415, "unsupported_encoding", None)),
    ],
)
async def test_other_kinds_and_codings_are_refused_unread(
    service: RunningService, headers: dict[str, str], error: tuple[int, str, str | None]
) -> None:
    raw = gzip.compress(b"{}") if headers.get("Content-Encoding") == "gzip" else b"{}"

    reply = await service.api.send("POST", COMMENTS, raw=raw, headers=headers)

    assert reply.code == error
    assert reply.headers["Connection"] == "close"


async def test_a_charset_of_utf8_is_welcome_in_any_case(service: RunningService) -> None:
    headers = {"Content-Type": "application/json; charset=UTF-8"}

    reply = await service.post(sent={"headers": headers})

    assert reply.status == 202


async def test_the_admin_api_takes_no_forms(service: RunningService) -> None:
    reply = await service.api.send(
        "POST", f"{QUEUE}/{'0' * 32}/decisions", form={"action": "spam"}, token=service.admin
    )

    assert reply.code == (415, "unsupported_media_type", None)


async def test_a_body_that_says_it_is_too_large_is_refused(service: RunningService) -> None:
    reply = await service.api.send("POST", COMMENTS, raw=b" " * 65_537)

    assert reply.code == (413, "body_too_large", None)


async def test_a_body_of_unsaid_size_is_refused_once_it_is_too_large(
    service: RunningService,
) -> None:
    status, head = await _talk(
        service,
        b"Transfer-Encoding: chunked\r\n",
        b"".join(b"4000\r\n" + b" " * 0x4000 + b"\r\n" for _ in range(5)),
    )

    assert status == 413
    assert b"body_too_large" in head


async def test_a_body_whose_chunks_are_broken_is_refused(service: RunningService) -> None:
    status, head = await _talk(service, b"Transfer-Encoding: chunked\r\n", b"zz\r\n{}\r\n")

    assert status == 400
    assert b"bad_request" in head


async def test_a_body_that_does_not_come_is_given_up(start: Start) -> None:
    service = await start(body_seconds=0.05)

    status, head = await _talk(service, b"Content-Length: 100\r\n", b'{"site":')

    assert status == 408
    assert b"body_timeout" in head


async def test_expectations_are_refused_before_the_body_is_sent(service: RunningService) -> None:
    status, _ = await _talk(service, b"Content-Length: 2\r\nExpect: 100-continue\r\n", b"")

    assert status == 417


async def test_a_protocol_upgrade_is_refused(service: RunningService) -> None:
    reply = await service.api.get("/healthz", headers={"Connection": "Upgrade", "Upgrade": "h2c"})

    assert reply.code == (400, "bad_request", None)


async def test_what_is_no_http_is_refused_without_naming_a_version(
    service: RunningService,
) -> None:
    address = urlsplit(service.address)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nA\0B: 1\r\n\r\n")

    head = await reader.readuntil(b"\r\n\r\n")

    writer.close()
    await writer.wait_closed()
    assert b" 400 " in head
    assert b"aiohttp" not in head


async def test_a_broken_query_is_refused(service: RunningService) -> None:
    broken = await _ask(service, b"GET /healthz?a=%zz HTTP/1.1\r\n")
    no_text = await _ask(service, b"GET /healthz?lang=%ff HTTP/1.1\r\n")

    assert b"malformed_query" in broken
    assert b"bad_utf8" in no_text


async def _talk(service: RunningService, headers: bytes, body: bytes) -> tuple[int, bytes]:
    first = f"POST {COMMENTS} HTTP/1.1\r\nContent-Type: application/json\r\n".encode() + headers
    answer = await _ask(service, first, body)
    return int(answer.split()[1]), answer


async def _ask(service: RunningService, head: bytes, body: bytes = b"") -> bytes:
    """What the service says to these bytes before it is done or waits for more."""
    address = urlsplit(service.address)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head + b"Host: x\r\n\r\n" + body)
    answer = await reader.readuntil(b"\r\n\r\n")
    answer += await reader.readuntil(b"}")
    writer.close()
    await writer.wait_closed()
    return answer
