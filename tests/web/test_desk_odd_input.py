"""The desk and what no page of its own would ask for."""

import re

import pytest

from service.domain.moderator import Role, Roles
from tests.web.browser import PASSWORD, person
from tests.web.desk_client import DeskClient, at_desk, words
from tests.web.running_service import RunningService

HUGE = "9" * 30
DUTCH = {"Accept-Language": "nl"}


@pytest.mark.parametrize("version", [HUGE, "0", "-1"])
async def test_a_version_that_cannot_be_is_refused_and_breaks_nothing(
    service: RunningService, version: str
) -> None:
    desk = await at_desk(service)

    shown = await desk.get(f"/moderate/rules?site=blog&version={version}")
    moved = await desk.post(
        "/moderate/rules/move", [("site", "blog"), ("version", version), ("state", "active")]
    )

    assert 400 <= shown.status < 500
    assert 400 <= moved.status < 500


@pytest.mark.parametrize("back", ["javascript:alert(1)", "https://evil.example/", "//evil.example"])
async def test_the_way_back_leads_nowhere_but_to_the_desk(
    service: RunningService, back: str
) -> None:
    reply = await service.post(text="Mooi stuk.")
    desk = await at_desk(service)
    ticked = [("id", reply.json["id"]), ("action", "spam"), ("seen", "blog:9")]

    asked = await desk.post("/moderate/bulk", [*ticked, ("back", back)])

    assert asked.status == 200
    assert "evil.example" not in asked.html
    assert "javascript:" not in asked.html


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/moderate/threads?closed=maybe", "closed moet een van deze zijn: true, false."),
        ("/moderate/queue?only=x", "only moet een van deze zijn: reported, appealed."),
    ],
)
async def test_choices_are_listed_without_a_word_of_another_language(
    service: RunningService, path: str, said: str
) -> None:
    desk = await at_desk(service)

    assert said in words(await desk.get(path, **DUTCH))


async def test_a_role_that_is_missing_is_named_in_the_readers_language(
    service: RunningService,
) -> None:
    desk = await at_desk(service, "Vera", roles=Roles(Role.VIEWER))

    refused = await desk.get("/moderate/settings", **DUTCH)

    assert refused.status == 403
    assert "Daarvoor heb je de rol beheerder of een hogere nodig." in words(refused)


async def test_what_a_card_says_of_its_author_stands_apart(service: RunningService) -> None:
    await service.post(text="Mooi stuk.", device="device-of-jan-0123456789", email="j@blog.example")

    page = await (await at_desk(service)).get("/moderate/queue")

    record = re.search(r'<span class="record">(.*?)</p>', page.html, re.DOTALL)
    assert record is not None
    said = " ".join(re.sub("<[^>]+>", "", record[1]).split())
    assert said.startswith("proven · 0 approved, 0 rejected · j@blog.example")


async def test_who_has_no_name_is_no_link_to_all_who_have_none(service: RunningService) -> None:
    await service.post(text="Mooi stuk.", name=None)

    page = await (await at_desk(service)).get("/moderate/queue")

    assert "Anonymous" in words(page)
    assert not [link for link in page.read.links if "author=" in link]


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/moderate/nowhere", "GET", 404),
        ("/moderate/decide", "GET", 405),
        ("/moderate/", "PUT", 405),
    ],
)
async def test_an_address_that_is_none_is_told_by_a_page_in_the_readers_language(
    service: RunningService, path: str, method: str, status: int
) -> None:
    dutch = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "nl"}
    api, address = service.api.session, f"{service.address}{path}"

    async with api.request(method, address, headers=dutch) as page:
        shown = await page.text()
    async with api.request(method, address, headers={"Accept": "*/*"}) as other:
        problem = await other.json(content_type="application/problem+json")

    assert page.status == other.status == status
    assert page.content_type == "text/html"
    assert '<html lang="nl">' in shown
    assert "<h1>Dat is niet gelukt</h1>" in shown
    assert problem["status"] == status
    assert page.headers.get("Allow") == other.headers.get("Allow")


async def test_trouble_is_headed_by_what_it_is(service: RunningService) -> None:
    page = await (await at_desk(service)).get(f"/moderate/comments/{'0' * 32}?lang=nl")

    assert "<h1>Dat is niet gelukt</h1>" in page.html


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/moderate/\r\nX-Evil: yes",
        "/moderate/\\evil.example",
        "/moderate/../p/blog",
        "/moderate/%2E%2e/p/blog",
        "/moderate/..",
    ],
)
async def test_signing_in_leads_nowhere_but_to_the_desk(service: RunningService, back: str) -> None:
    await person(service)
    said = {"email": "anna@blog.example", "password": PASSWORD, "back": back}

    page = await DeskClient(service).post("/moderate/sign-in", [*said.items()], follow=False)

    assert page.headers["Location"] == "/moderate/queue"
    assert "X-Evil" not in page.headers


async def test_signing_in_leads_back_with_all_that_was_asked(service: RunningService) -> None:
    await person(service)
    back = "/moderate/queue?q=a/../b&status=spam"
    said = {"email": "anna@blog.example", "password": PASSWORD, "back": back}

    page = await DeskClient(service).post("/moderate/sign-in", [*said.items()], follow=False)

    assert page.headers["Location"] == back


async def test_the_desk_is_found_without_its_last_slash(service: RunningService) -> None:
    page = await (await at_desk(service)).get("/moderate")

    assert page.path == "/moderate/queue"


async def test_a_comment_that_is_alone_has_no_box_to_tick(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    desk = await at_desk(service)

    queue = await desk.get("/moderate/queue")
    page = await desk.get(f"/moderate/comments/{reply.json['id']}")

    assert 'form="bulk"' in queue.html
    assert 'form="bulk"' not in page.html
