"""Requests as they go over the wire, made before the clock runs so that making them costs nothing.

One exchange outside the clock (seeding, approving) goes through `exchange`.
"""

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: an IPv4 address and a port."""

    host: str
    port: int

    def url(self, path: str) -> str:
        """The full address of a path."""
        return f"http://{self.host}:{self.port}{path}"


def get_request(address: Address, path: str, said: Mapping[str, str] = _NOTHING) -> str:
    """The bytes (ASCII) of a GET that keeps the connection open; `said` are more header fields."""
    return f"GET {path} HTTP/1.1\r\n{_fields(address, said)}\r\n"


def post_request(address: Address, path: str, body: Any, said: Mapping[str, str] = _NOTHING) -> str:
    """The bytes (ASCII: JSON escapes the rest) of a POST with a JSON body."""
    content = json.dumps(body)
    fields = _fields(address, {"Content-Type": "application/json", **said})
    return f"POST {path} HTTP/1.1\r\n{fields}Content-Length: {len(content)}\r\n\r\n{content}"


def bearer(token: str) -> dict[str, str]:
    """The header field by which a program says who it is."""
    return {"Authorization": f"Bearer {token}"}


def _fields(address: Address, said: Mapping[str, str]) -> str:
    named = {"Host": f"{address.host}:{address.port}", **said}
    return "".join(f"{name}: {value}\r\n" for name, value in named.items())


def exchange(
    address: Address, path: str, body: dict[str, Any] | None = None, token: str | None = None
) -> bytes:
    """One GET, or a POST of `body`; returns the answer's body. Raises HTTPError from 400 on."""
    request = urllib.request.Request(
        address.url(path), data=None if body is None else json.dumps(body).encode()
    )
    if body is not None:
        request.add_header("Content-Type", "application/json")
    if token is not None:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=30) as answer:
        content: bytes = answer.read()
        return content


def etag_of(address: Address, path: str) -> str:
    """The validator that a GET is answered with."""
    with urllib.request.urlopen(address.url(path), timeout=30) as answer:
        etag: str = answer.headers["ETag"]
        return etag
