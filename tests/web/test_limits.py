"""How often one may post."""

from collections import Counter
from contextlib import ExitStack
from ipaddress import ip_network

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from service.domain.errors import TooMany
from service.settings import Settings
from service.web.limits import (
    NETWORKS_OF_AN_AREA,
    PostLimiter,
    SlidingWindow,
    client_address,
    network_of,
)
from service.web.places import Places
from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, NOON, Clock

FORGED = (
    "X-Forwarded-For",
    "Forwarded",
    "X-Real-IP",
    "Client-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "X-Cluster-Client-IP",
)
PROXIES = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"))


async def test_an_address_over_its_budget_is_told_how_long_to_wait(start: Start) -> None:
    service = await start(posts_per_minute=2, limit_loopback=True)
    for n in range(2):
        assert (await service.post(text=f"Nummer {n}.")).status == 202

    reply = await service.post(text="Te veel.")

    assert reply.code == (429, "too_fast", None)
    service.clock.pass_seconds(int(reply.headers["Retry-After"]))
    assert (await service.post(text="Weer goed.")).status == 202


async def test_whoever_has_a_48_has_not_the_budgets_of_all_its_networks(start: Start) -> None:
    service = await start(votes_per_minute=1, trusted_proxies=["127.0.0.0/8"])

    async def vote(address: str) -> int:
        path = f"{COMMENTS}/{'0' * 32}/votes"
        sent = {"headers": {"X-Forwarded-For": address}}
        return (await service.api.post(path, {"vote": "up"}, **sent)).status

    statuses = [await vote(f"2001:db8:1:{n:x}::1") for n in range(NETWORKS_OF_AN_AREA + 1)]

    assert statuses == [404] * NETWORKS_OF_AN_AREA + [429]
    assert await vote("2001:db8:2::1") == 404


def test_whoever_has_a_48_does_not_take_the_places_of_all_its_networks() -> None:
    settings = Settings(network_streams=1)
    places = Places(settings, PostLimiter(settings, Clock()))

    def comes_from(address: str) -> web.Request:
        return make_mocked_request("GET", "/").clone(remote=address)

    with ExitStack() as held:
        for n in range(NETWORKS_OF_AN_AREA):
            held.enter_context(places.taken(comes_from(f"2001:db8:1:{n:x}::1")))

        with pytest.raises(TooMany, match="too_many_streams"):
            held.enter_context(places.taken(comes_from("2001:db8:1:ffff::1")))
        held.enter_context(places.taken(comes_from("2001:db8:2::1")))
    assert len(places) == 0


async def test_this_machine_itself_is_not_counted(start: Start) -> None:
    service = await start(posts_per_minute=1)

    statuses = [(await service.post(text=f"Nummer {n}.")).status for n in range(3)]

    assert statuses == [202, 202, 202]


async def test_forged_forwarding_does_not_make_another_visitor(start: Start) -> None:
    service = await start(posts_per_minute=1, limit_loopback=True)

    statuses = Counter[int]()
    for n in range(1_000):
        headers = dict.fromkeys(FORGED, f"203.{n // 256}.{n % 256}.7")
        statuses[(await service.post(sent={"headers": headers})).status] += 1

    assert statuses == {202: 1, 429: 999}


async def test_behind_a_trusted_proxy_each_visitor_has_his_own_budget(start: Start) -> None:
    service = await start(posts_per_minute=1, trusted_proxies=["127.0.0.0/8"])

    async def post(address: str) -> int:
        return (await service.post(sent={"headers": {"X-Forwarded-For": address}})).status

    assert await post("203.0.113.7") == 202
    assert await post("198.51.100.7") == 202
    assert await post("6.6.6.6, 203.0.113.9") == 429


async def test_a_page_over_its_budget_holds_what_comes(start: Start) -> None:
    service = await start(thread_posts_per_minute=1)
    first = await service.post(site="open", text="Een.")

    second = await service.post(site="open", text="Twee.")
    elsewhere = await service.post(site="open", post="/elders", text="Drie.")

    assert [one.status for one in (first, second, elsewhere)] == [201, 202, 201]


async def test_a_site_over_its_budget_holds_what_comes(start: Start) -> None:
    service = await start(site_posts_per_minute=1)
    await service.post(site="open", post="/a", text="Een.")

    second = await service.post(site="open", post="/b", text="Twee.")

    assert second.status == 202


async def test_an_address_over_its_smaller_budget_is_held_and_not_refused(start: Start) -> None:
    service = await start(network_posts_per_minute=1, limit_loopback=True)
    await service.post(site="open", text="Een.")

    second = await service.post(site="open", text="Twee.")

    assert second.status == 202


async def test_a_device_over_its_budget_is_held_whatever_its_address(start: Start) -> None:
    service = await start(device_posts_per_minute=1, trusted_proxies=["127.0.0.0/8"])

    async def post(address: str, device: str) -> int:
        headers = {"X-Forwarded-For": address}
        sent = {"site": "open", "text": f"Van {address} met {device}.", "device": device}
        return (await service.post(sent={"headers": headers}, **sent)).status

    assert await post("203.0.113.7", "een-apparaat-0123456789") == 201
    assert await post("198.51.100.7", "een-apparaat-0123456789") == 202
    assert await post("198.51.101.7", "ander-apparaat-0123456789") == 201


async def test_previews_have_a_wider_budget_of_their_own(start: Start) -> None:
    service = await start(posts_per_minute=1, limit_loopback=True)
    body = {"site": "blog", "text": "x"}

    statuses = [(await service.api.post("/api/v1/preview", body)).status for _ in range(7)]

    assert statuses == [200] * 6 + [429]
    assert (await service.post()).status == 202


@pytest.mark.parametrize(
    ("peer", "forwarded", "visitor"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1, rubbish", "127.0.0.1"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", None),
    ],
)
def test_forwarding_is_believed_from_trusted_proxies_alone(
    peer: str, forwarded: str, visitor: str | None
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)

    found = client_address(request, Settings(trusted_proxies=PROXIES))

    assert (None if found is None else str(found)) == visitor


def test_a_visitor_is_his_24_or_his_64() -> None:
    settings = Settings()

    def network(address: str) -> str:
        request = make_mocked_request("GET", "/").clone(remote=address)
        return network_of(client_address(request, settings))

    assert network("203.0.113.7") == "203.0.113.0/24"
    assert network("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert network("") == ""


def test_made_up_visitors_take_no_more_than_the_memory_there_is() -> None:
    window = SlidingWindow(Clock(), max_keys=10)

    for n in range(1_000):
        window.take(str(n), 1)

    assert len(window) == 10


@given(
    budget=st.integers(1, 20),
    pauses=st.lists(st.integers(0, 90_000), min_size=1, max_size=60),
)
def test_the_wait_that_is_told_is_enough_and_no_minute_has_more_than_twice_the_budget(
    budget: int, pauses: list[int]
) -> None:
    clock = Clock()
    window = SlidingWindow(clock)
    taken: list[int] = []
    for pause in pauses:
        clock.now += pause
        wait = window.take("key", budget)
        if wait:
            clock.now += wait * 1000
            assert window.take("key", budget) == 0
        taken.append(clock.now)

    for at in taken:
        assert sum(1 for other in taken if at - 60_000 < other <= at) <= 2 * budget
    assert taken[0] >= NOON
