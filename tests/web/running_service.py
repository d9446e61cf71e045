"""The whole service on a port of its own, over a SQLite file, with a clock that tests move."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import Any

from aiohttp import ClientSession, web
from argon2 import PasswordHasher

from service.app import build_app, description, make_runner
from service.domain.moderator import Role
from service.domain.ports import Transaction
from service.domain.site import Moderation, Site
from service.settings import Settings
from service.storage import SqlStorage, open_storage
from service.usecases.create_token import create_token
from service.usecases.manage_moderators import read_roles
from service.web.line import LineRunner
from service.web.passwords import Argon2Passwords
from service.web.services import SERVICES, Services
from tests.web.api_client import ApiClient, Reply

COMMENTS = "/api/v1/comments"
COUNTS = "/api/v1/counts"
QUEUE = "/api/v1/admin/comments"
LOG = "/api/v1/admin/log"
ORIGIN = "https://blog.example"
PAGE = "/2015/02/co-creatie.html"
NOON = 1_795_435_200_000
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Real hashes that cost the tests no time."""


class Clock:
    """UTC milliseconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> int:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += int(seconds * 1000)


@dataclass
class RunningService:
    """A running service with the sites `blog` (Dutch, new authors wait) and `open` (English,
    suspects wait), and a token of the role admin for all sites."""

    api: ApiClient
    app: web.Application
    storage: SqlStorage
    clock: Clock
    admin: str
    address: str
    database: Path
    runner: LineRunner

    @property
    def services(self) -> Services:
        return self.app[SERVICES]

    async def post(self, *, sent: dict[str, Any] | None = None, **fields: Any) -> Reply:
        """Posts a comment; what is not said is as usual. `sent` goes to the client."""
        body = {"site": "blog", "post": PAGE, "name": "Jan", "text": "Mooi stuk.", **fields}
        return await self.api.post(COMMENTS, body, **(sent or {}))

    async def post_public(self, **fields: Any) -> Reply:
        """Posts a comment that is public at once."""
        reply = await self.post(site="open", **fields)
        assert reply.status == 201
        return reply

    async def decide(self, reply: Reply, action: str, version: int = 1, **more: Any) -> Reply:
        """Decides on a comment that was posted."""
        body = {"action": action, "version": version, **more}
        path = f"{QUEUE}/{reply.json['id']}/decisions"
        return await self.api.post(path, body, token=self.admin)

    async def listed(self, site: str = "blog", post: str = PAGE, **more: str) -> Reply:
        """The public list of a page."""
        return await self.api.get(COMMENTS, {"site": site, "post": post, **more})

    async def token(self, role: Role, site: str | None = None, expires: int | None = None) -> str:
        """A new bearer token."""
        _, text = await create_token(
            "Anna",
            await read_roles({site or "*": role}, storage=self.storage),
            expires_at=expires,
            storage=self.storage,
            clock=self.clock,
        )
        return text


@asynccontextmanager
async def running_service(database: Path, **settings: Any) -> AsyncIterator[RunningService]:
    """Starts the service with these settings on a database that `make_sites` has set up."""
    clock = Clock()
    async with open_storage(str(database), clock=clock, serving=True) as storage:
        app = build_app(
            Settings(database=str(database), **settings),
            storage=storage,
            clock=clock,
            passwords=Argon2Passwords(CHEAP),
        )
        runner = make_runner(app)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            address = "http://{}:{}".format(*runner.addresses[0])
            async with ClientSession(auto_decompress=False) as session:
                api = ApiClient(session, address, description())
                service = RunningService(api, app, storage, clock, "", address, database, runner)
                service.admin = await service.token(Role.ADMIN)
                yield service
        finally:
            await runner.cleanup()


async def make_sites(database: Path) -> None:
    """Makes a database with the two sites."""
    async with open_storage(str(database), clock=Clock()) as storage:
        await _set_up(storage)


async def _set_up(storage: SqlStorage) -> None:
    for slug, language, moderation in (
        ("blog", "nl", Moderation.HOLD_NEW),
        ("open", "en", Moderation.HOLD_SUSPECT),
    ):
        host = f"{slug}.example"
        site = Site(
            0, slug, slug, language, (f"https://{host}",), (host,), token_bytes(32), moderation
        )

        async def unit(tx: Transaction, site: Site = site) -> None:
            await tx.add_site(site)

        await storage.write(unit)
