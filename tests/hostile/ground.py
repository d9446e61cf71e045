"""The ground that attacks are made on: a running service with two sites, comments and tokens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from service.domain.clock import utc_ms
from service.domain.moderator import Role
from service.domain.ports import Storage, Transaction
from service.usecases.create_token import create_token
from service.usecases.manage_moderators import read_roles
from service.usecases.set_up_site import set_up_site
from service.usecases.site_settings import SiteSettings
from service.web.route import AUTHOR, PERSON, Route
from service.web.route_table import ROUTES
from service.web.uploading import RAW
from tests.hostile.imported import SENT, make_import, make_upload
from tests.hostile.pages import make_pages
from tests.hostile.people import make_people, remove_owners
from tests.hostile.rows import DatabaseFile, Rows
from tests.hostile.running import HOST, RunningService
from tests.hostile.wire import Answer, Request, Wire

SITE = "blog"
ORIGIN = "https://blog.example"
ROUTE_OF = {route.name: route for route in ROUTES}
EXAMPLE = dict(ROUTE_OF["post_comment"].example.body or {})


@dataclass(frozen=True, slots=True)
class Made:
    """A comment that was posted: its id, its edit token, its version and its newest decision."""

    id: str
    token: str
    version: int
    decision: str


class Ground:
    """Everything an attack may aim at. `admin` holds for all sites, `stranger` for another one."""

    def __init__(self, service: RunningService) -> None:
        self._service = service
        self._file = DatabaseFile(service.database)
        self.wire = Wire(HOST, service.port)
        self.url = service.url
        self.admin = service.do(_set_up)
        self.viewer = self._token("viewer", Role.VIEWER, None)
        self.stranger = self._token("stranger", Role.OWNER, "other")
        self.owner = self._token("owner", Role.OWNER, None)
        self.people = service.do(make_people)
        self.pages = service.do(lambda storage: make_pages(storage, None))
        self.imported, self.upload = service.do(make_import), service.do(make_upload)
        self.bulk = self.replay = self.block = self.note = ""
        self.approved = self.approve(self.post())
        self.waiting = self.post(text="Nog een.")
        self.blocked = self.post(text="En een van een ander.", name="Geblokkeerd")
        self.own = self.reply(self.approved)
        self.closed = self.approve(self.post(post="/closed"))
        service.do(_close("/closed"))
        self.send(self.valid(ROUTE_OF["save_rule_set"]))
        self.bulk = str(self.send(self.valid(ROUTE_OF["start_bulk"])).json()["id"])
        self.replay = str(self.send(self.valid(ROUTE_OF["start_replay"])).json()["id"])
        self.block, self.note = self._keep("block_author"), self._keep("note_author")

    def rows(self) -> Rows:
        return self._file.rows()

    def schema(self) -> list[str]:
        return self._file.schema()

    def leave(self) -> None:
        """Closes what was opened."""
        self.wire.close()
        self._file.close()

    def send(self, request: Request) -> Answer:
        return self.wire.send(request)

    def valid(self, route: Route, about: Made | None = None) -> Request:
        """A request that the route would grant, about the usual comment if not another."""
        made = about or self.usual(route)
        wanted = made.decision if "/decisions/{id}" in route.path else made.id
        wanted = self.bulk if "/bulk/{id}" in route.path else wanted
        wanted = self.replay if "/replays/{id}" in route.path else wanted
        wanted = self.imported if "/imports/{id}" in route.path else wanted
        wanted = self.upload if "/uploads/{id}" in route.path else wanted
        wanted = self.block if "/blocks/{id}" in route.path else wanted
        wanted = self.note if "/notes/{id}" in route.path else wanted
        wanted = self.people.id_for(route) or self.pages.id_for(route) or wanted
        path = route.path.replace("{id}", wanted).replace("{version}", "1")
        path = path.replace("{slug}", SITE)
        for name, example in route.example.path.items():
            path = path.replace(f"{{{name}}}", example)
        request = Request(route.method, path, route.example.query)
        if route.role is not None:
            request = request.with_bearer(self.owner if route.role is Role.OWNER else self.admin)
        elif route.access == PERSON:
            request = self.people.signed_in(request)
        elif route.access is AUTHOR:
            request = request.with_bearer(made.token)
        if route.upload:
            return request.saying(SENT, RAW)
        body = self.body(route, made)
        return request if body is None else request.saying_json(body)

    def usual(self, route: Route) -> Made:
        """The comment that the route is usually about: the approved one, or the admin's reply."""
        return self.own if route.name == "edit_reply" else self.approved

    def body(self, route: Route, about: Made | None = None) -> dict[str, Any] | None:
        """The route's example body, its version the one that the comment has."""
        if route.example.body is None:
            return None
        version = (about or self.usual(route)).version
        current: dict[str, Any] = {"version": version} if "version" in route.example.body else {}
        if "comment" in route.example.body:
            current["comment"] = self.blocked.id
        return {**route.example.body, **current, **self.people.said(route)}

    def renew(self, *, without_owner: bool = False) -> None:
        """Makes new what acts use up: sessions, links, people, pages, files, a block and a note."""
        self.upload = self._service.do(make_upload)
        self.people = self._service.do(make_people)
        self.pages = self._service.do(lambda storage: make_pages(storage, self.pages))
        self.block, self.note = self._keep("block_author"), self._keep("note_author")
        if without_owner:
            self._service.do(remove_owners)

    def post(self, **changed: str) -> Made:
        """A comment as the example, but for what is changed."""
        answer = self.send(self.posting(**changed))
        assert answer.status in (201, 202), answer
        made = answer.json()
        return self._seen(made["id"], made["token"])

    def posting(self, **changed: str) -> Request:
        route = ROUTE_OF["post_comment"]
        return Request(route.method, route.path).saying_json({**EXAMPLE, **changed})

    def approve(self, made: Made) -> Made:
        route = ROUTE_OF["decide"]
        request = self.valid(route, made).saying_json(
            {"action": "approve", "version": made.version}
        )
        answer = self.send(request)
        assert answer.status == 200, answer
        return self._seen(made.id, made.token)

    def refuse(self, made: Made) -> Made:
        said = {"action": "reject", "version": made.version}
        request = self.valid(ROUTE_OF["decide"], made).saying_json(said)
        # Not by the admin, who could not answer an appeal against it.
        decided = self.send(request.with_bearer(self.owner))
        assert decided.status == 200, decided
        return self._seen(made.id, made.token)

    def about(self, route: Route) -> Made:
        """A new comment that stands as the route's example wants it."""
        posted = self.post()
        if route.name == "decide":
            return posted
        if route.name not in ("make_appeal", "answer_appeal"):
            return self.approve(posted)
        refused = self.refuse(posted)
        if route.name == "answer_appeal":
            appealed = self.send(self.valid(ROUTE_OF["make_appeal"], refused))
            assert appealed.status == 201, appealed
        return refused

    def _keep(self, name: str) -> str:
        """A new block or note on an author; its id."""
        return str(self.send(self.valid(ROUTE_OF[name])).json()["id"])

    def reply(self, made: Made, sends: Callable[[Request], Request] | None = None) -> Made:
        """A reply to a comment: of whoever `sends` it, if he may reply, else the admin's."""
        request = self.valid(ROUTE_OF["post_reply"], made)
        answer = self.send(request if sends is None else sends(request))
        if sends is not None and answer.status != 201:
            return self.reply(made)
        assert answer.status == 201, answer
        return self._seen(answer.json()["reply"]["id"], "")

    def card(self, public_id: str) -> dict[str, Any]:
        """A comment as moderators see it."""
        return self._story(public_id)["comment"]

    def first_decision(self, made: Made) -> str:
        """The decision that brought the comment in."""
        return str(self._story(made.id)["decisions"][0]["id"])

    @cached_property
    def description(self) -> dict[str, Any]:
        """The service's description of its own API."""
        return self.send(Request("GET", "/openapi.json")).json()

    def _seen(self, public_id: str, token: str) -> Made:
        story = self._story(public_id)
        decision = story["decisions"][-1]["id"]
        return Made(public_id, token, story["comment"]["version"], decision)

    def _story(self, public_id: str) -> dict[str, Any]:
        path = ROUTE_OF["show_comment"].path.replace("{id}", public_id)
        answer = self.send(Request("GET", path).with_bearer(self.admin))
        assert answer.status == 200, answer
        return answer.json()

    def _token(self, name: str, role: Role, site: str | None) -> str:
        return self._service.do(lambda storage: _new_token(storage, name, role, site))


async def _new_token(storage: Storage, name: str, role: Role, site: str | None) -> str:
    roles = await read_roles({site or "*": role}, storage=storage)
    _, text = await create_token(name, roles, expires_at=None, storage=storage, clock=utc_ms)
    return text


async def _set_up(storage: Storage) -> str:
    for slug, origin in ((SITE, ORIGIN), ("other", "https://other.example")):
        settings = SiteSettings(name=slug.title(), origins=[origin], language="nl")
        await set_up_site(slug, settings, storage=storage, clock=utc_ms)
    return await _new_token(storage, "admin", Role.ADMIN, None)


def _close(key: str) -> Any:
    async def act(storage: Storage) -> None:
        site = await storage.sites.by_slug(SITE)
        assert site is not None
        thread = await storage.threads.by_key(site.id, key)
        assert thread is not None

        async def unit(tx: Transaction) -> None:
            await tx.threads.change(replace(thread, closed_at=utc_ms()))

        await storage.write(unit)

    return act
