"""A client of the pages for people, which no description tells of."""

from collections.abc import Mapping
from typing import Any

from tests.web.api_client import ApiClient, Query, Reply
from tests.web.running_service import RunningService


class PageClient(ApiClient):
    """Like the API's client, and holds every answer to what all pages promise."""

    async def show(self, path: str, query: Query = (), **sent: Any) -> Reply:
        return await self.send("GET", path, query=query, **sent)

    async def fill_in(self, path: str, fields: Mapping[str, str], **sent: Any) -> Reply:
        """Sends a form as a browser does."""
        headers = {"Accept": "text/html", **sent.pop("headers", {})}
        return await self.send("POST", path, form=fields, headers=headers, **sent)

    def _check(self, method: str, path: str, reply: Reply) -> None:
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "Origin" in reply.headers["Vary"]
        assert "Referrer-Policy" in reply.headers


def pages_of(service: RunningService) -> PageClient:
    """The pages of a running service."""
    return PageClient(service.api.session, service.address, {"paths": {}})
