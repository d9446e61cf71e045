"""The page of an author, without JavaScript: block, let in again, note; and a decision's reason."""

import pytest

from service.domain.moderator import Role, Roles
from tests.web.desk_client import QUEUE, DeskClient, Page, at_desk, words
from tests.web.running_service import RunningService

DEVICE = "device-of-jan-0123456789"
BLOCKS = "/moderate/blocks"


async def at_author(service: RunningService, desk: DeskClient, **fields: str) -> tuple[Page, str]:
    """The page of the author of a new comment, reached from its card."""
    posted = await service.post(**{"device": DEVICE, **fields})
    queue = await desk.get(QUEUE)
    link = next(each for each in queue.read.links if each.endswith("/author"))
    return await desk.get(link), posted.json["id"]


async def test_a_device_is_blocked_until_a_day_and_let_in_again(service: RunningService) -> None:
    desk = await at_desk(service)
    page, _ = await at_author(service, desk)

    form = page.form(page.path, act="block")
    blocked = await desk.press(form, span="until", until="2026-11-30", reason="advertising")
    turned_away = await service.post(text="Nog iets", device=DEVICE)

    assert "Blocked." in words(blocked)
    assert "this device Jan · until 1 December 2026 at 00:00 · advertising" in words(blocked)
    assert turned_away.json["status"] == "rejected"
    reason = await desk.get(f"/moderate/comments/{turned_away.json['id']}")
    assert "This author is blocked (this device) until 1 December 2026" in words(reason)

    lifted = await desk.press(blocked.form(page.path, act="unblock"))

    assert "The block was lifted." in words(lifted)
    assert (await service.post(text="Weer iets", device=DEVICE)).json["status"] == "pending"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("day", "until 24 November 2026 at 12:00"),
        ("week", "until 30 November 2026 at 12:00"),
        ("month", "until 23 December 2026 at 12:00"),
        ("ever", "for ever"),
    ],
)
async def test_a_block_lasts_as_long_as_is_chosen(
    service: RunningService, span: str, said: str
) -> None:
    desk = await at_desk(service)
    page, _ = await at_author(service, desk)

    blocked = await desk.press(page.form(page.path, act="block"), kind="network", span=span)

    assert f"network {await network(service)} · {said}" in words(blocked)


async def network(service: RunningService) -> str:
    found, _ = await service.storage.authors.blocks_page(None, 0, None, 1)
    return found[0].label


async def test_the_page_says_how_many_others_a_block_on_the_network_would_hit(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    for name in ("Piet", "Kees"):
        await service.post(name=name, text=f"Van {name}")
    page, _ = await at_author(service, desk, text="Van Jan zelf")

    assert "The network, shared with 2 other authors" in words(page)
    assert "2 other authors wrote from this network in the last 30 days" in words(page)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Choose whom to block"),
        ({"kind": "email"}, "Choose whom to block"),
        ({"span": "until", "until": ""}, "Give a day"),
        ({"span": "until", "until": "2020-01-01"}, "Give an end that is still to come"),
    ],
)
async def test_a_block_that_cannot_be_says_what_to_mend(
    service: RunningService, typed: dict[str, str], said: str
) -> None:
    desk = await at_desk(service)
    page, _ = await at_author(service, desk)

    answer = await desk.press(page.form(page.path, act="block"), **typed)

    assert answer.status == 422
    assert said in words(answer)


async def test_what_was_typed_is_there_when_a_block_or_a_note_cannot_be(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    page, _ = await at_author(service, desk)
    block = {"kind": "network", "span": "until", "until": "2020-01-01", "reason": "reclame"}

    blocking = await desk.press(page.form(page.path, act="block"), **block)
    noting = await desk.press(page.form(page.path, act="note"), text="x" * 1_001)

    kept = dict(blocking.form(page.path, act="block").fields)
    assert {name: kept[name] for name in block} == block
    assert dict(noting.form(page.path, act="note").fields)["text"].strip() == "x" * 1_001


async def test_a_note_is_added_and_removed(service: RunningService) -> None:
    desk = await at_desk(service)
    page, _ = await at_author(service, desk)

    noted = await desk.press(page.form(page.path, act="note"), text="Bekend van elders")
    empty = await desk.press(noted.form(page.path, act="note"), text="  ")
    removed = await desk.press(noted.form(page.path, act="remove_note"))

    assert "Bekend van elders" in words(noted)
    assert (empty.status, "Write a note." in words(empty)) == (422, True)
    assert "Bekend van elders" not in words(removed)


async def test_all_blocks_stand_on_one_page_with_the_way_back(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.web.pages.desk.blocks.SHOWN", 1)
    desk = await at_desk(service)
    assert "Nobody is blocked." in words(await desk.get(BLOCKS))
    page, _ = await at_author(service, desk)
    for kind in ("identity", "name"):
        await desk.press(page.form(page.path, act="block"), kind=kind)

    first = await desk.get(f"{BLOCKS}?site=blog")
    following = next(link for link in first.read.links if "cursor=" in link)
    second = await desk.get(following)
    lifted = await desk.press(second.form(BLOCKS))

    assert "name Jan" in words(first)
    assert "this device Jan" in words(second)
    assert "The block was lifted." in words(lifted)
    assert len(await service.storage.authors.blocks(await site_id(service))) == 1


async def site_id(service: RunningService) -> int:
    site = await service.storage.sites.by_slug("blog")
    assert site is not None
    return site.id


async def test_a_viewer_sees_everything_and_changes_nothing(service: RunningService) -> None:
    owner = await at_desk(service)
    page, _ = await at_author(service, owner)
    await owner.press(page.form(page.path, act="note"), text="Bekend van elders")
    await owner.press(page.form(page.path, act="block"))
    viewer = await at_desk(service, "Vera", roles=Roles(Role.VIEWER))

    seen = await viewer.get(page.path)
    blocks = await viewer.get(BLOCKS)
    refused = [await viewer.press(page.form(page.path, act=act)) for act in ("block", "note")]
    lifted = await viewer.post(BLOCKS, [("id", "0" * 32)])

    assert "Bekend van elders" in words(seen)
    assert "this device Jan" in words(blocks)
    for shown in (seen, blocks):
        assert not [form for form in shown.read.forms if form.action in (page.path, BLOCKS)]
    assert [answer.status for answer in (*refused, lifted)] == [403, 403, 403]


async def test_nothing_of_an_author_reaches_somebody_of_another_site(
    service: RunningService,
) -> None:
    owner = await at_desk(service)
    page, _ = await at_author(service, owner)
    blocked = await owner.press(page.form(page.path, act="block"))
    other = await service.storage.sites.by_slug("open")
    assert other is not None
    bea = await at_desk(service, "Bea", roles=Roles(on_sites={other.id: Role.ADMIN}))

    statuses = [
        (await bea.get(page.path)).status,
        (await bea.press(page.form(page.path, act="block"))).status,
        (await bea.press(page.form(page.path, act="note"), text="x")).status,
        (await bea.press(blocked.form(page.path, act="unblock"))).status,
        (await bea.get(f"{BLOCKS}?site=blog")).status,
    ]

    assert statuses == [404] * 5
    assert "Nobody is blocked." in words(await bea.get(BLOCKS))
    assert len(await service.storage.authors.blocks(await site_id(service))) == 1


async def test_hostile_names_and_notes_are_text_on_the_page(service: RunningService) -> None:
    desk = await at_desk(service)
    evil = '"><script>alert(1)</script><b onclick=x>'
    await service.post(name=evil, text=evil, device=DEVICE)
    page, _ = await at_author(service, desk, name=evil, text=f"{evil} nog eens")

    blocked = await desk.press(page.form(page.path, act="block"), reason=evil)
    noted = await desk.press(blocked.form(page.path, act="note"), text=evil)

    for shown in (noted, await desk.get(BLOCKS), await desk.get("/moderate/log?part=events")):
        assert "<script>alert" not in shown.html
        assert "<b onclick" not in shown.html
        assert "alert(1)" in words(shown)


async def test_a_reason_and_a_note_stand_in_the_story_and_the_log(service: RunningService) -> None:
    posted = await service.post()
    desk = await at_desk(service)
    story = f"/moderate/comments/{posted.json['id']}"
    page = await desk.get(story)

    form = page.form("/moderate/decide", "reject")
    await desk.press(form, "reject", reason="off_topic", note="Hoort bij deel twee")

    for path in (story, "/moderate/log"):
        assert "off topic · Hoort bij deel twee" in words(await desk.get(path))
    decision = (await service.storage.decisions.of_comment(posted.json["id"]))[-1]
    assert (decision.reason, decision.note) == ("off_topic", "Hoort bij deel twee")


async def test_a_decision_needs_no_reason(service: RunningService) -> None:
    posted = await service.post()
    desk = await at_desk(service)
    page = await desk.get(QUEUE)

    await desk.press(page.form("/moderate/decide", "approve"), "approve")

    decision = (await service.storage.decisions.of_comment(posted.json["id"]))[-1]
    assert (decision.reason, decision.note) == (None, None)
