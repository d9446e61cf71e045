"""Requests byte by byte: what HTTP parsers were tested with by others, slow and endless bodies."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from service import app
from tests.hostile.corpora import entries, needs_corpora, raw
from tests.hostile.raw_line import Heard, say, say_slowly
from tests.hostile.running import RunningService

PATIENCE = 8.0
"""Well above every deadline that the server of these tests has."""

PARSER_TESTS = entries("http/llhttp_requests.jsonl")
PAUSES = ("error 22", "error 23")
"""Not errors: there llhttp leaves the line to another protocol."""

HEAD = b"POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CODES = {"bad_request", "not_found", "expect"}

Answers = dict[str, Heard]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    database = tmp_path_factory.mktemp("raw") / "reactie.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "KEEP_ALIVE_SECONDS", 1.0)
        with RunningService(database, body_seconds=0.5) as running:
            yield running


@pytest.fixture(scope="module")
def answers(service: RunningService) -> Answers:
    """Every request of the corpus on a socket of its own, all at once; as it is, and with a Host,
    without which HTTP/1.1 is refused before anything else is looked at."""
    spoken = {entry["id"]: raw(entry) for entry in PARSER_TESTS}
    hosted = {f"{name}-hosted": with_host(data) for name, data in spoken.items()}
    requests = spoken | hosted

    async def speak() -> list[Heard]:
        talks = (say(service.port, data, patience=PATIENCE) for data in requests.values())
        return await asyncio.gather(*talks)

    return dict(zip(requests, asyncio.run(speak()), strict=True))


def with_host(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\r\nHost: blog.example\r\n", 1)


def both(entry: dict[str, Any], answers: Answers) -> tuple[Heard, Heard]:
    return answers[entry["id"]], answers[f"{entry['id']}-hosted"]


each_request = pytest.mark.parametrize("entry", PARSER_TESTS, ids=lambda entry: entry["id"])


@needs_corpora
@each_request
def test_a_strange_request_is_answered_at_most_once_and_never_with_a_failure(
    answers: Answers, entry: dict[str, Any]
):
    for heard in both(entry, answers):
        assert all(200 <= status < 500 for status in heard.statuses), heard
        # Whatever stands behind the last request may be refused too, and ends the talk.
        granted = heard.statuses[:-1] if heard.statuses[-1:] == [400] else heard.statuses
        assert len(granted) <= raw(entry).count(b" HTTP/") or heard.statuses == [404], heard
        assert 400 not in granted, heard


@needs_corpora
@each_request
def test_no_strange_request_keeps_its_socket_open(answers: Answers, entry: dict[str, Any]):
    assert all(heard.closed for heard in both(entry, answers))


@needs_corpora
@each_request
def test_nothing_of_a_strange_request_is_said_back(answers: Answers, entry: dict[str, Any]):
    bodies = [body for heard in both(entry, answers) for body in heard.bodies if body]
    # Who asks as a browser does, for what is not there, gets a page.
    pages = [body for body in bodies if body.startswith(b"<!doctype html>")]
    problems = [json.loads(body) for body in bodies if body not in pages]

    said = {line.partition(b":")[2].strip() for line in raw(entry).splitlines()[1:]}
    assert not [each for each in said for page in pages if len(each) > 8 and each in page]
    assert {problem["code"] for problem in problems} <= CODES
    assert {problem["field"] for problem in problems} <= {None}
    assert b"aiohttp" not in b"".join(heard.data for heard in both(entry, answers))


@needs_corpora
@pytest.mark.parametrize(
    "entry",
    [
        entry
        for entry in PARSER_TESTS
        if entry["type"] == "request"
        and entry["llhttp"] != "ok"
        and not entry["llhttp"].startswith(PAUSES)
    ],
    ids=lambda entry: entry["id"],
)
def test_what_is_no_http_is_refused_and_hung_up_on(answers: Answers, entry: dict[str, Any]):
    for heard in both(entry, answers):
        assert heard.statuses[-1:] == [400]
        assert heard.closed


@pytest.mark.parametrize("target", [b"*", b"blog.example:443", b"x", b"?site=blog", b"#"])
@pytest.mark.parametrize("method", [b"GET", b"OPTIONS", b"CONNECT"])
async def test_a_target_that_is_no_path_is_not_found_or_refused(
    service: RunningService, method: bytes, target: bytes
):
    request = method + b" " + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    heard = await say(service.port, request, patience=PATIENCE)

    assert heard.statuses in ([400], [404])
    assert json.loads(heard.bodies[0])["code"] in CODES


async def test_a_body_that_does_not_come_is_not_waited_for(service: RunningService):
    heard = await say(service.port, HEAD + b"Content-Length: 9\r\n\r\n{", patience=PATIENCE)

    assert heard.statuses == [408]
    assert json.loads(heard.bodies[0])["code"] == "body_timeout"
    assert heard.closed


async def test_a_body_that_drips_has_no_more_time_than_another(service: RunningService):
    async def drops() -> AsyncIterator[bytes]:
        yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"1\r\n \r\n"

    heard = await say_slowly(service.port, drops(), patience=PATIENCE)

    assert heard.statuses == [408]
    assert heard.closed


async def test_a_head_that_drips_is_hung_up_on(service: RunningService):
    async def drops() -> AsyncIterator[bytes]:
        yield HEAD
        while True:
            yield b"X-More: more\r\n"

    heard = await say_slowly(service.port, drops(), patience=PATIENCE)

    assert heard.closed
    assert heard.statuses in ([], [400])


async def test_a_gigabyte_is_refused_before_it_is_sent(service: RunningService):
    heard = await say(service.port, HEAD + b"Content-Length: 1000000000\r\n\r\n", patience=PATIENCE)

    assert heard.statuses == [413]
    assert json.loads(heard.bodies[0])["code"] == "body_too_large"
    assert heard.closed


async def test_an_endless_body_is_refused_at_its_limit(service: RunningService):
    chunk = b"4000\r\n" + b" " * 0x4000 + b"\r\n"

    heard = await say(
        service.port, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 8, patience=PATIENCE
    )

    assert heard.statuses == [413]
    assert heard.closed


async def test_who_asks_before_he_sends_a_gigabyte_is_told_not_to(service: RunningService):
    fields = b"Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n"

    heard = await say(service.port, HEAD + fields, patience=PATIENCE)

    assert heard.statuses == [417]
    assert heard.closed


async def test_a_body_sent_to_no_route_is_not_waited_for(service: RunningService):
    request = b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"

    heard = await say(service.port, request, patience=PATIENCE)

    assert heard.statuses == [404]
    assert heard.closed


@pytest.mark.parametrize("path", [b"/api/v1/comments", b"/nowhere", b"/healthz"])
async def test_who_asks_for_another_protocol_is_hung_up_on_at_once(
    service: RunningService, path: bytes
):
    upgrade = b"Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2\r\n\r\n{}"
    request = b"POST " + path + b" HTTP/1.1\r\nHost: x\r\n" + upgrade

    heard = await say(service.port, request + request, patience=PATIENCE)

    assert heard.statuses in ([400], [404], [405])
    assert heard.closed
    assert b"\r\nConnection: close\r\n" in heard.data


async def test_a_silent_socket_is_hung_up_on(service: RunningService):
    heard = await say(service.port, b"", patience=PATIENCE)

    assert heard == Heard(b"", closed=True)
