"""GET /moderate/statistics: how long comments wait, what is decided, what the model is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Role
from service.locales import day, percent, span
from service.usecases.review_comments import visible_sites
from service.usecases.review_model import review_model
from service.usecases.review_statistics import DAYS, review_statistics
from service.web.call import Call
from service.web.pages.desk.frame import desk_of, page
from service.web.route import Route

HEIGHT = 120
WIDTH = 14


class StatisticsQuery(BaseModel):
    """Whose."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A day in the drawing: two heights, and the figures behind them."""

    day: str
    x: int
    good: float
    bad: float
    approved: int
    turned_away: int


async def handle(call: Call) -> web.Response:
    """The drawing has a table with the same figures below it."""
    storage = call.services.storage
    slug = call.query.site or None
    sites = await visible_sites(slug, token=call.moderator, storage=storage)
    found = await review_statistics(sites, storage=storage, clock=call.services.clock)
    models: list[tuple[str, Any]] = [
        (site.name, await review_model(site.id, storage=storage))
        for site in await storage.sites.all()
        if sites is None or site.id in sites
    ]
    return page(
        "statistics",
        desk_of(call, "/moderate/statistics"),
        found=found,
        columns=_columns(call.language, found.days),
        span=span,
        percent=percent,
        width=WIDTH * DAYS,
        height=HEIGHT,
        models=models,
    )


def _columns(language: str, days: Sequence[tuple[str, int, int]]) -> list[Column]:
    most = max((good + bad for _, good, bad in days), default=0) or 1
    scale = HEIGHT / most
    return [
        Column(
            day(language, date.fromisoformat(on)),
            WIDTH * place,
            round(good * scale, 1),
            round(bad * scale, 1),
            good,
            bad,
        )
        for place, (on, good, bad) in enumerate(days)
    ]


ROUTE = Route(
    method="GET",
    path="/moderate/statistics",
    name="desk_statistics",
    summary="Figures on the desk.",
    access=Role.VIEWER,
    handler=handle,
    query=StatisticsQuery,
    responses={200: None},
    page=True,
)
