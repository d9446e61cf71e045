"""A browser in which somebody signs in: it keeps the cookie, and says whose page asks."""

from collections.abc import Mapping
from http.cookies import Morsel, SimpleCookie
from typing import Any

from service.domain.clock import utc_ms
from service.domain.moderator import TERMINAL, Moderator, Role, Roles
from service.usecases.enrol import add_moderator, new_moderator
from service.web.passwords import Argon2Passwords
from tests.web.api_client import Reply
from tests.web.running_service import CHEAP, RunningService

ADMIN = "/api/v1/admin"
SESSIONS = f"{ADMIN}/sessions"
SESSION = f"{ADMIN}/session"
PASSWORD = "een lange zin met woorden"
OURS = {"Sec-Fetch-Site": "same-origin"}


class Browser:
    """Sends what a page of ours would, unless other headers are asked for."""

    def __init__(self, service: RunningService, **headers: str) -> None:
        self.service = service
        self.headers = headers
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    async def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        sent: Mapping[str, str] = OURS,
        **more: Any,
    ) -> Reply:
        headers = {**self.headers, **sent}
        if self.cookies:
            pairs = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
            headers["Cookie"] = pairs
        reply = await self.service.api.send(method, path, body=body, headers=headers, **more)
        self._keep(reply)
        return reply

    async def get(self, path: str, **more: Any) -> Reply:
        return await self.send("GET", path, **more)

    async def post(self, path: str, body: Any = None, **more: Any) -> Reply:
        return await self.send("POST", path, body if body is not None else {}, **more)

    async def delete(self, path: str, **more: Any) -> Reply:
        return await self.send("DELETE", path, **more)

    async def sign_in(self, name: str = "Anna", password: str = PASSWORD, **more: str) -> Reply:
        said = {"email": f"{name.lower()}@blog.example", "password": password, **more}
        return await self.post(SESSIONS, said)

    def _keep(self, reply: Reply) -> None:
        for morsel in set_cookies(reply):
            if morsel["max-age"] == "0":
                self.cookies.pop(morsel.key, None)
            else:
                self.cookies[morsel.key] = morsel.value
        if reply.status < 300 and b'"csrf"' in reply.body:
            self.csrf = reply.json["csrf"]


def set_cookies(reply: Reply) -> list[Morsel[str]]:
    found: list[Morsel[str]] = []
    for line in reply.headers.getall("Set-Cookie", ()):
        found.extend(SimpleCookie(line).values())
    return found


async def person(
    service: RunningService, name: str = "Anna", roles: Roles | None = None
) -> Moderator:
    """A moderator; by default an owner."""
    made = await new_moderator(
        name,
        f"{name.lower()}@blog.example",
        PASSWORD,
        roles or Roles(Role.OWNER),
        passwords=Argon2Passwords(CHEAP),
        clock=service.clock,
    )
    return await add_moderator(made, by=TERMINAL, storage=service.storage, clock=utc_ms)


async def signed_in(
    service: RunningService, name: str = "Anna", roles: Roles | None = None, **headers: str
) -> Browser:
    """The browser of a new moderator."""
    await person(service, name, roles)
    browser = Browser(service, **headers)
    reply = await browser.sign_in(name)
    assert reply.status == 201, reply.text
    return browser
