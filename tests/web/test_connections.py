"""How many lines one address may hold, and how long one that takes nothing."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import pytest

from service.settings import Settings
from service.web import line
from service.web.connections import Connections
from service.web.event_log import told
from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, PAGE, RunningService

PROXIES = (ip_network("127.0.0.0/8"),)
NEIGHBOUR = "127.0.0.2"
HEAD = f"POST {COMMENTS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@asynccontextmanager
async def speaker(
    service: RunningService, source: str = NEIGHBOUR
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A line of its own, from this address."""
    at = urlsplit(service.address)
    reader, writer = await asyncio.open_connection(at.hostname, at.port, local_addr=(source, 0))
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def lines(service: RunningService, open_now: int) -> None:
    """Waits until so many lines are open."""
    async with asyncio.timeout(10):
        while len(service.services.connections) != open_now:  # noqa: ASYNC110 -- nothing tells
            await asyncio.sleep(0.01)


async def is_heard(service: RunningService, source: str = NEIGHBOUR) -> bool:
    async with speaker(service, source) as (reader, writer):
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        try:
            return (await reader.readline()).startswith(b"HTTP/1.1 200")
        except ConnectionError:
            return False


async def test_an_address_holds_so_many_lines_and_no_more(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    service = await start(limit_loopback=True, address_connections=3)

    async with AsyncExitStack() as held:
        for _ in range(3):
            await held.enter_async_context(speaker(service))
        await lines(service, 3)

        assert [await is_heard(service) for _ in range(3)] == [False, False, False]
        assert await is_heard(service, "127.0.0.1")

    logged = [record for record in caplog.records if record.name == "reactie.web"]
    assert [record.message for record in logged] == ["too many connections from one address"]
    assert NEIGHBOUR not in json.dumps([told(record) for record in logged])


async def test_who_hangs_up_makes_room(start: Start) -> None:
    service = await start(limit_loopback=True, address_connections=1)

    for _ in range(3):
        assert await is_heard(service)
        await lines(service, 0)


async def test_lines_in_all_leave_files_for_the_database(start: Start) -> None:
    service = await start()
    service.services.connections.most = 1

    async with speaker(service):
        await lines(service, 1)
        assert not await is_heard(service, "127.0.0.1")


async def test_a_proxy_holds_any_number_and_a_visitor_behind_it_so_many_unsent_requests(
    start: Start,
) -> None:
    service = await start(trusted_proxies=PROXIES, address_connections=2)

    async def send(visitor: str, body: bytes, held: AsyncExitStack) -> Any:
        reader, writer = await held.enter_async_context(speaker(service))
        said = f"{HEAD}X-Forwarded-For: 6.6.6.6, {visitor}\r\nContent-Length: 9\r\n\r\n"
        writer.write(said.encode() + body)
        await writer.drain()
        return reader

    async with AsyncExitStack() as held:
        for _ in range(2):
            await send("203.0.113.7", b"{", held)
        await lines(service, 2)

        third = await (await send("203.0.113.7", b"{", held)).readline()
        whole = await (await send("203.0.113.7", b"{       }", held)).readline()
        neighbour = await (await send("203.0.113.8", b"{       }", held)).readline()

    assert third.startswith(b"HTTP/1.1 429")
    assert whole.startswith(b"HTTP/1.1 400")
    assert neighbour.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_whose_lines_are_counted_together(one: str, other: str, are_one: bool) -> None:
    connections = Connections(Settings(address_connections=1))

    opened = [connections.open((address, 1)) for address in (one, other)]

    assert (opened[1] is None) == are_one


@pytest.mark.parametrize("peer", [("127.0.0.1", 1), ("10.1.2.3", 1), ("::1", 1, 0, 0), "", None])
def test_this_machine_proxies_and_sockets_without_an_address_are_not_counted(peer: Any) -> None:
    settings = Settings(address_connections=1, trusted_proxies=(ip_network("10.0.0.0/8"),))
    connections = Connections(settings)

    assert [connections.open(peer) for _ in range(3)] == ["", "", ""]


@contextmanager
def deaf(service: RunningService) -> Any:
    """A line whose other end has room for next to nothing, and takes none of it."""
    at = urlsplit(service.address)
    with closing(socket.socket()) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        opened.connect((at.hostname, at.port))
        yield opened


async def test_a_reader_who_takes_nothing_of_his_answer_is_hung_up_on(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "LOOK_SECONDS", 0.05)
    service = await start()
    for n in range(20):
        await service.post_public(text=f"{n} " + "lang " * 1_500)
    asked = f"GET {COMMENTS}?site=open&post={PAGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode()

    with deaf(service) as opened:
        opened.sendall(asked * 100)
        await lines(service, 2)
        await lines(service, 1)

    assert (await service.listed("open")).status == 200
