"""The page without JavaScript: it lists, takes comments in, and tells what is wrong with one."""

import html5lib
import pytest

from service.domain.published import PublishedComment
from service.web.pages.listed import shown_comments
from tests.web.api_client import Reply
from tests.web.page_client import pages_of
from tests.web.running_service import RunningService

POST = "/2015/02/co-creatie.html"
PAGE = "/p/open"


async def show(service: RunningService, **query: str) -> Reply:
    return await pages_of(service).show(PAGE, {"post": POST, **query})


async def send(service: RunningService, site: str = "open", **fields: str) -> Reply:
    headers = {"Accept-Language": "nl"}
    page = pages_of(service)
    return await page.fill_in(f"/p/{site}", fields, query={"post": POST}, headers=headers)


async def published(service: RunningService, text: str, **more: str) -> str:
    posted = await service.post(site="open", post=POST, text=text, **more)
    assert posted.status == 201
    return str(posted.json["id"])


async def test_the_page_is_well_formed_html(service: RunningService) -> None:
    parent = await published(service, "een", website="https://jan.example", name="Jan & Co")
    await published(service, "twee", parent=parent)

    page = await show(service, parent=parent, lang="nl")

    assert html5lib.HTMLParser(strict=True).parse(page.text) is not None
    assert "In antwoord op Jan &amp; Co" in page.text


async def test_a_comment_that_is_taken_in_leads_to_its_own_page_and_is_listed(
    service: RunningService,
) -> None:
    taken = await send(service, text="Zonder script.", name="Piet", email="", website="")

    assert taken.status == 303
    own = await pages_of(service).show(taken.headers["Location"])
    assert "Your comment has arrived." in own.text
    page = await show(service)
    assert "Zonder script." in page.text
    assert '<b dir="auto">Piet</b>' in page.text
    assert 'href="/api/v1/feed?site=open&amp;post=%2F2015%2F02%2Fco-creatie.html"' in page.text


async def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(
    service: RunningService,
) -> None:
    refused = await send(service, text="Een <mooi> stuk.", name="Piet", website="geen adres")

    assert refused.status == 422
    assert html5lib.HTMLParser(strict=True).parse(refused.text) is not None
    assert 'aria-describedby="wrong-website"' in refused.text
    assert 'value="geen adres"' in refused.text
    assert "Een &lt;mooi&gt; stuk.</textarea>" in refused.text
    assert "Vul een webadres in, zoals https://blog.example." in refused.text


async def test_what_is_wrong_with_no_field_stands_above_the_form(service: RunningService) -> None:
    refused = await send(service, text="Wie?", parent="x" * 32)

    assert refused.status == 422
    assert 'role="alert"' in refused.text
    assert "Wie?</textarea>" in refused.text


async def test_a_comment_that_is_not_there_cannot_be_answered(service: RunningService) -> None:
    page = await show(service, parent="0" * 32)

    assert 'name="parent"' not in page.text


async def test_more_comments_than_a_page_holds_are_on_the_next(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.thread.COMMENTS_SHOWN", 1)
    await published(service, "de eerste")
    await published(service, "de tweede")

    first = await show(service)
    cursor = first.text.partition("cursor=")[2].partition("#")[0]
    second = await show(service, cursor=cursor)

    assert "de eerste" in first.text
    assert "de tweede" not in first.text
    assert "de tweede" in second.text
    assert 'rel="next"' not in second.text


async def test_what_is_on_the_next_page_is_answered_there(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.thread.COMMENTS_SHOWN", 1)
    await published(service, "eerste")
    await published(service, "tweede", name="Fatima")
    cursor = (await show(service)).text.partition("cursor=")[2].partition("#")[0]
    second = await show(service, cursor=cursor)

    link = html5lib.parse(second.text, namespaceHTMLElements=False).find(".//a[@aria-label]")
    answering = await pages_of(service).show(link.attrib["href"].partition("#")[0])
    form = html5lib.parse(answering.text, namespaceHTMLElements=False).find(".//form")

    assert "In reply to Fatima" in answering.text
    assert f"cursor={cursor}" in form.attrib["action"]


async def test_an_unknown_site_or_page_is_told(service: RunningService) -> None:
    unknown = await pages_of(service).show("/p/nowhere", {"post": POST})
    foreign = await show(service, post="https://evil.example/x")
    sent = await send(service, site="nowhere", text="Hallo?")

    assert unknown.code == (404, "unknown_site", "site")
    assert foreign.code == (422, "foreign_page", "post")
    assert sent.status == 404


async def test_the_page_may_be_framed_by_its_own_blog_alone(service: RunningService) -> None:
    page = await show(service)

    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://" in policy
    assert "script-src" not in policy


async def test_a_vote_leads_back_to_its_comment_which_says_so(service: RunningService) -> None:
    public_id = await published(service, "Mooi.")

    voted = await send(service, comment=public_id, vote="up")
    back = await pages_of(service).show(voted.headers["Location"], {})
    taken_back = await send(service, comment=public_id, vote="none")
    after = await pages_of(service).show(taken_back.headers["Location"], {})

    assert voted.status == 303
    assert voted.headers["Location"].endswith(f"#c-{public_id}")
    assert html5lib.HTMLParser(strict=True).parse(back.text) is not None
    assert '<span role="status">Your vote was counted.</span>' in back.text
    assert 'value="none" class="vote" aria-label="Good comment: 1" aria-pressed="true"' in back.text
    assert "Your vote was taken back." in after.text
    assert "Good comment: 0" in after.text


async def test_a_vote_that_is_not_taken_is_told_above_the_comments(
    service: RunningService,
) -> None:
    public_id = await published(service, "Mooi.")
    await pages_of(service).send(
        "PATCH", "/api/v1/admin/sites/open", body={"votes": False}, token=service.admin
    )

    refused = [await send(service, comment=each, vote="up") for each in (public_id, "x", "0" * 32)]
    foreign = await pages_of(service).fill_in(
        PAGE,
        {"comment": public_id, "vote": "up"},
        query={"post": POST},
        headers={"Origin": "https://evil.example"},
    )

    assert [one.status for one in refused] == [403, 404, 404]
    assert "Je stem is niet geteld. Op deze site wordt niet gestemd." in refused[0].text
    assert 'name="vote"' not in refused[0].text
    assert foreign.status == 403


def test_answers_stand_below_what_they_answer_and_no_deeper_than_can_be_read() -> None:
    thread = [_comment(1, None), _comment(2, None), *(_comment(n, n - 2) for n in range(3, 13))]

    shown = shown_comments(thread, "nl")

    order = [int(comment.id) for comment in shown]
    assert order == [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]
    assert [comment.depth for comment in shown[:6]] == [0, 1, 2, 3, 3, 3]


def test_a_thread_ten_thousand_answers_deep_can_be_shown() -> None:
    thread = [_comment(1, None), *(_comment(n, n - 1) for n in range(2, 10_001))]

    assert len(shown_comments(thread, "nl")) == 10_000


def test_a_removed_comment_says_by_whom_and_its_answers_name_nobody() -> None:
    removed = _comment(1, None, text=None, removed_by="author")

    shown = shown_comments([removed, _comment(2, 1)], "nl")

    assert shown[0].removed == "Deze reactie is verwijderd door de schrijver."
    assert shown[1].answers is None
    assert shown[1].depth == 1


def _comment(
    number: int, parent: int | None, *, text: str | None = "x", removed_by: str | None = None
) -> PublishedComment:
    return PublishedComment(
        id=number,
        public_id=str(number),
        parent_id=parent,
        root_id=1,
        name="Jan",
        website=None,
        text=text,
        html=None if text is None else f"<p>{text}</p>",
        revision=1,
        created_at=0,
        edited_at=None,
        up=0,
        down=0,
        removed_by=removed_by,
    )
