"""What every handler needs, joined once by `app`."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from service.domain.ports import Clock, Renderer, Storage
from service.domain.upload import Uploads
from service.pace import Pace
from service.settings import Settings
from service.usecases.gate import Gate
from service.usecases.job_worker import JobWorker
from service.usecases.live_threads import LiveThreads
from service.usecases.rule_book import RuleBook
from service.usecases.teacher import Teacher
from service.usecases.upload_worker import UploadWorker
from service.web.cache import AnswerCache
from service.web.connections import Connections
from service.web.limits import PostLimiter
from service.web.places import Places


@dataclass(frozen=True, slots=True)
class Services:
    """The running service. `stopping` is set when it drains: `/readyz` is red from then on."""

    settings: Settings
    storage: Storage
    clock: Clock
    renderer: Renderer
    rule_book: RuleBook
    teacher: Teacher
    replayer: JobWorker
    bulk_worker: JobWorker
    import_worker: JobWorker
    uploads: Uploads
    look_worker: UploadWorker
    upload_worker: UploadWorker
    limiter: PostLimiter
    gate: Gate
    cache: AnswerCache
    live: LiveThreads
    places: Places
    connections: Connections
    pace: Pace
    stopping: asyncio.Event


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)

DESCRIPTION: web.AppKey[Callable[[], Mapping[str, Any]]] = web.AppKey("description")
"""Gives the OpenAPI description of the application's routes, made when it is first asked for."""
