"""A client that holds every answer to the service's own description (/openapi.json)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession
from jsonschema import Draft202012Validator, FormatChecker
from multidict import CIMultiDictProxy
from yarl import URL

Query = Sequence[tuple[str, str]] | Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer that is as described."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @cached_property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def code(self) -> tuple[int, str, str | None]:
        """An error's status, code and field."""
        return self.status, self.json["code"], self.json["field"]


class ApiClient:
    """Sends a request and fails the test when the answer is not one that is described."""

    def __init__(
        self, session: ClientSession, address: str, description: Mapping[str, Any]
    ) -> None:
        self.session = session
        self._address = address
        self._description = description
        self._templates = {
            re.compile(re.sub(r"\{\w+\}", "[^/]+", path)): path for path in description["paths"]
        }

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: Any = None,
        form: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """`body` is sent as JSON, `form` as a form, `raw` as it is."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if body is not None:
            raw = json.dumps(body).encode()
        if form is not None:
            raw = urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        if raw is not None:
            sent.setdefault("Content-Type", "application/json")
        asked = URL(self._address + path)
        async with self.session.request(
            method,
            asked.extend_query(query) if query else asked,
            data=raw,
            headers=sent,
            allow_redirects=False,
            skip_auto_headers=("Accept-Encoding", "Accept", "Content-Type"),
        ) as answer:
            reply = Reply(answer.status, answer.headers, await answer.read())
        self._check(method, path, reply)
        return reply

    async def get(self, path: str, query: Query = (), **sent: Any) -> Reply:
        return await self.send("GET", path, query=query, **sent)

    async def post(self, path: str, body: Any = None, **sent: Any) -> Reply:
        return await self.send("POST", path, body=body, **sent)

    def _check(self, method: str, path: str, reply: Reply) -> None:
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "Origin" in reply.headers["Vary"]
        if method == "OPTIONS":
            return
        kind = reply.headers.get("Content-Type", "").partition(";")[0]
        place = self._place(method, path, reply.status)
        if place is None:
            schema = "#/components/schemas/Problem"
        else:
            described = self._at(place).get("content", {})
            if not described:
                assert reply.body == b""
                return
            assert kind in described, f"{kind} is not described for {method} {path}"
            if method == "HEAD" or not kind.endswith("json") or "schema" not in described[kind]:
                return
            schema = f"#{place}/content/{_escaped(kind)}/schema"
        Draft202012Validator(
            {**self._description, "$ref": schema}, format_checker=FormatChecker()
        ).validate(reply.json)

    def _place(self, method: str, path: str, status: int) -> str | None:
        """The JSON pointer to what is said of this answer; None for paths and methods that are
        not there, which can only be problems."""
        known = next((said for shape, said in self._templates.items() if shape.fullmatch(path)), "")
        operations = self._description["paths"].get(known, {})
        operation = operations.get("get" if method == "HEAD" else method.lower())
        if operation is None:
            assert status in (404, 405, 417)
            return None
        assert str(status) in operation["responses"], f"{method} {path}: {status} is not described"
        name = "get" if method == "HEAD" else method.lower()
        return f"/paths/{_escaped(known)}/{name}/responses/{status}"

    def _at(self, place: str) -> Any:
        found: Any = self._description
        for part in place.split("/")[1:]:
            found = found[part.replace("~1", "/").replace("~0", "~")]
        return found


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
