"""Requests as they go over the wire, made before the clock runs so that making them costs nothing.

One exchange outside the clock (seeding, approving) goes through `exchange`.
"""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: an IPv4 address and a port."""

    host: str
    port: int

    def url(self, path: str) -> str:
        """The full address of a path."""
        return f"http://{self.host}:{self.port}{path}"


def get_request(address: Address, path: str) -> str:
    """The bytes (ASCII) of a GET that keeps the connection open."""
    return f"GET {path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\n\r\n"


def post_request(address: Address, path: str, body: dict[str, Any]) -> str:
    """The bytes (ASCII: JSON escapes the rest) of a POST with a JSON body."""
    content = json.dumps(body)
    return (
        f"POST {path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n{content}"
    )


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
