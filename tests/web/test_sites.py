"""Sites through the admin API, and what readers meet when a site is changed."""

from typing import Any

import pytest

from service.domain.moderator import Role
from tests.web.api_client import Reply
from tests.web.running_service import COMMENTS, ORIGIN, PAGE, RunningService

SITES = "/api/v1/admin/sites"
EVENTS = "/api/v1/admin/site-events"
NEW_ORIGIN = "https://new.example"


async def patch(
    service: RunningService, token: str | None = None, slug: str = "open", **said: Any
) -> Reply:
    path = f"{SITES}/{slug}"
    return await service.api.send("PATCH", path, body=said, token=token or service.admin)


async def test_one_sees_ones_own_sites_with_their_settings(service: RunningService) -> None:
    everything = await service.api.get(SITES, token=service.admin)
    own = await service.api.get(SITES, token=await service.token(Role.VIEWER, "blog"))

    assert [one["slug"] for one in everything.json["items"]] == ["blog", "open"]
    assert own.json["items"] == [
        {
            "slug": "blog",
            "name": "blog",
            "language": "nl",
            "origins": [ORIGIN],
            "hosts": ["blog.example"],
            "moderation": "hold_new",
            "parameters": [],
            "edit_minutes": 60,
            "votes": True,
            "role": "viewer",
        }
    ]


async def test_an_owner_makes_a_site_that_takes_comments_at_once(service: RunningService) -> None:
    owner = await service.token(Role.OWNER)
    said = {"slug": "new", "name": "Nieuw", "language": "nl", "origins": [NEW_ORIGIN]}
    before = await service.post(site="new", post="/a")

    made = await service.api.post(SITES, said, token=owner)
    again = await service.api.post(SITES, said, token=owner)
    posted = await service.post(site="new", post="/a")

    assert before.code == (404, "unknown_site", "site")
    assert made.status == 201
    assert made.json["hosts"] == ["new.example"]
    assert again.code == (409, "already_exists", "slug")
    assert posted.status == 202


async def test_the_log_tells_who_changed_what(service: RunningService) -> None:
    await patch(service, moderation="hold_all", origins=[NEW_ORIGIN])

    events = await service.api.get(EVENTS, {"site": "open", "lang": "nl"}, token=service.admin)

    assert [one["sentence"] for one in events.json["items"]] == [
        "Wat op een moderator wacht: Alleen wat de regels verdacht vinden → Elke reactie",
        "Hostnamen van de pagina's: open.example → open.example, new.example",
        "Toegestane herkomst: https://open.example → https://new.example",
    ]
    assert {one["by"]["name"] for one in events.json["items"]} == {"Anna"}


async def test_a_new_origin_may_read_at_once_and_an_old_one_no_more(
    service: RunningService,
) -> None:
    await service.post_public()
    query = {"site": "open", "post": PAGE}
    old = {"Origin": "https://open.example"}
    new = {"Origin": NEW_ORIGIN}
    allowed = "Access-Control-Allow-Origin"
    # Both are answered, the second time from the cache.
    for _ in range(2):
        assert allowed in (await service.api.get(COMMENTS, query, headers=old)).headers
        assert allowed not in (await service.api.get(COMMENTS, query, headers=new)).headers

    changed = await patch(service, origins=[NEW_ORIGIN])

    assert changed.status == 200
    for _ in range(2):
        assert allowed in (await service.api.get(COMMENTS, query, headers=new)).headers
        assert allowed not in (await service.api.get(COMMENTS, query, headers=old)).headers


async def test_what_waits_follows_at_once(service: RunningService) -> None:
    await service.post_public()

    await patch(service, moderation="hold_all")

    assert (await service.post(site="open", text="Nog een mooi stuk.")).status == 202


async def test_a_parameter_tells_pages_apart_at_once(service: RunningService) -> None:
    await service.post_public(post="/a?id=1")
    assert (await service.listed("open", "/a?id=2")).json["count"] == 1

    await patch(service, parameters=["id"])

    assert (await service.listed("open", "/a?id=2")).json["count"] == 0


async def test_a_site_without_votes_shows_none_and_takes_none(service: RunningService) -> None:
    public_id = (await service.post_public()).json["id"]
    before = (await service.listed("open")).json["items"][0]["votes"]

    await patch(service, votes=False)

    [listed] = (await service.listed("open")).json["items"]
    assert (before, listed["votes"]) == ({"up": 0, "down": 0}, None)
    assert (await service.post_public(text="Nog een.")).json["comment"]["votes"] is None
    refused = await service.api.post(f"{COMMENTS}/{public_id}/votes", {"vote": "up"})
    assert refused.code == (403, "votes_off", None)


async def test_what_was_seen_and_is_so_no_more_is_told(service: RunningService) -> None:
    await patch(service, edit_minutes=5)

    late = await patch(service, edit_minutes=0, name="Anders", seen={"edit_minutes": 60})

    assert late.code == (409, "setting_changed", "edit_minutes")
    assert late.json["decision"] is None
    [open_site] = [
        one
        for one in (await service.api.get(SITES, token=service.admin)).json["items"]
        if one["slug"] == "open"
    ]
    assert (open_site["edit_minutes"], open_site["name"]) == (5, "open")


async def test_an_admin_of_one_site_neither_sees_nor_changes_another(
    service: RunningService,
) -> None:
    bea = await service.token(Role.ADMIN, "blog")

    changed = await patch(service, bea, "open", name="Gekaapt")
    unknown = await patch(service, bea, "nowhere", name="Gekaapt")
    listed = await service.api.get(SITES, token=bea)

    assert changed.code == unknown.code == (404, "unknown_site", "site")
    assert changed.json["detail"] == unknown.json["detail"]
    assert [one["slug"] for one in listed.json["items"]] == ["blog"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"language": "xx"}, (400, "unknown_value", "language")),
        ({"moderation": "none"}, (400, "unknown_value", "moderation")),
        ({"secret": "x"}, (400, "unknown_field", "secret")),
        ({"origins": ["javascript:alert(1)"]}, (422, "bad_origin", "origins")),
        ({"origins": ["https://*.example"]}, (422, "bad_origin", "origins")),
        ({"hosts": ["<script>"]}, (422, "bad_host", "hosts")),
        ({"hosts": ["a.example", 1]}, (400, "wrong_type", "hosts")),
        ({"name": ""}, (422, "bad_name", "name")),
        ({"edit_minutes": 10**30}, (422, "bad_edit_minutes", "edit_minutes")),
    ],
)
async def test_what_a_site_cannot_be_is_refused(
    service: RunningService, said: dict[str, Any], code: tuple[int, str, str]
) -> None:
    assert (await patch(service, **said)).code == code


@pytest.mark.parametrize("slug", ["%00", "x" * 300, "Open", "%F0%9F%92%A9"])
async def test_what_cannot_name_a_site_is_unknown(service: RunningService, slug: str) -> None:
    assert (await patch(service, slug=slug, name="x")).code == (404, "unknown_site", "site")
