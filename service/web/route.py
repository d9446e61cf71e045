"""What a door is: everything the router, the API description and the generated tests need of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.web.call import Call

PUBLIC: Literal["public"] = "public"
AUTHOR: Literal["author"] = "author"
PERSON: Literal["person"] = "person"

Access = Literal["public", "author", "person"] | Role
"""Who may come in: anybody, who holds the comment's edit token, a moderator in a session of his
own, or a token or session of at least this role. The handler checks an edit token, the router the
rest (`web.principal`)."""

Handler = Callable[[Call], Awaitable[web.StreamResponse]]

API = "/api/v1"


class LanguageQuery(BaseModel):
    """The query of a route that asks for nothing in particular."""

    model_config = ConfigDict(extra="forbid")

    lang: str | None = None


class NoBody(BaseModel):
    """A body that says nothing: empty, or an empty object."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Example:
    """A request that succeeds, but for what only the running service knows: ids and tokens."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One method on one path. `name` is the operation's id.

    `responses` gives the model of each success status (None: no JSON), `errors` the codes of each
    status that this route adds to those of its kind (`web.errors`). `form`: it takes HTML forms
    as well as JSON. `cors`: scripts on the sites' pages may call it. `cached`: the
    router answers from the cache before it looks at anything but the target (`web.readers`).
    `page`: it is for people, who are told of errors by a page. `unattended`: pages ask for it by
    themselves, so it does not tell that somebody is still at work. `upload`: it takes a file, so
    the handler reads the body itself, and says where it comes from (`web.principal.check_form`).
    """

    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: str
    name: str
    summary: str
    access: Access
    handler: Handler
    responses: Mapping[int, type[BaseModel] | None]
    errors: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    body: type[BaseModel] | None = None
    query: type[BaseModel] = LanguageQuery
    form: bool = False
    cors: bool = False
    cached: bool = False
    page: bool = False
    unattended: bool = False
    upload: bool = False
    content_type: str = "application/json"
    example: Example = Example()

    @property
    def role(self) -> Role | None:
        """The role it takes to come in, None when no moderator's token is asked for."""
        return self.access if isinstance(self.access, Role) else None
