"""A part of the house that few come to: its doors are made, and what lies behind them is loaded,
when somebody first does."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from typing import Any, Never

from aiohttp.web_request import Request
from aiohttp.web_urldispatcher import AbstractResource, AbstractRoute, UrlDispatcher

from service.web.event_log import EventLog
from service.web.route import Route

_log = EventLog("reactie.web")

Listed = Callable[[], tuple[Route, ...]]
"""Gives the routes of a wing, and loads them with that."""


class Wing(AbstractResource):
    """Everything at a path and below. Of what is `listed`, that which lies there;
    the door that is `shut` for everybody when that cannot be loaded."""

    def __init__(
        self,
        path: str,
        listed: Listed,
        fill: Callable[[UrlDispatcher, list[Route]], None],
        shut: Callable[[UrlDispatcher], None],
    ) -> None:
        super().__init__()
        self._path = path
        self._listed = listed
        self._fill = fill
        self._shut = shut
        self._doors: UrlDispatcher | None = None
        self._opening = asyncio.Lock()

    async def resolve(self, request: Request) -> Any:
        """The door for a request. The first is looked for by a thread, which loads the wing while
        others are served. What cannot be loaded is tried again for the next request."""
        found = await (self._doors or await self._opened_apart()).resolve(request)
        return (found, set()) if found.http_exception is None else (None, set())

    async def _opened_apart(self) -> UrlDispatcher:
        async with self._opening:
            try:
                return await asyncio.to_thread(self._opened)
            except Exception as error:  # noqa: BLE001 -- no files, no memory, half an installation
                _log.error("cannot be loaded", path=self._path, exc_info=error)
        doors = UrlDispatcher()
        self._shut(doors)
        return doors

    def _opened(self) -> UrlDispatcher:
        if self._doors is None:
            doors = UrlDispatcher()
            below = f"{self._path}/"
            self._fill(
                doors,
                [route for route in self._listed() if f"{route.path}/".startswith(below)],
            )
            # What was loaded stays, as what a server has loaded at its start: the collector need
            # not look at it.
            if gc.get_freeze_count():
                gc.freeze()
            self._doors = doors
        return self._doors

    @property
    def canonical(self) -> str:
        """The path that all lies below."""
        return self._path

    def __iter__(self) -> Iterator[AbstractRoute]:
        return iter(self._opened().routes())

    def __len__(self) -> int:
        return len(self._opened().routes())

    def raw_match(self, _path: str) -> bool:
        """Nothing else may be added to it."""
        return False

    def get_info(self) -> Any:
        """Where it lies."""
        return {"path": self._path}

    def add_prefix(self, prefix: str) -> Never:
        """It lies where it lies."""
        raise NotImplementedError

    def url_for(self, **kwargs: str) -> Never:
        """It is no address."""
        raise NotImplementedError
