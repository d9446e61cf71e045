"""Runs the service that `app` builds: from the port to the last answer."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from service.app import build_app, make_runner
from service.domain.clock import utc_ms
from service.domain.errors import Unavailable
from service.domain.one_time_link import LinkKind
from service.domain.ports import Storage
from service.heap import YOUNG, return_large_blocks
from service.settings import Settings
from service.storage import open_storage
from service.upkeep import upkeep
from service.usecases.index_comments import Indexer
from service.usecases.offer_ownership import offer_ownership
from service.web.link_path import link_path
from service.web.listening import address_here, address_of, allow_lines, listen
from service.web.log_lines import (
    set_up_logging,
    tell_of_end,
    tell_of_index,
    warn_of_weak_http_parser,
)
from service.web.pages import demo as demo_page
from service.web.services import SERVICES

WORK_AFTER_SECONDS = 0.5
"""How long after the start the work in the background begins: those who waited for the start go
first."""


async def serve(settings: Settings, *, demo: "demo_page.DemoPage | None" = None) -> None:
    """Serves until SIGTERM or SIGINT, then finishes what runs.

    Prints one line, `listening on http://HOST:PORT`, when it is ready, and while there is no owner
    another with a link that makes one. Raises Unavailable when the
    database cannot be opened or another server has it, and OSError when the port is taken.
    """
    return_large_blocks()
    set_up_logging(settings)
    warn_of_weak_http_parser()
    async with open_storage(settings.database, clock=utc_ms, serving=True) as storage:
        app = build_app(settings, storage=storage, demo=demo)
        app[SERVICES].connections.most = allow_lines(settings.streams)
        indexer = Indexer(storage.search_index, tell_of_index)
        runner = make_runner(app)
        await runner.setup()
        try:
            workers: Mapping[str, Callable[[], Awaitable[None]]] = {
                "teacher": app[SERVICES].teacher.run,
                "replayer": app[SERVICES].replayer.run,
                "bulk worker": app[SERVICES].bulk_worker.run,
                "import worker": app[SERVICES].import_worker.run,
                "look worker": app[SERVICES].look_worker.run,
                "upload worker": app[SERVICES].upload_worker.run,
                "indexer": indexer.run,
            }
            background = [
                asyncio.create_task(_after_a_while(work), name=name)
                for name, work in workers.items()
            ]
            for name, work in upkeep(settings, storage).items():
                background.append(asyncio.create_task(work, name=name))
            for task in background:
                task.add_done_callback(tell_of_end)
            host, port = await listen(runner, settings.host, settings.port)
            stopping = app[SERVICES].stopping
            for sent in (signal.SIGTERM, signal.SIGINT):
                asyncio.get_running_loop().add_signal_handler(sent, stopping.set)
            print(f"listening on {address_of(host, port)}", flush=True)  # noqa: T201
            await _offer_ownership(storage, host, port)
            # What was made until now stays: the collector need not look at it, now or ever again.
            gc.freeze()
            gc.enable()
            gc.set_threshold(YOUNG, 20, 20)
            await stopping.wait()
            await runner.leave()
            for task in background:
                task.cancel()
            # What they have begun in the database ends before that is closed.
            await asyncio.gather(*background, return_exceptions=True)
        finally:
            await runner.cleanup()


async def _after_a_while(work: Callable[[], Awaitable[None]]) -> None:
    await asyncio.sleep(WORK_AFTER_SECONDS)
    await work()


async def _offer_ownership(storage: Storage, host: str, port: int) -> None:
    """Prints the link by which the first owner makes himself one, while there is none."""
    from service.cli.language import say  # noqa: PLC0415 -- only at start, and only perhaps

    with suppress(Unavailable):
        secret = await offer_ownership(storage=storage, clock=utc_ms)
        if secret is not None:
            url = address_here(host, port) + link_path(LinkKind.WELCOME, secret)
            print(say("cli.serve.welcome", url=url), flush=True)  # noqa: T201


def run(settings: Settings, *, demo: "demo_page.DemoPage | None" = None) -> None:
    """`serve` on the fastest event loop that there is."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(serve(settings, demo=demo))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 -- not everywhere
    except ImportError:
        return None
    return uvloop.new_event_loop
