"""The people of the ground: who is signed in, invited, or about to be changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyotp

from service.domain.clock import utc_ms
from service.domain.identity import new_public_id
from service.domain.moderator import TERMINAL, Moderator, Role, Roles
from service.domain.one_time_link import LinkKind
from service.domain.ports import Storage, Transaction
from service.domain.session import new_session
from service.usecases.create_token import create_token
from service.usecases.enrol import add_moderator
from service.usecases.manage_moderators import read_roles
from service.usecases.one_time_links import new_link
from service.web.passwords import Argon2Passwords
from service.web.route import Route
from service.web.session_cookie import PLAIN_NAME
from tests.hostile.wire import Request

PASSWORD = "een lange zin met woorden"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WITH_CODES = ("turn_off_second_factor", "renew_recovery_codes")


@dataclass(frozen=True)
class People:
    """`anna` has the examples' address and password, `bea` codes too; the rest are ids."""

    anna: tuple[str, str]
    bea: tuple[str, str]
    session: str
    moderator: str
    invitation: str
    token: str
    secrets: Mapping[LinkKind, str] = field(default_factory=dict)

    def signed_in(self, request: Request, *, as_bea: bool = False) -> Request:
        """The request with a session's cookie, and the token that says that we sent it."""
        text, csrf = self.bea if as_bea or self._asks_bea(request) else self.anna
        sent = request.with_header("Cookie", f"{PLAIN_NAME}={text}")
        return sent.with_header("X-CSRF-Token", csrf)

    def id_for(self, route: Route) -> str | None:
        """What the route's `{id}` is, when it is about accounts."""
        ids = {
            "/sessions/{id}": self.session,
            "/moderators/{id}": self.moderator,
            "/invitations/{id}": self.invitation,
            "/tokens/{id}": self.token,
        }
        return next((id_ for part, id_ in ids.items() if part in route.path), None)

    def said(self, route: Route) -> dict[str, Any]:
        """What only the running service knows of a route's body."""
        kinds = {
            "become_owner": LinkKind.WELCOME,
            "accept_invitation": LinkKind.INVITATION,
            "reset_password": LinkKind.RESET,
        }
        if route.name in kinds:
            # An address is one account's: so that the example can be sent again, on another link.
            email = {"email": f"{new_public_id()}@blog.example"}
            fits = route.body is not None and "email" in route.body.model_fields
            return {"secret": self.secrets[kinds[route.name]], **(email if fits else {})}
        if route.name == "sign_in":
            return {"email": self.session_email}
        if route.name == "make_site":
            return {"slug": new_public_id()}
        if "second_factor" in route.name and route.body is not None:
            return {"code": pyotp.TOTP(SECRET).now()}
        return {}

    session_email: str = ""

    def _asks_bea(self, request: Request) -> bool:
        return request.path.endswith(("/second-factor/off", "/recovery-codes"))


_HASHED: list[str] = []


async def make_people(storage: Storage) -> People:
    """New people each time, and links that nobody used yet."""
    if not _HASHED:
        _HASHED.append(await Argon2Passwords().hash(PASSWORD))
    anna, bea, carl = [await _moderator(storage, name) for name in ("Anna", "Bea", "Carl")]
    links = {
        LinkKind.WELCOME: new_link(LinkKind.WELCOME, by=TERMINAL, now=utc_ms()),
        LinkKind.INVITATION: new_link(
            LinkKind.INVITATION, by=TERMINAL, now=utc_ms(), roles=Roles(Role.VIEWER)
        ),
        LinkKind.RESET: new_link(LinkKind.RESET, by=TERMINAL, now=utc_ms(), moderator_id=carl.id),
    }
    revoked, _ = new_link(LinkKind.INVITATION, by=TERMINAL, now=utc_ms(), roles=Roles(Role.VIEWER))
    other = new_session(anna, "another browser", "", utc_ms())
    sessions = [new_session(one, "browser", "", utc_ms()) for one in (anna, bea)]

    async def unit(tx: Transaction) -> None:
        for made in (other, *sessions):
            await tx.accounts.add_session(made.opened.session)
        for link in (revoked, *(link for link, _ in links.values())):
            await tx.accounts.add_link(link)
        await tx.accounts.change_moderator(replace(bea, totp_secret=SECRET))

    await storage.write(unit)
    roles = await read_roles({"blog": Role.VIEWER}, storage=storage)
    token, _ = await create_token("spare", roles, expires_at=None, storage=storage, clock=utc_ms)
    return People(
        anna=(sessions[0].text, sessions[0].opened.csrf),
        bea=(sessions[1].text, sessions[1].opened.csrf),
        session=other.opened.session.public_id,
        moderator=carl.public_id,
        invitation=revoked.public_id,
        token=token.public_id,
        secrets={kind: text for kind, (_, text) in links.items()},
        session_email=anna.email,
    )


async def remove_owners(storage: Storage) -> None:
    """So that there is a welcome to be had."""

    async def unit(tx: Transaction) -> None:
        for one in await tx.accounts.moderators():
            if one.is_owner:
                await tx.accounts.remove_moderator(one.id)

    await storage.write(unit)


async def _moderator(storage: Storage, name: str) -> Moderator:
    public_id = new_public_id()
    moderator = Moderator(
        0, public_id, name, f"{public_id}@blog.example", Role.ADMIN, _HASHED[0], utc_ms()
    )
    return await add_moderator(moderator, by=TERMINAL, storage=storage, clock=utc_ms)
