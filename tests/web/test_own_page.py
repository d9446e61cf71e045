"""One's own comment on a page, by its secret link: where it stands, and what its author may do."""

import html5lib
import pytest

from service.web.pages import own_comment
from tests.web.api_client import Reply
from tests.web.page_client import pages_of
from tests.web.running_service import RunningService

HOUR_MS = 60 * 60 * 1000


async def link_to(service: RunningService, text: str = "Van mij", site: str = "blog") -> str:
    posted = await service.post(site=site, text=text)
    return f"/c/{posted.json['id']}.{posted.json['token']}"


async def show(service: RunningService, link: str, **query: str) -> Reply:
    page = await pages_of(service).show(link, {"lang": "nl", **query})
    assert html5lib.HTMLParser(strict=True).parse(page.text) is not None
    return page


async def send(service: RunningService, link: str, **fields: str) -> Reply:
    return await pages_of(service).fill_in(link, fields)


async def decide(service: RunningService, link: str, action: str) -> None:
    id_ = link[3:35]
    body = {"action": action, "version": 1}
    path = f"/api/v1/admin/comments/{id_}/decisions"
    assert (await service.api.post(path, body, token=service.admin)).status == 200


async def test_a_comment_that_waits_tells_its_place(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await link_to(service)
    second = await link_to(service, "Een andere")

    page = await show(service, first)
    assert "Hij is aan de beurt." in page.text
    assert "co-creatie.html&amp;lang=nl" in page.text
    assert "Er wacht nog 1 reactie voor deze." in (await show(service, second, said="posted")).text
    monkeypatch.setattr(own_comment, "COUNTED", 1)
    assert "Er wachten nog meer dan 1 reacties voor deze." in (await show(service, second)).text


async def test_a_typical_wait_is_told_once_it_is_known(service: RunningService) -> None:
    for n in range(5):
        await decide(service, await link_to(service, f"Reactie {n}"), "approve")
    link = await link_to(service)

    page = await show(service, link)

    assert "De helft van de reacties wachtte hier niet langer dan 1 minuut." in page.text


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("approve", "Hij is openbaar."),
        ("reject", "Hij is niet gepubliceerd."),
        ("spam", "Hij is niet gepubliceerd."),
        ("delete", "Een moderator heeft hem verwijderd."),
    ],
)
async def test_what_became_of_it_is_told(service: RunningService, action: str, said: str) -> None:
    link = await link_to(service)

    await decide(service, link, action)

    assert said in (await show(service, link)).text


async def test_its_text_can_be_changed_while_there_is_time(service: RunningService) -> None:
    link = await link_to(service)

    sent = await send(service, link, act="edit", text="Beter zo")

    assert sent.status == 303
    page = await show(service, link, said="edited")
    assert "Je wijziging is bewaard." in page.text
    assert "Beter zo</textarea>" in page.text
    service.clock.now += 2 * HOUR_MS
    assert "Beter zo</textarea>" not in (await show(service, link)).text
    late = await send(service, link, act="edit", text="Te laat")
    assert late.status == 403
    assert 'role="alert"' in late.text


async def test_a_change_of_a_public_comment_waits_while_readers_see_the_text_before(
    service: RunningService,
) -> None:
    link = await link_to(service)
    await decide(service, link, "approve")

    await send(service, link, act="edit", text="Nog mooier: https://a.example https://b.example")

    assert "Tot die tijd zien lezers de vorige tekst." in (await show(service, link)).text


async def test_what_is_wrong_with_a_change_is_told_and_what_was_written_stays(
    service: RunningService,
) -> None:
    link = await link_to(service)

    refused = await send(service, link, act="edit", text="  ")

    assert refused.status == 422
    assert 'role="alert"' in refused.text


async def test_it_can_be_withdrawn_for_good(service: RunningService) -> None:
    link = await link_to(service)

    await send(service, link, act="withdraw")

    page = await show(service, link, said="withdrawn")
    assert "Hij is ingetrokken." in page.text
    assert "<form" not in page.text


async def test_a_moderators_words_are_shown_as_text(service: RunningService) -> None:
    link = await link_to(service)
    path = f"/api/v1/admin/comments/{link[3:35]}/decisions"
    body = {"action": "reject", "version": 1, "reason": "abuse", "to_author": "Niet <b>zo</b>."}

    await service.api.post(path, body, token=service.admin)

    page = await show(service, link)
    assert "Reden: beledigend of bedreigend." in page.text
    assert "Een moderator schrijft je:" in page.text
    assert "Niet &lt;b&gt;zo&lt;/b&gt;." in page.text


async def test_a_refused_comment_is_sent_in_again_with_another_text(
    service: RunningService,
) -> None:
    link = await link_to(service)
    await decide(service, link, "spam")
    before = await show(service, link)
    service.clock.now += 2 * HOUR_MS

    same = await send(service, link, act="resubmit", text="Van mij")
    sent = await send(service, link, act="resubmit", text="Netter gezegd")

    assert "Reden: het past niet op deze site." in before.text
    assert 'name="act" value="resubmit"' in before.text
    assert same.status == 422
    assert 'role="alert"' in same.text
    page = await show(service, sent.headers["Location"].partition("?")[0], said="resubmitted")
    assert "Je reactie is opnieuw ingestuurd." in page.text
    assert "Hij wacht op een moderator." in page.text
    assert "Netter gezegd" in page.text


async def test_a_refused_comment_can_be_appealed_once(service: RunningService) -> None:
    link = await link_to(service)
    await decide(service, link, "reject")
    empty = await send(service, link, act="appeal", text=" ")
    assert empty.status == 422

    await send(service, link, act="appeal", text="Het was geen spam.")

    page = await show(service, link, said="appealed")
    assert "Je bezwaar ligt bij een moderator." in page.text
    again = await send(service, link, act="appeal", text="Nog eens.")
    assert again.status == 409
    assert 'role="alert"' in again.text


async def test_the_answer_to_an_appeal_is_shown(service: RunningService) -> None:
    link = await link_to(service)
    await decide(service, link, "reject")
    await send(service, link, act="appeal", text="Het was geen spam.")
    path = f"/api/v1/admin/comments/{link[3:35]}/appeal"
    body = {"outcome": "deny", "version": 2, "answer": "Toch <b>wel</b>."}

    answered = await service.api.post(path, body, token=service.admin)

    assert answered.status == 200, answered.text
    page = await show(service, link)
    assert "Je bezwaar is afgewezen." in page.text
    assert "Toch &lt;b&gt;wel&lt;/b&gt;." in page.text


@pytest.mark.parametrize("link", ["/c/x", f"/c/{'0' * 32}.abc", "/c/%00", f"/c/{'0' * 32}"])
async def test_a_link_that_is_nobodys_opens_nothing(service: RunningService, link: str) -> None:
    assert (await pages_of(service).show(link)).code == (403, "bad_token", None)
    assert (await send(service, link, act="withdraw")).status == 403


async def test_whoever_reads_a_page_is_told_on_a_page(service: RunningService) -> None:
    told = await pages_of(service).show("/c/x", headers={"Accept": "text/html"})

    assert told.headers["Content-Type"] == "text/html; charset=utf-8"
    assert html5lib.HTMLParser(strict=True).parse(told.text) is not None


async def test_another_comments_token_opens_nothing(service: RunningService) -> None:
    mine, other = await link_to(service), await link_to(service, "Een andere")

    mixed = await pages_of(service).show(f"{mine[:36]}{other[36:]}")

    assert mixed.code == (403, "bad_token", None)


async def test_a_strangers_page_cannot_send_its_forms(service: RunningService) -> None:
    link = await link_to(service)

    headers = {"Origin": "https://evil.example"}
    sent = await pages_of(service).fill_in(link, {"act": "withdraw"}, headers=headers)

    assert sent.status == 403
    assert "Hij wacht op een moderator." in (await show(service, link)).text


async def test_no_page_is_told_of_the_link(service: RunningService) -> None:
    page = await show(service, await link_to(service))

    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store, no-transform"


async def test_the_page_is_never_packed_for_its_length_could_tell_of_the_link(
    service: RunningService,
) -> None:
    link = await link_to(service, "Een lange reactie van mij. " * 60)

    page = await pages_of(service).show(link, headers={"Accept-Encoding": "gzip"})

    assert link in page.text
    assert "Content-Encoding" not in page.headers
