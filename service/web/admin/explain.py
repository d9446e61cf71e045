"""POST /api/v1/admin/explain: what every rule would say of a text, and why."""

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.comment import Author
from service.domain.moderator import Role
from service.usecases.explain_text import explain_text
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.route import API, Example, Route
from service.web.shown.explanation import ShownExplanation, shown_explanation

TEXT_MAX = 10_000


class ExplainBody(BaseModel):
    """A text as a visitor might send it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    site: str
    text: str
    name: str | None = None
    email: str | None = None
    website: str | None = None


async def handle(call: Call) -> web.Response:
    """Stores nothing: the judgement of a first comment by an unknown visitor."""
    body: ExplainBody = call.body
    site = await call.on_own_site(body.site)
    explanation = await explain_text(
        site,
        typed.many_lines("text", body.text, TEXT_MAX),
        Author(
            typed.line("name", body.name, 80),
            typed.email(body.email),
            typed.website(body.website),
        ),
        storage=call.services.storage,
        clock=call.services.clock,
        rule_book=call.services.rule_book,
    )
    return answer(shown_explanation(explanation, call.language), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/admin/explain",
    name="explain",
    summary="What every rule would say of a text, and what would change the verdict.",
    access=Role.VIEWER,
    handler=handle,
    body=ExplainBody,
    responses={200: ShownExplanation},
    errors={
        404: ("unknown_site",),
        422: ("bad_email", "bad_website", "control_character", "too_long"),
    },
    example=Example(body={"site": "blog", "text": "Kijk op mijn kanaal!"}),
)
