"""The service as a client sees it: requests that are tried again until they are answered."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import aiohttp

PATIENCE_SECONDS = 60.0
"""A server that does not answer for as long as this is not coming back."""
PAUSE_SECONDS = 0.05
BUSY = (429, 503)


@dataclass(slots=True)
class Door:
    """One service. `retried` counts the requests that had to be sent again."""

    session: aiohttp.ClientSession
    base: str
    token: str
    site: str
    retried: int = 0

    async def public(
        self, method: str, path: str, *, key: str | None = None, **request: Any
    ) -> tuple[int, Any]:
        """A visitor's request: the status and the JSON of the answer."""
        return await self._ask(method, path, {"Idempotency-Key": key} if key else {}, request)

    async def admin(self, method: str, path: str, **request: Any) -> tuple[int, Any]:
        """A moderator's request."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return await self._ask(method, f"/admin{path}", headers, request)

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], request: Mapping[str, Any]
    ) -> tuple[int, Any]:
        """Sends until answered. Raises TimeoutError after PATIENCE_SECONDS without an answer."""
        started = monotonic()
        while True:
            pause = PAUSE_SECONDS
            try:
                async with self.session.request(
                    method, f"{self.base}/api/v1{path}", headers=headers, **request
                ) as answer:
                    if answer.status not in BUSY:
                        return answer.status, await answer.json(content_type=None)
                    pause = float(answer.headers.get("Retry-After", pause))
            except (aiohttp.ClientError, ConnectionError, TimeoutError):
                pass  # the server is away; the same request again does nothing twice
            if monotonic() - started > PATIENCE_SECONDS:
                raise TimeoutError(f"no answer from {self.base}{path}")
            self.retried += 1
            await asyncio.sleep(pause)
