"""GET /api/v1/admin/imports/{id}/problems: the rows of an import's report."""

from typing import Annotated

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field

from service.domain.moderator import Role
from service.usecases.review_imports import list_problems
from service.web.answers import answer
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.route import API, Example, Route
from service.web.shown.imports import ProblemList, shown_problem

CURSOR = "problems"


class ProblemsQuery(BaseModel):
    """Which part of the report."""

    model_config = ConfigDict(extra="forbid")

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """The first thousand of each reason are kept; `show_import` counts them all."""
    query: ProblemsQuery = call.query
    after = read_cursor(query.cursor, CURSOR, 1)
    found, more = await list_problems(
        call.public_id(),
        after=after[0] if after else 0,
        limit=query.limit,
        token=call.moderator,
        storage=call.services.storage,
    )
    following = None if more is None else make_cursor(CURSOR, more)
    items = [shown_problem(each) for each in found]
    return answer(ProblemList(items=items, next=following), private=True)


ROUTE = Route(
    method="GET",
    path=f"{API}/admin/imports/{{id}}/problems",
    name="list_import_problems",
    summary="What was odd in an import, row by row.",
    access=Role.ADMIN,
    handler=handle,
    query=ProblemsQuery,
    responses={200: ProblemList},
    errors={400: ("bad_cursor",), 404: ("unknown_import",), 422: ("control_character",)},
    example=Example(path={"id": "0" * 32}, query=(("limit", "10"),)),
)
