"""Who has a role on one site sees and touches nothing of another, in any room of the desk."""

import re

from service.domain.moderator import Role, Roles
from tests.web.desk_client import QUEUE, DeskClient, at_desk, words
from tests.web.running_service import RunningService

SECRET = "Geheim van de andere site"


async def at_blog(service: RunningService, role: Role = Role.ADMIN) -> DeskClient:
    """Bea, whose role is on the site `blog` alone."""
    blog = await service.storage.sites.by_slug("blog")
    assert blog is not None
    return await at_desk(service, "Bea", roles=Roles(on_sites={blog.id: role}))


async def test_no_room_shows_a_comment_of_another_site(service: RunningService) -> None:
    reply = await service.post(site="open", text=SECRET, post_title=SECRET)
    owner = await at_desk(service)
    await owner.post(
        "/moderate/decide",
        [("id", reply.json["id"]), ("version", "1"), ("action", "spam"), ("note", SECRET)],
    )
    story = await owner.get(f"/moderate/comments/{reply.json['id']}")
    decision = story.form("/moderate/undo").fields[1][1]
    bea = await at_blog(service)

    pages = [
        await bea.get(path)
        for path in (
            QUEUE,
            f"{QUEUE}?status=spam",
            f"{QUEUE}?status=spam&site=open",
            f"{QUEUE}?undo={decision}",
            f"{QUEUE}?q=geheim&each=yes&status=spam",
            f"{QUEUE}?order=suspect&status=spam",
            f"/moderate/comments/{reply.json['id']}",
            "/moderate/log",
            "/moderate/log?site=open",
            "/moderate/log?verify=yes",
            "/moderate/statistics",
            "/moderate/statistics?site=open",
            "/moderate/threads",
            "/moderate/threads?site=open",
            "/moderate/rules",
            "/moderate/rules?site=open",
            "/moderate/people",
        )
    ]

    for page in pages:
        assert SECRET not in page.html, page.path
        assert not re.search(r"[>(]open[<)]", page.html), page.path


async def test_no_act_reaches_a_comment_of_another_site(service: RunningService) -> None:
    reply = await service.post(text="Mooi stuk.")
    other = await service.post_public(text=SECRET)
    id_ = other.json["id"]
    bea = await at_blog(service)

    decided = await bea.post(
        "/moderate/decide", [("id", id_), ("version", "1"), ("action", "spam")]
    )
    bulk = await bea.post(
        "/moderate/bulk",
        [("id", id_), ("id", reply.json["id"]), ("action", "spam"), ("seen", "open:99 blog:99"),
         ("status", "approved"), ("sure", "yes"), ("site", "open")],
    )  # fmt: skip
    mixed = await bea.post(
        "/moderate/bulk",
        [("id", id_), ("action", "spam"), ("seen", "open:99 blog:99"), ("status", "approved")],
    )
    moved = await bea.post(
        "/moderate/rules/move", [("site", "open"), ("version", "1"), ("state", "active")]
    )

    assert decided.status == bulk.status == moved.status == 404
    assert "Nothing to mark as spam" in words(mixed)
    history = await service.storage.decisions.of_comment(id_)
    assert len(history) == 1


async def test_people_shows_no_role_on_a_site_that_is_not_ones_own(
    service: RunningService,
) -> None:
    blog = await service.storage.sites.by_slug("blog")
    other = await service.storage.sites.by_slug("open")
    assert blog is not None
    assert other is not None
    await at_desk(
        service, "Kees", roles=Roles(on_sites={blog.id: Role.VIEWER, other.id: Role.OWNER})
    )
    bea = await at_blog(service)

    page = await bea.get("/moderate/people")

    assert "viewer (blog)" in words(page)
    assert "(open)" not in words(page)
