"""Appeals over HTTP: asked with the edit token, answered by moderators, told to the author."""

import time
from statistics import median
from typing import Any

from service.domain.moderator import Role
from tests.web.api_client import Reply
from tests.web.browser import signed_in
from tests.web.running_service import COMMENTS, QUEUE, RunningService

TOKENS = 21


async def refused(service: RunningService) -> Reply:
    posted = await service.post()
    assert (await service.decide(posted, "reject")).status == 200
    return posted


async def appeal(
    service: RunningService, posted: Reply, text: str = "Toch niet?", **given: Any
) -> Reply:
    path = f"{COMMENTS}/{posted.json['id']}/appeal"
    return await service.api.post(path, {"text": text}, **{"token": posted.json["token"], **given})


async def answer(service: RunningService, posted: Reply, outcome: str, **given: Any) -> Reply:
    path = f"{QUEUE}/{posted.json['id']}/appeal"
    return await service.api.post(
        path, {"outcome": outcome, "version": 2, **given}, token=service.admin
    )


async def own(service: RunningService, posted: Reply) -> Any:
    reply = await service.api.get(f"{COMMENTS}/{posted.json['id']}", token=posted.json["token"])
    return reply.json["appeal"]


async def test_an_author_appeals_and_is_answered(service: RunningService) -> None:
    posted = await refused(service)
    assert await own(service, posted) == {"state": "possible", "answer": None}

    made = await appeal(service, posted)
    listed = await service.api.get(QUEUE, {"only": "appealed"}, token=service.admin)
    answered = await answer(service, posted, "deny", answer="Het blijft schelden.")

    (card,) = listed.json["items"]
    assert (made.status, made.json["appeal"]) == (201, {"state": "open", "answer": None})
    assert card["appeal"]["text"] == "Toch niet?"
    assert card["appeal"]["against"]["action"] == "reject"
    assert answered.json["decision"]["action"] == "deny"
    assert answered.json["comment"]["appeal"]["state"] == "denied"
    assert await own(service, posted) == {"state": "denied", "answer": "Het blijft schelden."}


async def test_a_granted_appeal_is_public(service: RunningService) -> None:
    posted = await refused(service)
    await appeal(service, posted)

    await answer(service, posted, "grant")

    assert await own(service, posted) == {"state": "granted", "answer": None}
    assert (await service.listed()).json["count"] == 1


async def test_there_is_one_appeal_ever(service: RunningService) -> None:
    posted, waiting = await refused(service), await service.post()
    await appeal(service, posted)

    assert (await appeal(service, posted)).code == (409, "appeal_taken", None)
    assert (await appeal(service, waiting)).code == (409, "not_appealable", None)
    assert (await answer(service, waiting, "deny")).code[1] == "stale_version"
    assert (await answer(service, await refused(service), "deny")).code == (
        409,
        "no_open_appeal",
        None,
    )


async def test_an_appeal_has_words_and_not_too_many(service: RunningService) -> None:
    posted = await refused(service)

    assert (await appeal(service, posted, " \u200b ")).code == (422, "empty_appeal", "text")
    assert (await appeal(service, posted, "x" * 1_001)).code == (422, "too_long", "text")
    await appeal(service, posted)
    long = await answer(service, posted, "deny", answer="x" * 501)
    assert long.code == (422, "too_long", "answer")


async def test_wrong_tokens_of_missing_and_other_comments_are_answered_alike(
    service: RunningService,
) -> None:
    posted, other = await refused(service), await refused(service)
    missing = f"{COMMENTS}/{'0' * 32}/appeal"
    tokens = {"token": other.json["token"]}

    wrong = await appeal(service, posted, **tokens)
    unknown = await service.api.post(missing, {"text": "Toch niet?"}, **tokens)

    assert (wrong.status, wrong.body) == (403, unknown.body)
    assert (await appeal(service, posted)).status == 201
    times: dict[str, list[float]] = {missing: [], f"{COMMENTS}/{posted.json['id']}/appeal": []}
    for _ in range(TOKENS):
        for path, spent in times.items():
            begin = time.perf_counter()
            await service.api.post(path, {"text": "Toch niet?"}, **tokens)
            spent.append(time.perf_counter() - begin)
    one, two = (median(spent) for spent in times.values())
    assert max(one, two) < 3 * min(one, two)


async def test_who_refused_is_told_that_another_answers(service: RunningService) -> None:
    anna = await signed_in(service, "Anna")
    await signed_in(service, "Bea")
    posted = await service.post()
    decided = {"action": "reject", "version": 1}
    await anna.post(f"{QUEUE}/{posted.json['id']}/decisions", decided)
    await appeal(service, posted)

    said = {"outcome": "deny", "version": 2}
    own_answer = await anna.post(f"{QUEUE}/{posted.json['id']}/appeal", said)
    own_act = await anna.post(
        f"{QUEUE}/{posted.json['id']}/decisions", {"action": "spam", "version": 2}
    )

    assert own_answer.code == (403, "own_rejection", None)
    assert own_act.code == (403, "own_rejection", None)
    assert (await answer(service, posted, "deny")).status == 200


async def test_an_appeal_of_another_site_is_not_there(service: RunningService) -> None:
    posted = await refused(service)
    await appeal(service, posted)
    stranger = await service.token(Role.OWNER, "open")
    path = f"{QUEUE}/{posted.json['id']}/appeal"

    reply = await service.api.post(path, {"outcome": "deny", "version": 2}, token=stranger)

    assert reply.code == (404, "unknown_comment", None)
