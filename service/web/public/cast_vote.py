"""POST /api/v1/comments/{id}/votes: a reader's vote on a comment, given, changed or taken back."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.vote import Vote
from service.usecases.cast_vote import cast_vote
from service.web import typed
from service.web.answers import answer
from service.web.call import Call
from service.web.cross_site import refuse_foreign
from service.web.route import API, PUBLIC, Example, Route
from service.web.shown.comment import VoteCounted, vote_counted


class VoteBody(BaseModel):
    """The vote; `none` takes back what was given before. `device` is the random token that the
    browser keeps: without one, a network has one vote together."""

    model_config = ConfigDict(extra="forbid", strict=True)

    vote: Literal["up", "down", "none"]
    device: str | None = None
    lang: str | None = None


async def handle(call: Call) -> web.Response:
    """Answers with the numbers as they are now. Lists of comments follow within seconds."""
    body: VoteBody = call.body
    services = call.services
    services.limiter.check_vote(call.request)
    await refuse_foreign(call.request, None, services.storage)
    tally = await cast_vote(
        call.public_id(),
        None if body.vote == "none" else Vote(body.vote),
        device=typed.line("device", body.device, 200),
        network=call.network,
        area=services.limiter.area(call.request),
        storage=services.storage,
        clock=services.clock,
    )
    return answer(vote_counted(tally), private=True)


ROUTE = Route(
    method="POST",
    path=f"{API}/comments/{{id}}/votes",
    name="cast_vote",
    summary="Vote on a public comment, once a reader; the same call changes the vote.",
    access=PUBLIC,
    handler=handle,
    body=VoteBody,
    cors=True,
    responses={200: VoteCounted},
    errors={
        403: ("foreign_origin", "may_not_vote", "own_comment", "votes_off"),
        404: ("unknown_comment",),
        422: ("control_character", "too_long"),
        429: ("too_many_votes",),
    },
    example=Example(path={"id": "0" * 32}, body={"vote": "up"}),
)
