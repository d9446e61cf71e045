"""Who posts under the name of a moderator waits, from the moment that there is the moderator."""

from dataclasses import replace

import pytest

from service.domain.comment import Author, Status
from service.domain.finding import Finding
from service.domain.identity import edit_token
from service.domain.moderator import TERMINAL, ApiToken, Moderator, Role, Roles
from service.domain.ports import Transaction
from service.domain.site import Site
from service.usecases.change_roles import change_roles
from service.usecases.edit_comment import edit_comment
from service.usecases.remove_moderator import remove_moderator
from tests.usecases.acting import DEVICE, Desk
from tests.usecases.people import Office
from tests.usecases.replying import give
from tests.usecases.rule_acts import DEFAULT, run, started

ANNA = "Anna de Vries"


async def person(office: Office, name: str = ANNA, roles: Roles | None = None) -> Moderator:
    return await office.person(name, roles, email=f"{len(await office.events())}@blog.example")


async def posted(desk: Desk, name: str = ANNA, **more: str) -> tuple[str, Status]:
    comment = (await desk.post(**{"site": "open", "author": Author(name), **more})).comment
    return comment.public_id, comment.status


async def evidence(desk: Desk, public_id: str) -> Finding:
    story = await desk.storage.comments.reviewed(public_id)
    assert story is not None
    return next(each for each in story.findings if each.rule == "reserved_name")


async def test_the_name_of_a_new_moderator_counts_at_once(
    desk: Desk, open_site: Site, office: Office
) -> None:
    _, before = await posted(desk)
    await person(office)

    after, status = await posted(desk, "ANNA de Vriеs ✓", text="Iets anders")

    assert (before, status) == (Status.APPROVED, Status.PENDING)
    finding = await evidence(desk, after)
    assert finding.params == {"variant": "moderator", "name": ANNA}
    assert [match.text for match in finding.matches] == ["ANNA de Vriеs ✓"]


@pytest.mark.parametrize(
    ("role", "site", "status"),
    [
        (Role.MODERATOR, "open", Status.PENDING),
        (Role.ADMIN, "open", Status.PENDING),
        (Role.VIEWER, "open", Status.APPROVED),
        (Role.MODERATOR, "blog", Status.APPROVED),
    ],
)
async def test_only_who_moderates_the_site_can_be_passed_for(
    desk: Desk, open_site: Site, office: Office, role: Role, site: str, status: Status
) -> None:
    found = await desk.storage.sites.by_slug(site)
    assert found is not None
    await person(office, roles=Roles(None, {found.id: role}))

    assert (await posted(desk))[1] is status


async def test_the_name_is_free_again_when_the_moderator_is_gone_or_moderates_no_more(
    desk: Desk, open_site: Site, office: Office
) -> None:
    await person(office, "Bea Bos")
    anna, cas = await person(office), await person(office, "Cas van Dam")

    await change_roles(anna.public_id, Roles(Role.VIEWER), by=TERMINAL, **office.kept)
    await remove_moderator(cas.public_id, by=TERMINAL, **office.kept)

    names = (ANNA, "Cas van Dam", "Bea Bos")
    statuses = [(await posted(desk, name, text=f"Groet van {name}"))[1] for name in names]
    assert statuses == [Status.APPROVED, Status.APPROVED, Status.PENDING]


async def test_a_first_name_that_a_moderator_shares_with_many_does_not_wait(
    desk: Desk, open_site: Site, office: Office
) -> None:
    await person(office, "Jan")

    assert (await posted(desk, "Jan"))[1] is Status.APPROVED


async def test_the_sites_own_name_is_reserved(desk: Desk, open_site: Site) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.change_site(replace(open_site, name="De Kaasplank"))

    await desk.storage.write(unit)

    held, status = await posted(desk, "Redactie De Kaasplank")

    assert status is Status.PENDING
    told = {"variant": "site", "name": "De Kaasplank"}
    assert (await evidence(desk, held)).params == told


async def test_a_proven_author_whom_people_vouched_for_waits_all_the_same(
    desk: Desk, open_site: Site, office: Office
) -> None:
    await posted(desk, "Jan", device=DEVICE)
    await person(office)

    assert (await posted(desk, device=DEVICE, text="Iets anders"))[1] is Status.PENDING


async def test_an_edit_under_a_name_that_is_a_moderators_by_now_is_not_published(
    desk: Desk, open_site: Site, office: Office
) -> None:
    first, _ = await posted(desk)
    await person(office)

    own = await edit_comment(
        first,
        edit_token(open_site, first),
        "Iets heel anders",
        storage=desk.storage,
        clock=desk.clock,
        rule_book=desk.rule_book,
    )

    assert not own.is_public
    assert (await evidence(desk, first)).params["name"] == ANNA


async def test_a_moderators_own_reply_is_not_judged_by_its_name(
    desk: Desk, open_site: Site, office: Office
) -> None:
    await person(office)
    first, _ = await posted(desk, "Jan")

    replied = await give(desk, first, await desk.token(name=ANNA))

    assert (replied.reply.author.name, replied.reply.status) == (ANNA, Status.APPROVED)


async def test_moderators_who_came_or_went_later_change_no_old_verdict(
    desk: Desk, open_site: Site, office: Office, anna: ApiToken
) -> None:
    await person(office, "Bea Bos")
    cas = await person(office, "Cas van Dam")
    await posted(desk)
    await posted(desk, "Cas van Dam", text="Iets anders")

    await person(office)
    await remove_moderator(cas.public_id, by=TERMINAL, **office.kept)
    tally = await run(desk, await started(desk, open_site, anna, DEFAULT))

    assert tally.changes == {"publish>publish": 1, "hold>hold": 1}


async def test_of_all_moderators_only_the_one_he_passes_for_is_kept_with_a_comment(
    desk: Desk, open_site: Site, office: Office
) -> None:
    for name in (ANNA, "Bea Bos", "Cas van Dam"):
        await person(office, name)
    held, _ = await posted(desk)
    free, _ = await posted(desk, "Jan", text="Iets anders")

    async def kept(public_id: str) -> object:
        comment = await desk.comment(public_id)
        (revision, _), *_ = await desk.storage.comments.revisions(comment.id)
        return revision.context.get("namesakes")

    assert await kept(held) == [["moderator", ANNA]]
    assert await kept(free) is None


@pytest.mark.parametrize("name", ["\u200b", "🦊", "'; DROP TABLE comments; --", "\ufdfa" * 80, "%"])
async def test_no_name_of_a_moderator_stops_other_names(
    desk: Desk, open_site: Site, office: Office, name: str
) -> None:
    await person(office, name)

    assert (await posted(desk, "Jan"))[1] is Status.APPROVED
    assert (await posted(desk, "🐻", text="Iets anders"))[1] is Status.APPROVED
