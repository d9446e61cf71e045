"""A browser without JavaScript at the desk: reads pages, ticks boxes, presses buttons."""

import asyncio
import gzip
import html
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import Any

from aiohttp import FormData

from tests.web.browser import OURS, Browser, signed_in
from tests.web.running_service import RunningService

FRAGMENT = "text/html;fragment=yes"
QUEUE = "/moderate/queue"
TAG = re.compile(r"<[^>]+>")


@dataclass
class Form:
    """A form as it stands on a page: where it goes, what it holds, and what its buttons add."""

    action: str
    method: str
    fields: list[tuple[str, str]]
    buttons: list[tuple[str, str]]
    id: str | None = None


class _Reader(HTMLParser):
    """Gathers forms and links; fields may stand anywhere and name their form."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.loose: list[tuple[str, str, str]] = []
        self._open: Form | None = None
        self._area: str | None = None
        self._choice: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get")
            self._open = Form(given.get("action", ""), method, [], [], given.get("id"))
            self.forms.append(self._open)
        elif tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "input" and given.get("type") == "radio" and "checked" not in given:
            pass
        elif tag == "input" and given.get("type") != "checkbox":
            self._field(given.get("name"), given.get("value", ""))
        elif tag == "button" and self._open is not None:
            self._open.buttons.append((given.get("name", ""), given.get("value", "")))
        elif tag == "textarea":
            self._area = given.get("name")
        elif tag == "select":
            self._choice = given.get("name")
        elif tag == "option" and "selected" in given and self._choice:
            self._field(self._choice, given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._field(self._area, data)

    def _field(self, name: str | None, value: str) -> None:
        if name and self._open is not None:
            self._open.fields.append((name, value))


@dataclass(frozen=True)
class Page:
    """An answer of the desk."""

    status: int
    headers: Mapping[str, str]
    html: str
    path: str

    @cached_property
    def read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader

    def form(self, action: str, button: str | None = None, **holding: str) -> Form:
        """The first form that goes there, has that button and holds those values."""
        for form in self.read.forms:
            has = all((name, value) in form.fields for name, value in holding.items())
            pressed = button is None or any(value == button for _, value in form.buttons)
            if form.action == action and has and pressed:
                return form
        raise AssertionError(f"no form to {action} with {button} and {holding}")


class DeskClient:
    """Goes from page to page as a browser does, with or without a session."""

    def __init__(self, service: RunningService, browser: Browser | None = None) -> None:
        self.service = service
        self.browser = browser or Browser(service)

    async def get(self, path: str, *, follow: bool = True, **headers: str) -> Page:
        return await self._go("GET", path, None, follow=follow, headers=headers)

    async def press(
        self, form: Form, button: str | None = None, *, follow: bool = True, **typed: Any
    ) -> Page:
        """Sends the form with what is typed over its values; a list is sent as several fields."""
        name = next((name for name, value in form.buttons if value == button), "")
        fields = [(key, value) for key, value in form.fields if key not in typed]
        for key, value in typed.items():
            fields += [(key, one) for one in (value if isinstance(value, list) else [value])]
        if button is not None and name:
            fields.append((name, button))
        return await self.post(form.action, fields, follow=follow)

    async def post(
        self,
        path: str,
        fields: list[tuple[str, str]],
        *,
        follow: bool = True,
        sent: Mapping[str, str] = OURS,
    ) -> Page:
        return await self._go("POST", path, fields, follow=follow, headers=sent)

    async def send_file(self, form: Form, name: str, content: bytes, **typed: str) -> Page:
        """Sends the form with a file chosen in it."""
        sent = FormData()
        for key, value in {**dict(form.fields), **typed}.items():
            if key != "file":
                sent.add_field(key, value)
        sent.add_field("file", content, filename=name, content_type="application/octet-stream")
        return await self._go("POST", form.action, sent, follow=True, headers=OURS)

    async def send(self, method: str, path: str) -> Page:
        """A request that says nothing."""
        fields: list[tuple[str, str]] | None = None if method == "GET" else []
        return await self._go(method, path, fields, follow=False, headers=OURS)

    async def _go(
        self,
        method: str,
        path: str,
        fields: list[tuple[str, str]] | FormData | bytes | None,
        *,
        follow: bool,
        headers: Mapping[str, str],
    ) -> Page:
        sent = {"Accept-Language": "en", **OURS, **headers}
        if self.browser.cookies:
            pairs = self.browser.cookies.items()
            sent["Cookie"] = "; ".join(f"{name}={text}" for name, text in pairs)
        session = self.service.api.session
        address = self.service.address + path
        async with session.request(
            method, address, data=fields, headers=sent, allow_redirects=False
        ) as answer:
            body = await answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            for name, morsel in answer.cookies.items():
                if morsel["max-age"] == "0":
                    self.browser.cookies.pop(name, None)
                else:
                    self.browser.cookies[name] = morsel.value
            page = Page(answer.status, answer.headers, body.decode(), path)
        if follow and page.status == 303:
            return await self.get(page.headers["Location"])
        return page


async def at_desk(service: RunningService, name: str = "Anna", **roles: Any) -> DeskClient:
    """The client of a new moderator who is signed in; by default an owner."""
    return DeskClient(service, await signed_in(service, name, **roles))


@asynccontextmanager
async def at_work(service: RunningService) -> AsyncIterator[None]:
    """The server's background work."""
    services = service.services
    workers = (
        services.bulk_worker,
        services.replayer,
        services.import_worker,
        services.look_worker,
        services.upload_worker,
    )
    working = [asyncio.create_task(worker.run()) for worker in workers]
    yield
    for task in working:
        task.cancel()
    await asyncio.gather(*working, return_exceptions=True)


def words(page: Page) -> str:
    """What the page says, without its markup."""
    body = page.html.partition("<main")[2] or page.html
    return " ".join(html.unescape(TAG.sub(" ", body)).split())


async def until_done(desk: DeskClient, page: Page) -> Page:
    async with asyncio.timeout(60):
        while "data-job" in page.html:
            page = await desk.get(page.path)
    return page
