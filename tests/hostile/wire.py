"""A small HTTP client that sends what it is told to, also what no decent client would send."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes over the line; `query` is encoded, `raw_query` is sent as it is."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    raw_query: str | None = None

    @property
    def target(self) -> str:
        query = urlencode(self.query) if self.raw_query is None else self.raw_query
        return f"{self.path}?{query}" if query else self.path

    def asking(self, **changed: str) -> "Request":
        """The same with these query parameters instead of, or besides, its own."""
        kept = tuple(pair for pair in self.query if pair[0] not in changed)
        return replace(self, query=(*kept, *changed.items()))

    def asking_also(self, *pairs: tuple[str, str]) -> "Request":
        return replace(self, query=(*self.query, *pairs))

    def with_header(self, name: str, value: str) -> "Request":
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))

    def without_header(self, name: str) -> "Request":
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=kept)

    def with_bearer(self, token: str) -> "Request":
        return self.with_header("Authorization", f"Bearer {token}")

    def saying(self, body: bytes, content_type: str = JSON) -> "Request":
        return replace(self, body=body).with_header("Content-Type", content_type)

    def saying_json(self, value: Any) -> "Request":
        return self.saying(json.dumps(value, ensure_ascii=False).encode())

    def saying_form(self, fields: Mapping[str, str]) -> "Request":
        return self.saying(urlencode(fields, quote_via=quote).encode(), FORM)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage = field(repr=False)
    body: bytes

    @property
    def media_type(self) -> str:
        return (self.headers.get("Content-Type") or "").partition(";")[0]

    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """Sends requests one after another, over one connection as long as the server keeps it."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=SECONDS)

    def send(self, request: Request) -> Answer:
        try:
            return self._send(request)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server may close a kept connection at any time; a new one is answered.
            self._connection.close()
            return self._send(request)

    def close(self) -> None:
        self._connection.close()

    def _send(self, request: Request) -> Answer:
        line = self._connection
        line.putrequest(request.method, request.target, skip_accept_encoding=True)
        for name, value in request.headers:
            line.putheader(name, value)
        if request.body is not None:
            line.putheader("Content-Length", str(len(request.body)))
        line.endheaders(request.body)
        response = line.getresponse()
        return Answer(response.status, response.headers, response.read())
