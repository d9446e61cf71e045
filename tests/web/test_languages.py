"""In which language people are answered."""

import pytest

from tests.web.page_client import pages_of
from tests.web.running_service import QUEUE, RunningService

DUTCH, ENGLISH = "Bedankt! Je reactie is zichtbaar na goedkeuring.", "Thanks! Your comment will"
GERMAN = "Danke! Dein Kommentar ist nach der Freigabe zu sehen."


@pytest.mark.parametrize(
    ("lang", "accepted", "message"),
    [
        (None, None, DUTCH),
        (None, "en-GB,en;q=0.9", ENGLISH),
        (None, "sv", DUTCH),
        (None, "de-AT,de;q=0.9,en;q=0.8", GERMAN),
        ("fr", "nl", "Merci\u202f! Votre commentaire"),
        ("en", "nl", ENGLISH),
        ("nl-BE", "en", DUTCH),
    ],
)
async def test_the_language_asked_for_wins_then_the_readers_then_the_sites(
    service: RunningService, lang: str | None, accepted: str | None, message: str
) -> None:
    headers = {} if accepted is None else {"Accept-Language": accepted}

    reply = await service.post(lang=lang, sent={"headers": headers})

    assert reply.json["message"].startswith(message)


async def test_errors_are_told_in_the_readers_language(service: RunningService) -> None:
    dutch = await service.post(email="x", sent={"headers": {"Accept-Language": "nl"}})
    english = await service.post(email="x", sent={"headers": {"Accept-Language": "en"}})

    assert "e-mailadres" in dutch.json["detail"]
    assert "email address" in english.json["detail"]


async def test_a_query_may_ask_for_a_language(service: RunningService) -> None:
    reply = await service.api.get("/api/v1/counts", {"site": "nowhere", "post": "/", "lang": "nl"})

    assert reply.json["detail"] == "Deze site bestaat niet."


async def test_a_moderator_of_one_site_is_answered_in_its_language(
    service: RunningService, admin: str
) -> None:
    await service.post()

    of_site = await service.api.get(QUEUE, {"site": "blog"}, token=admin)
    of_all = await service.api.get(QUEUE, token=admin)

    assert "goedgekeurd" in of_site.json["items"][0]["findings"][0]["sentence"]
    assert "approved" in of_all.json["items"][0]["findings"][0]["sentence"]


async def test_a_moderator_whose_language_is_only_for_visitors_gets_english_and_nothing_else(
    service: RunningService, admin: str
) -> None:
    await service.post()
    german = {"Accept-Language": "de"}

    queue = await service.api.get(QUEUE, {"site": "blog"}, token=admin, headers=german)
    refused = await service.api.get(QUEUE, {"status": "x"}, token=admin, headers=german)
    desk = pages_of(service)
    sign_in = await desk.show("/moderate/sign-in", headers=german)
    nothing = await desk.show("/moderate/none", headers={**german, "Accept": "text/html"})

    assert "approved" in queue.json["items"][0]["findings"][0]["sentence"]
    assert refused.json["detail"].startswith("status must be one of")
    for page in (sign_in, nothing):
        assert '<html lang="en">' in page.text


async def test_the_documentation_is_in_a_language_that_is_whole(service: RunningService) -> None:
    page = await service.api.get("/docs", headers={"Accept-Language": "fr"})

    assert '<html lang="en">' in page.text
