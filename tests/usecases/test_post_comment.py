"""Posting: held, published, turned away or refused; replies; and the same request again."""

from dataclasses import replace

import pytest

from service.domain.comment import Author, Status
from service.domain.decision import RULES, Action, Standing
from service.domain.errors import Invalid, NotFound
from service.domain.identity import token_matches
from service.domain.moderator import ApiToken
from service.domain.ports import Transaction
from service.domain.rule_version import RuleState
from service.domain.site import Site
from tests.usecases.acting import DEVICE, PAGE, Desk
from tests.usecases.altered import Overtaken

LINKS = "http://a.test http://b.test http://c.test"


async def test_a_comment_of_a_new_author_is_held(desk: Desk) -> None:
    posted = await desk.post()

    assert posted.comment.status is Status.PENDING
    assert posted.comment.published is None


async def test_a_comment_that_no_rule_objects_to_is_published(desk: Desk) -> None:
    posted = await desk.post(site="open")

    assert posted.comment.status is Status.APPROVED
    assert posted.comment.published == 1


async def test_a_suspect_comment_is_held_with_its_evidence(desk: Desk) -> None:
    posted = await desk.post(LINKS, site="open")

    (_, findings), *_ = await desk.storage.comments.revisions(posted.comment.id)
    assert posted.comment.status is Status.PENDING
    assert "many_links" in {finding.rule for finding in findings}


async def test_a_comment_of_a_blocked_author_is_turned_away_and_kept(desk: Desk) -> None:
    await block_name(desk, "Spammer")

    posted = await desk.post(site="open", author=Author("Spammer"))

    assert posted.comment.status is Status.REJECTED
    assert (await desk.history(posted.comment.public_id))[0].action is Action.TURN_AWAY


async def test_a_device_that_people_approved_twice_is_published_at_once(
    desk: Desk, anna: ApiToken
) -> None:
    for text in ("Eerste keer hier.", "Nog iets anders."):
        posted = await desk.post(text, device=DEVICE)
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    third = await desk.post("En een derde.", device=DEVICE)

    assert third.comment.status is Status.APPROVED


async def test_the_name_of_a_trusted_author_earns_no_trust(desk: Desk, anna: ApiToken) -> None:
    for text in ("Eerste keer hier.", "Nog iets anders."):
        posted = await desk.post(text, device=DEVICE)
        await desk.decide(posted.comment.public_id, Action.APPROVE, anna)

    imitator = await desk.post("Koop nu!", author=Author("Jan", "jan@blog.example"))

    assert imitator.comment.status is Status.PENDING


@pytest.mark.parametrize(
    ("text", "more", "code", "field"),
    [
        (" \n\u200b", {}, "empty", "text"),
        ("x" * 10_001, {}, "too_long", "text"),
        ("Mooi", {"trap": "ja"}, "trap", "subject"),
        ("Mooi", {"parent": "0" * 32}, "unknown_parent", "parent"),
        ("Mooi", {"post": "https://evil.example/"}, "foreign_page", "post"),
        ("Mooi", {"post": "null"}, "bad_page", "post"),
    ],
)
async def test_what_a_gate_refuses_leaves_no_row(
    desk: Desk, text: str, more: dict[str, str], code: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        await desk.post(text, **more)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert await desk.count_stored() == 0
    assert await desk.storage.threads.by_key(1, PAGE) is None


async def test_a_closed_thread_takes_no_comments(desk: Desk) -> None:
    posted = await desk.post(site="open")

    async def close(tx: Transaction) -> None:
        await tx.threads.change(replace(posted.thread, closed_at=1))

    await desk.storage.write(close)

    with pytest.raises(Invalid, match="thread_closed"):
        await desk.post("Te laat", site="open")


async def test_an_unknown_site_takes_no_comments(desk: Desk) -> None:
    with pytest.raises(NotFound) as refused:
        await desk.post(site="nowhere")

    assert (refused.value.code, refused.value.field) == ("unknown_site", "site")


async def test_a_page_has_one_thread_however_it_is_named(desk: Desk) -> None:
    one = await desk.post("Een", post=PAGE)
    other = await desk.post("Twee", post=f"http://www.blog.example/{PAGE}?fbclid=1#x")

    assert one.comment.thread_id == other.comment.thread_id
    assert one.thread.key == PAGE


async def test_a_comment_on_a_known_page_keeps_the_threads_first_title(desk: Desk) -> None:
    await desk.post("Een", post_title="Co-creatie")

    posted = await desk.post("Twee", post_title="Iets anders")

    assert posted.thread.title == "Co-creatie"


async def test_a_reply_hangs_below_its_parent(desk: Desk) -> None:
    parent = (await desk.post("Een", site="open")).comment
    reply = (await desk.post("Twee", site="open", parent=parent.public_id)).comment
    below = (await desk.post("Drie", site="open", parent=reply.public_id)).comment

    assert (reply.parent_id, reply.root_id) == (parent.id, parent.id)
    assert (below.parent_id, below.root_id) == (reply.id, parent.id)
    assert (parent.parent_id, parent.root_id) == (None, parent.id)


async def test_nobody_replies_to_a_comment_that_readers_do_not_see(desk: Desk) -> None:
    held = await desk.post()

    with pytest.raises(Invalid, match="unknown_parent"):
        await desk.post("Antwoord", parent=held.comment.public_id)


async def test_nobody_replies_to_a_comment_of_another_page(desk: Desk) -> None:
    parent = await desk.post("Een", site="open", post="/a")
    await desk.post("Twee", site="open", post="/b")

    with pytest.raises(Invalid, match="unknown_parent"):
        await desk.post("Drie", site="open", post="/b", parent=parent.comment.public_id)


async def test_a_parent_taken_away_in_the_meantime_takes_no_reply(
    desk: Desk, anna: ApiToken
) -> None:
    parent = await desk.post("Een", site="open")

    async def take_away() -> None:
        await desk.decide(parent.comment.public_id, Action.DELETE, anna)

    desk.storage = Overtaken(desk.storage, take_away)
    with pytest.raises(Invalid, match="unknown_parent"):
        await desk.post("Twee", site="open", parent=parent.comment.public_id)

    assert await desk.count_stored() == 1


async def test_the_way_in_is_the_first_decision_and_is_the_rules(desk: Desk) -> None:
    posted = await desk.post()

    (decision,) = await desk.history(posted.comment.public_id)
    assert decision.actor == RULES
    assert decision.action is Action.HOLD
    assert (decision.before, decision.after) == (None, Standing(Status.PENDING, None))
    assert decision.at == posted.comment.created_at


async def test_what_the_rules_saw_is_kept_with_the_revision(desk: Desk) -> None:
    posted = await desk.post("Hoi allemaal", form_age_ms=9_000)

    (revision, _), *_ = await desk.storage.comments.revisions(posted.comment.id)
    assert revision.context["form_age_ms"] == 9_000
    assert revision.context["moderation"] == "hold_new"
    assert revision.verdict == "hold"


async def test_neither_the_address_nor_the_tokens_are_stored(desk: Desk, blog: Site) -> None:
    posted = await desk.post(device=DEVICE)

    assert "192.0.2" not in posted.comment.network
    assert posted.token not in posted.comment.token_hash
    assert token_matches(posted.token, posted.comment.token_hash)
    assert await desk.storage.identities.by_proof(blog.id, "device", DEVICE) is None


async def test_a_comment_takes_the_sites_language_unless_it_has_its_own(desk: Desk) -> None:
    assert (await desk.post("Een")).comment.language == "nl"
    assert (await desk.post("Two", language="en")).comment.language == "en"


async def block_name(desk: Desk, name: str) -> None:
    site = await desk.storage.sites.by_slug("open")
    assert site is not None
    content = {"rules": {"blocked_author": {"options": {"names": [name]}}}}

    async def activate(tx: Transaction) -> None:
        version = await tx.add_rule_set(site.id, content, "test", 1)
        await tx.move_rule_set(site.id, version, RuleState.ACTIVE, "test", 1, None)

    await desk.storage.write(activate)
