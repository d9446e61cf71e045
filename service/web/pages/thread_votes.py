"""Votes on the page without JavaScript: a form under each comment, and what is said afterwards.

Such a reader shows no device, so his network has one vote together, as in the API.
"""

import re
from typing import Literal

from service.domain.errors import NotFound
from service.domain.vote import Vote
from service.usecases.cast_vote import cast_vote
from service.web.call import Call
from service.web.cross_site import refuse_foreign

Voted = Literal["up", "down", "none"]
"""A reader's vote; `none` takes back what he gave."""

_PUBLIC_ID = re.compile(r"[0-9a-f]{32}")


async def take_vote(call: Call, comment: str, vote: Voted) -> dict[str, str]:
    """Counts the vote; what the page's query is to say of it. Raises what `cast_vote` does, and
    Forbidden `foreign_origin`, TooMany."""
    services = call.services
    services.limiter.check_vote(call.request)
    site = await call.on_site(call.request.match_info["site"])
    await refuse_foreign(call.request, site, services.storage)
    if not _PUBLIC_ID.fullmatch(comment):
        raise NotFound("unknown_comment")
    await cast_vote(
        comment,
        None if vote == "none" else Vote(vote),
        device=None,
        network=call.network,
        area=services.limiter.area(call.request),
        storage=services.storage,
        clock=services.clock,
    )
    return {"voted": vote, "on": comment}
