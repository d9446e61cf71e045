"""POST /api/v1/admin/explain: a text explained without being kept."""

import pytest

from service.domain.moderator import Role
from service.rules.contract import Opinion, Stance, Telling
from service.rules.text import Views
from tests.web.running_service import RunningService

EXPLAIN = "/api/v1/admin/explain"


async def test_a_text_is_explained_and_not_kept(service: RunningService) -> None:
    body = {"site": "open", "text": "Kijk op http://kanaal.nl", "name": "Jan"}

    reply = await service.api.post(
        EXPLAIN, body, token=service.admin, headers={"Accept-Language": "nl"}
    )

    assert reply.status == 200
    assert reply.json["verdict"] in ("hold", "publish")
    assert "word_list" in reply.json["quiet"]
    assert reply.json["sight"]["links"] == [{"host": "kanaal.nl", "start": 8, "end": 24}]
    assert reply.json["opinion"] is None
    queue = await service.api.get("/api/v1/admin/comments", token=service.admin)
    assert queue.json["items"] == []


async def test_what_would_change_the_verdict_is_told(service: RunningService) -> None:
    body = {"site": "blog", "text": "Mooi verhaal"}

    reply = await service.api.post(EXPLAIN, body, token=service.admin)

    assert reply.json["verdict"] == "hold"
    assert reply.json["alternatives"] == [{"without": ["first_time_author"], "verdict": "publish"}]


async def test_the_models_opinion_is_shown_with_its_words(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Suspicious:
        def opinion(self, views: Views, facts: object) -> Opinion:
            return Opinion(Stance.SUSPECT, 0.97, 80, (Telling(0, 4, 1.5),))

    async def adviser(*_: object) -> Suspicious:
        return Suspicious()

    monkeypatch.setattr(service.services.rule_book, "adviser", adviser)

    reply = await service.api.post(EXPLAIN, {"site": "open", "text": "Mooi"}, token=service.admin)

    assert reply.json["opinion"] == {
        "stance": "suspect",
        "probability": 0.97,
        "decisions": 80,
        "telling": [{"start": 0, "end": 4, "weight": 1.5}],
    }


async def test_bad_details_are_told_by_field(service: RunningService) -> None:
    body = {"site": "open", "text": "Mooi", "email": "nergens"}

    reply = await service.api.post(EXPLAIN, body, token=service.admin)

    assert reply.code == (422, "bad_email", "email")


async def test_another_sites_token_gets_nothing(service: RunningService) -> None:
    token = await service.token(Role.ADMIN, "blog")

    reply = await service.api.post(EXPLAIN, {"site": "open", "text": "Mooi"}, token=token)

    assert reply.code == (404, "unknown_site", "site")
