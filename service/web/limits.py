"""How often one may post: budgets a minute by address, device, thread and site.

A sliding window over two fixed ones (the counter of Cloudflare's rate limiter): constant memory a
key, and at most `MAX_KEYS` of them, whatever addresses are made up.
"""

from collections import OrderedDict
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from math import ceil

from aiohttp import web

from service.domain.errors import TooMany
from service.domain.ports import Clock
from service.settings import Settings

MAX_KEYS = 100_000
WINDOW_MS = 60_000
PREVIEWS_FOR_A_POST = 6
NETWORKS_OF_AN_AREA = 8
"""So many budgets a /48 has together: whoever has one has 65,536 networks."""

FORWARDED_READ = 32
"""Hops of X-Forwarded-For that are looked at; more of them are somebody's invention."""

Address = IPv4Address | IPv6Address


class SlidingWindow:
    """Counts what happened under a key within the last minute, within a fixed memory."""

    def __init__(self, clock: Clock, max_keys: int = MAX_KEYS) -> None:
        self._clock = clock
        self._max_keys = max_keys
        self._counts: OrderedDict[str, tuple[int, int, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def take(self, key: str, budget: int) -> int:
        """0 and one more counted, or the seconds to wait and nothing counted.

        The least recently counted key is forgotten when there are too many.
        """
        now = self._clock()
        window, into = divmod(now, WINDOW_MS)
        known, current, before = self._counts.get(key, (window, 0, 0))
        if known != window:
            current, before = 0, current if known == window - 1 else 0
        if current + before * (WINDOW_MS - into) / WINDOW_MS >= budget:
            return _wait(current, before, budget, into)
        self._counts[key] = (window, current + 1, before)
        self._counts.move_to_end(key)
        if len(self._counts) > self._max_keys:
            self._counts.popitem(last=False)
        return 0


def _wait(current: int, before: int, budget: int, into: int) -> int:
    """Whole seconds until the weighted count is below the budget again."""
    if current >= budget:
        # Even the start of the next window weighs all of this one: wait until it weighs less.
        into_next = WINDOW_MS * (current - budget + 1) / current
        return max(1, ceil((WINDOW_MS - into + into_next) / 1000))
    fits_at = WINDOW_MS * (1 - (budget - current) / before)
    return max(1, ceil((fits_at - into) / 1000 + 0.001))


class PostLimiter:
    """The budgets. An address far over its budget is told to wait; what is over the budget of its
    address, device, thread or site is held, so that nobody can switch a site off by flooding it."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._window = SlidingWindow(clock)

    def check_address(self, request: web.Request) -> None:
        """Counts a post of this visitor. Raises TooMany `too_fast`."""
        self._check(request, "post", self._settings.posts_per_minute)

    def check_preview(self, request: web.Request) -> None:
        """Counts a preview of this visitor. Raises TooMany `too_fast`."""
        self._check(request, "preview", self._settings.posts_per_minute * PREVIEWS_FOR_A_POST)

    def check_report(self, request: web.Request) -> None:
        """Counts a report of this visitor. Raises TooMany `too_fast`."""
        self._check(request, "report", self._settings.reports_per_minute)

    def check_vote(self, request: web.Request) -> None:
        """Counts a vote of this visitor. Raises TooMany `too_many_votes`."""
        self._check(request, "vote", self._settings.votes_per_minute, "too_many_votes")

    def over_budget(
        self, request: web.Request, site_id: int, key: str, device: str | None
    ) -> tuple[str, ...]:
        """Counts a post on the page with this key; names the budgets that it is over."""
        settings = self._settings
        address = client_address(request, settings)
        budgets = [
            ("thread", f"{site_id}:{key}", settings.thread_posts_per_minute),
            ("site", str(site_id), settings.site_posts_per_minute),
        ]
        if not self._is_local(address):
            network = network_of(address)
            budgets.append(("network", network, settings.network_posts_per_minute))
            if device is not None:
                budgets.append(("device", f"{site_id}:{device}", settings.device_posts_per_minute))
        return tuple(
            name for name, key, budget in budgets if self._window.take(f"{name} {key}", budget)
        )

    def network(self, request: web.Request) -> str:
        """The prefix that stands for the visitor: his /24 or /64, as text."""
        return network_of(client_address(request, self._settings))

    def area(self, request: web.Request) -> str:
        """The prefix that one reader certainly has no two of: his /24 or /48, as text."""
        return area_of(client_address(request, self._settings))

    def _check(self, request: web.Request, act: str, budget: int, code: str = "too_fast") -> None:
        address = client_address(request, self._settings)
        if self._is_local(address):
            return
        wait = self._window.take(f"{act}:{network_of(address)}", budget)
        if not wait and isinstance(address, IPv6Address):
            wait = self._window.take(f"{act}:{area_of(address)}", budget * NETWORKS_OF_AN_AREA)
        if wait:
            raise TooMany(code, wait)

    def is_uncounted(self, request: web.Request) -> bool:
        """Whether it comes from this machine itself, and such requests are not counted."""
        return self._is_local(client_address(request, self._settings))

    def _is_local(self, address: Address | None) -> bool:
        is_local = address is not None and address.is_loopback
        return is_local and not self._settings.limit_loopback


def client_address(request: web.Request, settings: Settings) -> Address | None:
    """Whose request it is: the peer's address, or what trusted proxies say of it.

    X-Forwarded-For is walked from its right end, only as long as the hop that wrote the entry is
    a trusted proxy; the first address that is none is the visitor's.
    """
    address = parsed(request.remote or "")
    hops = ",".join(request.headers.getall("X-Forwarded-For", ())).split(",")[-FORWARDED_READ:]
    for hop in reversed(hops):
        if address is None or not is_trusted(address, settings.trusted_proxies):
            break
        said = parsed(hop.strip())
        if said is None:
            break
        address = said
    return address


@lru_cache(maxsize=10_000)
def network_of(address: Address | None) -> str:
    """The /24 of an IPv4 address, the /64 of an IPv6 one; empty for a peer without an address."""
    if address is None:
        return ""
    if isinstance(address, IPv4Address):
        return str(IPv4Network((address, 24), strict=False))
    return str(IPv6Network((int(address), 64), strict=False))


def area_of(address: Address | None) -> str:
    """The /24 of an IPv4 address, the /48 of an IPv6 one: what is given to one customer."""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((int(address), 48), strict=False))
    return network_of(address)


@lru_cache(maxsize=10_000)
def parsed(text: str) -> Address | None:
    """The address, an IPv4 one in its own form however it is written; None for what is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or address
    return address


def is_trusted(address: Address, proxies: tuple[IPv4Network | IPv6Network, ...]) -> bool:
    """Whether the address is one of these proxies."""
    return any(address in network for network in proxies)
