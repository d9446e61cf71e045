"""Joins the rooms into the running service. Production and tests build it here, and only here."""

import asyncio
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Protocol

from aiohttp import web

from service.domain.account_ports import Passwords
from service.domain.clock import utc_ms
from service.domain.job import BULK, IMPORT, LOOK, REPLAY, Job
from service.domain.ports import Clock, Storage
from service.pace import Pace
from service.settings import Settings
from service.storage.upload_folder import Reading, UploadFolder, upload_path
from service.usecases import run_bulk, run_import, run_replay, run_upload
from service.usecases.backoff import Backoff
from service.usecases.gate import Gate
from service.usecases.job_worker import JobWorker
from service.usecases.live_threads import LiveThreads
from service.usecases.other_process import fit_apart
from service.usecases.rule_book import RuleBook
from service.usecases.session_watch import SessionWatch
from service.usecases.teacher import Teacher
from service.usecases.upload_worker import UploadWorker
from service.web import openapi, route_table, strict_transport
from service.web.cache import AnswerCache
from service.web.connections import Connections
from service.web.limits import PostLimiter
from service.web.line import LineRunner
from service.web.log_lines import (
    tell_of_job,
    tell_of_learning,
    tell_of_unreadable_rules,
)
from service.web.one_time_codes import TotpCodes
from service.web.paced import Paced
from service.web.pages import demo as demo_page
from service.web.passwords import Argon2Passwords
from service.web.places import Places
from service.web.public_routes import PUBLIC_ROUTES
from service.web.rendering import MarkdownRenderer
from service.web.router import add_routes, guarded
from service.web.services import DESCRIPTION, SERVICES, Services
from service.web.wings import WINGS

KEEP_ALIVE_SECONDS = 15.0
DRAIN_SECONDS = 3.0
"""How long requests may go on after nothing new is taken, before they are cut."""
VOTES_SECONDS = 5.0
"""So old the numbers of votes may be in what readers get: a storm of votes on a thread must not
make each of them wait for the database."""
LINGER_SECONDS = 1.0
"""How long what is left of a refused body is read and thrown away, so that its sender gets to
see the answer."""


class ServedStorage(Storage, Protocol):
    """Storage that tells when readers would see something else. Its answers come at its pace."""

    pace: Pace

    def on_thread_changed(self, callback: Callable[[int | None], None]) -> None:
        """Calls back with a thread's id after each commit that changes it; None: any thread."""
        ...

    def on_thread_voted(self, callback: Callable[[int], None]) -> None:
        """The same for commits that change only the numbers of votes."""
        ...


def create_services(
    settings: Settings, storage: ServedStorage, clock: Clock, passwords: Passwords | None = None
) -> Services:
    """What the handlers need. The cache listens to the storage from now on."""
    cache = AnswerCache(settings.cache_megabytes * 1024 * 1024)
    storage.on_thread_changed(cache.drop)
    storage.on_thread_voted(Paced(cache.drop_votes, VOTES_SECONDS).ask)
    live = LiveThreads(storage)
    storage.on_thread_changed(live.changed)
    limiter = PostLimiter(settings, clock)
    teacher = Teacher(storage, clock, fit_apart, tell_of_learning)
    repairs = {"model": teacher.repair, "rule_set": tell_of_unreadable_rules}

    def decided(what: str, job: Job) -> None:
        tell_of_job(what, job)
        if what == "done":
            teacher.note_decisions(job.site_id, job.position["decided"])

    def imported(what: str, job: Job) -> None:
        tell_of_job(what, job)
        if what == "done" and job.parameters["teaches"]:
            teacher.note_decisions(job.site_id, job.position["counts"]["created"])

    folder = upload_path(settings.import_folder, settings.database)
    uploads = UploadFolder(folder, settings.import_megabytes * 1024 * 1024, _upload_reading)
    acts: dict[str, Any] = {"uploads": uploads, "storage": storage, "clock": clock}

    return Services(
        settings=settings,
        storage=storage,
        clock=clock,
        renderer=MarkdownRenderer(),
        rule_book=RuleBook(storage, lambda what, site_id: repairs[what](site_id)),
        teacher=teacher,
        replayer=JobWorker(
            REPLAY,
            lambda job: run_replay.run_replay(job, storage=storage, clock=clock),
            storage,
            tell_of_job,
        ),
        bulk_worker=JobWorker(
            BULK,
            lambda job: run_bulk.run_bulk(job, storage=storage, clock=clock),
            storage,
            decided,
        ),
        import_worker=JobWorker(
            IMPORT,
            lambda job: run_import.run_undo(job, storage=storage, clock=clock),
            storage,
            tell_of_job,
        ),
        uploads=uploads,
        look_worker=UploadWorker(
            LOOK, lambda job: run_upload.run_look(job, **acts), told=tell_of_job, **acts
        ),
        upload_worker=UploadWorker(
            IMPORT, lambda job: run_upload.run_upload(job, **acts), told=imported, **acts
        ),
        limiter=limiter,
        gate=Gate(
            passwords=passwords or Argon2Passwords(),
            codes=TotpCodes(),
            backoff=Backoff(clock),
            watch=SessionWatch(),
        ),
        cache=cache,
        live=live,
        places=Places(settings, limiter),
        connections=Connections(settings),
        pace=storage.pace,
        stopping=asyncio.Event(),
    )


def _upload_reading() -> Reading:
    from service.transfer import upload_reading  # noqa: PLC0415 -- few servers need the formats

    return upload_reading


def build_app(
    settings: Settings,
    *,
    storage: ServedStorage,
    clock: Clock = utc_ms,
    demo: "demo_page.DemoPage | None" = None,
    passwords: Passwords | None = None,
) -> web.Application:
    """The whole service as an aiohttp application, over a storage that stays its caller's.
    Passwords cost what they should, unless others are given."""
    app = web.Application()
    app[SERVICES] = create_services(settings, storage, clock, passwords)
    describing: Callable[[], Mapping[str, Any]] = description
    app[DESCRIPTION] = describing
    if demo is not None:
        for route in demo.routes():
            app.router.add_route(route.method, route.path, guarded(route.handler), **route.kwargs)
    add_routes(app, PUBLIC_ROUTES, WINGS)
    app.on_shutdown.append(_hang_up)
    strict_transport.tell_by(app, settings)
    return app


async def _hang_up(app: web.Application) -> None:
    """Ends what would last for as long as its readers like."""
    app[SERVICES].live.close()


@cache
def description() -> Mapping[str, Any]:
    """The API of every application built here, described for programs (OpenAPI)."""
    return openapi.describe(route_table.ROUTES)


def make_runner(app: web.Application) -> LineRunner:
    """What takes connections for the application, with the deadlines that each of them has."""
    return LineRunner(
        app,
        app[SERVICES].connections,
        access_log=None,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        shutdown_timeout=DRAIN_SECONDS,
        lingering_time=LINGER_SECONDS,
        # Packed bodies are refused, so nothing of them may be unpacked.
        auto_decompress=False,
    )
