"""What moderators see of an author, and the notes that they keep on him."""

from dataclasses import replace
from typing import Any

import pytest

from service.domain.author import AuthorNote, MarkKind
from service.domain.comment import Author
from service.domain.decision import Action
from service.domain.errors import Invalid, NotFound
from service.domain.moderator import ApiToken
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.rule_set import parse_rule_set
from service.usecases.block_author import block_author
from service.usecases.note_author import note_author
from service.usecases.remove_author_note import remove_author_note
from service.usecases.show_author import AuthorPanel, show_author
from service.usecases.site_log import list_site_events
from tests.usecases.acting import DEVICE, MINUTE, Desk
from tests.usecases.altered import Answering
from tests.usecases.rule_acts import move, save


async def panel(desk: Desk, by: ApiToken, public_id: str) -> AuthorPanel:
    return await show_author(
        public_id, token=by, storage=desk.storage, clock=desk.clock, rule_book=desk.rule_book
    )


async def note(desk: Desk, by: ApiToken, public_id: str, text: str = "Bekend.") -> AuthorNote:
    return await note_author(public_id, text, by=by, storage=desk.storage, clock=desk.clock)


async def post(desk: Desk, text: str = "Mooi verhaal", **given: Any) -> str:
    return (await desk.post(text, **given)).comment.public_id


def texts(found: Any) -> list[str]:
    return [each.revision.text for each in found]


async def test_what_is_proven_stands_apart_from_what_only_looks_the_same(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk, "Een", device=DEVICE)
    await post(desk, "Twee", device=DEVICE, author=Author("Anders"))
    await post(desk, "Drie")
    await post(desk, "Vier", author=Author("Piet"))

    shown = await panel(desk, anna, first)

    assert texts(shown.own) == ["Twee", "Een"]
    assert texts(shown.namesakes) == ["Drie"]
    assert [each.name for each in shown.neighbours.newest] == ["Piet", "Jan"]
    assert shown.first_seen == shown.reviewed.comment.created_at
    kinds = [mark.kind for mark in shown.marks]
    assert kinds == [MarkKind.IDENTITY, MarkKind.NETWORK, MarkKind.NAME]


async def test_of_who_proves_nothing_only_this_comment_is_known(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk, "Een", author=Author())

    shown = await panel(desk, anna, first)

    assert texts(shown.own) == ["Een"]
    assert (shown.namesakes, shown.first_seen, shown.trust.given) == ([], None, False)


async def test_trust_is_given_for_approvals_as_the_rules_in_force_ask(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk, "Een", device=DEVICE)
    assert not (await panel(desk, anna, first)).trust.given

    for public_id in (first, await post(desk, "Twee", device=DEVICE)):
        await desk.decide(public_id, Action.APPROVE, anna)
    trust = (await panel(desk, anna, first)).trust
    assert (trust.given, trust.asked, trust.approvals, trust.links) == (True, True, 2, 1)

    off = parse_rule_set(RULES, {"rules": {"trusted_author": {"enabled": False}}}, 0)
    version = await save(desk, blog, off, anna)
    await move(desk, blog, version, RuleState.ACTIVE, anna)
    trust = (await panel(desk, anna, first)).trust
    assert (trust.given, trust.asked) == (False, False)


async def test_blocks_on_any_mark_of_his_are_shown_while_they_hold(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk, device=DEVICE)
    known: Any = {"reason": None, "by": anna, "storage": desk.storage, "clock": desk.clock}
    await block_author(first, MarkKind.NETWORK, until=desk.clock.now + MINUTE, **known)
    made = await block_author(first, MarkKind.NAME, until=None, **known)
    desk.clock.pass_minutes(2)

    assert (await panel(desk, anna, first)).blocks == [made]
    assert (await panel(desk, anna, await post(desk, "Iets", author=Author("Piet")))).blocks == []


async def test_a_note_is_kept_on_the_surest_mark_and_seen_from_his_other_comments(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk, device=DEVICE)
    second = await post(desk, "Nog iets", device=DEVICE, author=Author("Anders"))

    made = await note(desk, anna, first, "Vriendelijk,\nmaar lang van stof.")

    assert (made.mark.kind, made.by_name, made.label) == (MarkKind.IDENTITY, "Anna", "Jan")
    assert (await panel(desk, anna, second)).notes == [made]


async def test_a_note_that_is_removed_is_gone_and_the_log_keeps_that_it_was(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk)
    made = await note(desk, anna, first, "Geheim")

    known: Any = {"storage": desk.storage, "clock": desk.clock}
    assert await remove_author_note(made.public_id, by=anna, **known) == made

    assert (await panel(desk, anna, first)).notes == []
    with pytest.raises(NotFound, match="unknown_note"):
        await remove_author_note(made.public_id, by=anna, **known)
    events, _ = await list_site_events(
        "blog", after=None, limit=9, token=anna, storage=desk.storage
    )
    assert [each.act.value for each in events] == ["note_removed", "note_added"]
    assert "Geheim" not in str(events)


async def test_an_empty_note_or_one_on_nobody_is_not_kept(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk)
    for nothing in ("", "\u200b\u202e"):
        with pytest.raises(Invalid, match="empty_note"):
            await note(desk, anna, first, nothing)

    await nobody(desk, first)

    with pytest.raises(Invalid, match="author_unknown"):
        await note(desk, anna, first)
    assert (await panel(desk, anna, first)).notes == ()


async def nobody(desk: Desk, public_id: str) -> None:
    """From now on nothing is known of the comment's author, as of an imported one."""
    reviewed = await desk.storage.comments.reviewed(public_id)
    assert reviewed is not None
    comment = replace(reviewed.comment, author=Author(), network="")
    told = Answering(desk.storage, "comments.reviewed", replace(reviewed, comment=comment))
    desk.storage = Answering(told, "transaction.comment", comment)  # type: ignore[arg-type]


async def test_nobody_sees_or_notes_an_author_of_another_site(
    desk: Desk, blog: Site, anna: ApiToken
) -> None:
    first = await post(desk)
    made = await note(desk, anna, first)
    bea = await desk.token(site_slug="open")

    with pytest.raises(NotFound, match="unknown_comment"):
        await panel(desk, bea, first)
    with pytest.raises(NotFound, match="unknown_comment"):
        await note(desk, bea, first)
    with pytest.raises(NotFound, match="unknown_note"):
        await remove_author_note(made.public_id, by=bea, storage=desk.storage, clock=desk.clock)
    with pytest.raises(NotFound, match="unknown_comment"):
        await panel(desk, anna, "0" * 32)
    desk.storage = Answering(desk.storage, "sites.by_id")  # type: ignore[assignment]
    with pytest.raises(NotFound, match="unknown_comment"):
        await panel(desk, anna, first)
