"""One request on its way through a door: what is known of it by the time a handler sees it."""

import re
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from service.domain.errors import NotFound, Unauthorized
from service.domain.moderator import Acting
from service.domain.session import OpenSession
from service.domain.site import Site
from service.locales import FALLBACK, LANGUAGES, WHOLE, negotiate
from service.web.services import SERVICES, Services

_PUBLIC_ID = re.compile(r"[0-9a-f]{32}")
_VERSION = re.compile(r"[1-9][0-9]{0,8}")
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] +([!-~]{1,500})")
_LANGUAGES_READ = 500
FOR_MODERATORS = ("/moderate/", "/api/v1/admin/", "/docs")
"""What is here is told in the languages that are whole: in one, never in two at once."""


@dataclass(slots=True)
class Call:
    """`body` and `query` are instances of the route's models. `principal` is who acts, on routes
    that ask for a role or a person, and `session` his session where he has one; `lacks_csrf`:
    nothing has shown yet that the request comes from a page of ours. `site` is the site it is
    about, from when that is known; `back` is an address of that site's to go on to."""

    request: web.Request
    services: Services
    body: Any = None
    query: Any = None
    principal: Acting | None = None
    session: OpenSession | None = None
    lacks_csrf: bool = False
    site: Site | None = None
    wanted_language: str | None = None
    back: str | None = None

    @classmethod
    def of(cls, request: web.Request) -> "Call":
        """The call that a request begins."""
        return cls(request, request.app[SERVICES])

    @property
    def language(self) -> str:
        """The language to answer in: the one asked for, else the reader's, else the site's."""
        accepted = self.request.headers.get("Accept-Language", "")[:_LANGUAGES_READ]
        default = self.site.language if self.site else FALLBACK
        at_desk = self.request.path.startswith(FOR_MODERATORS)
        among = WHOLE if at_desk else LANGUAGES
        return negotiate(accepted, self.wanted_language, default, among)

    @property
    def moderator(self) -> Acting:
        """Who acts, with those of his roles that the route asks for. Only on routes that ask for a
        role or a person."""
        if self.principal is None:
            raise Unauthorized("bad_token")
        return self.principal

    @property
    def own_session(self) -> OpenSession:
        """The session of the person who acts. Only on routes that ask for a person."""
        if self.session is None:
            raise Unauthorized("session_ended")
        return self.session

    @property
    def network(self) -> str:
        """The prefix of the address that the request comes from."""
        return self.services.limiter.network(self.request)

    @property
    def is_form(self) -> bool:
        """Whether the request's body is an HTML form's."""
        return self.request.content_type == "application/x-www-form-urlencoded"

    def public_id(self) -> str:
        """The id in the path; empty, which no row has, when it does not look like one."""
        text = self.request.match_info.get("id", "")
        return text if _PUBLIC_ID.fullmatch(text) else ""

    def slug(self) -> str:
        """A site's name in the path; empty, which none has, when it does not look like one."""
        text = self.request.match_info.get("slug", "")
        return text if _SLUG.fullmatch(text) else ""

    def version(self) -> int:
        """The version in the path; 0, which nothing has, when it does not look like one."""
        text = self.request.match_info.get("version", "")
        return int(text) if _VERSION.fullmatch(text) else 0

    def bearer(self) -> str:
        """The token in the Authorization header. Raises Unauthorized `bad_token` without one."""
        values = self.request.headers.getall("Authorization", ())
        found = _BEARER.fullmatch(values[0]) if len(values) == 1 else None
        if found is None:
            raise Unauthorized("bad_token")
        return found[1]

    async def on_own_site(self, slug: str) -> Site:
        """The same for a moderator's site. Raises NotFound for one where he has no role."""
        site = await self.on_site(slug)
        if self.moderator.roles.on(site.id) is None:
            raise NotFound("unknown_site", "site")
        return site

    async def own_sites(self) -> list[Site]:
        """The sites on which the moderator has a role, by their names."""
        sites = await self.services.storage.sites.all()
        return [site for site in sites if self.moderator.roles.on(site.id) is not None]

    async def on_site(self, slug: str) -> Site:
        """The site that the call is about, remembered. Raises NotFound `unknown_site`."""
        self.site = await self.services.storage.sites.by_slug(slug)
        if self.site is None:
            raise NotFound("unknown_site", "site")
        return self.site
