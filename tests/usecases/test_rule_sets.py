"""Rule sets as data: drafts, the shadow, replays before they come into force, and the way back."""

import asyncio
from typing import Any

import pytest

from service.domain.comment import Status
from service.domain.decision import Action
from service.domain.errors import Conflict, Invalid, NotFound
from service.domain.moderator import ApiToken
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.replay import Tally
from service.rules.rule_set import parse_rule_set
from service.usecases import check_rule_set as checking
from service.usecases import review_shadow
from service.usecases.check_rule_set import check_rule_set
from service.usecases.rule_book import RuleBook
from tests.usecases.acting import Desk
from tests.usecases.rule_acts import DEFAULT, STRICT, move, run, save, started


async def test_saving_the_same_rules_again_makes_no_version(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    assert await save(desk, open_site, STRICT, anna) == 1
    assert await save(desk, open_site, STRICT, anna) == 1
    assert await save(desk, open_site, DEFAULT, anna) == 2


async def test_a_draft_judges_nothing_until_it_is_moved(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    version = await save(desk, open_site, STRICT, anna)
    before = await desk.post("Kip", site="open")

    await move(desk, open_site, version, RuleState.ACTIVE, anna)

    after = await desk.post("Nog een kip", site="open")
    assert (before.comment.status, after.comment.status) == ("approved", "pending")


async def test_a_retired_set_leaves_the_default_rules(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    version = await save(desk, open_site, STRICT, anna)
    await move(desk, open_site, version, RuleState.ACTIVE, anna)

    await move(desk, open_site, version, RuleState.RETIRED, anna)

    assert (await desk.post("Kip", site="open")).comment.status == "approved"


async def test_a_shadow_changes_no_verdict_and_is_reported(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    version = await save(desk, open_site, STRICT, anna)
    await desk.post("Een kip van eerder", site="open")
    await move(desk, open_site, version, RuleState.SHADOW, anna)

    good = await desk.post("Kip", site="open")
    await desk.post("Vis", site="open")
    await desk.decide(good.comment.public_id, Action.SPAM, anna)

    assert good.comment.status == "approved"
    shown, tally = await review_shadow.review_shadow(open_site, storage=desk.storage)
    assert shown is not None
    assert shown.version == version
    assert tally.changes == {"publish>hold": 1, "publish>publish": 1}
    assert tally.now == {"bad_stopped": 1}
    assert tally.then == {"bad_published": 1}


async def test_a_report_reads_page_by_page(
    desk: Desk, open_site: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_shadow, "PAGE", 1)
    monkeypatch.setattr(review_shadow, "TEXTS_MAX", 2)
    version = await save(desk, open_site, STRICT, anna)
    await move(desk, open_site, version, RuleState.SHADOW, anna)
    for n in range(3):
        await desk.post(f"Bericht {n}", site="open")

    _, tally = await review_shadow.review_shadow(open_site, storage=desk.storage)

    assert tally.texts == 2


async def test_without_a_shadow_the_report_is_empty(desk: Desk, open_site: Site) -> None:
    assert await review_shadow.review_shadow(open_site, storage=desk.storage) == (None, Tally())


async def test_a_shadow_that_cannot_be_read_stands_in_nobodys_way(
    desk: Desk, open_site: Site
) -> None:
    async def unit(tx: Any) -> None:
        version = await tx.add_rule_set(open_site.id, {"rules": {"gone": {}}}, "x", 1)
        await tx.move_rule_set(open_site.id, version, RuleState.SHADOW, "x", 1, None)

    await desk.storage.write(unit)

    assert await RuleBook(desk.storage).shadow(open_site) is None
    assert (await desk.post("Kip", site="open")).comment.status == "approved"


async def test_a_version_that_todays_rules_cannot_read_never_comes_into_force(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    content = {"rules": {"gone": {}}}
    version = await desk.storage.write(lambda tx: tx.add_rule_set(open_site.id, content, "x", 1))

    with pytest.raises(Invalid, match=r"bad_rule_set \(rules.gone\)"):
        await move(desk, open_site, version, RuleState.ACTIVE, anna)

    assert await desk.storage.rule_sets.active(open_site.id) is None


async def test_an_unknown_version_cannot_be_moved(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    with pytest.raises(NotFound, match="unknown_rule_set"):
        await move(desk, open_site, 7, RuleState.ACTIVE, anna)


async def test_activation_can_demand_a_replay_of_the_same_rules(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    version = await save(desk, open_site, STRICT, anna)
    unfinished = await started(desk, open_site, anna)
    of_others = await started(desk, open_site, anna, DEFAULT)
    await run(desk, of_others)

    async def activate(replay: str | None) -> None:
        await move(
            desk, open_site, version, RuleState.ACTIVE, anna, replay=replay, needs_replay=True
        )

    with pytest.raises(Invalid, match="replay_required"):
        await activate(None)
    for replay in (unfinished.public_id, of_others.public_id, "unknown"):
        with pytest.raises(Invalid, match="wrong_replay"):
            await activate(replay)
    await run(desk, unfinished)
    await activate(unfinished.public_id)

    active = await desk.storage.rule_sets.active(open_site.id)
    assert active is not None
    assert active.replay == unfinished.public_id


async def test_a_demanded_replay_has_looked_at_comments_if_there_are_any(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    version = await save(desk, open_site, STRICT, anna)
    seen: dict[str, Any] = {"needs_replay": True}
    of_nothing = await started(desk, open_site, anna)
    await run(desk, of_nothing)
    await move(
        desk, open_site, version, RuleState.ACTIVE, anna, **seen, replay=of_nothing.public_id
    )
    await desk.post("Kip", site="open")
    elsewhere = await started(desk, open_site, anna, since=1, until=2)
    await run(desk, elsewhere)

    with pytest.raises(Invalid, match="wrong_replay"):
        await move(
            desk, open_site, version, RuleState.ACTIVE, anna, **seen, replay=elsewhere.public_id
        )


@pytest.mark.parametrize("state", [RuleState.SHADOW, RuleState.DRAFT])
async def test_what_judges_cannot_slip_out_of_force(
    desk: Desk, open_site: Site, anna: ApiToken, state: RuleState
) -> None:
    version = await save(desk, open_site, STRICT, anna)
    await move(desk, open_site, version, RuleState.ACTIVE, anna)

    with pytest.raises(Conflict, match="in_force"):
        await move(desk, open_site, version, state, anna)

    active = await desk.storage.rule_sets.active(open_site.id)
    assert active is not None
    assert active.version == version


async def test_of_two_activations_at_once_one_version_is_in_force(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    versions = [await save(desk, open_site, rules, anna) for rules in (STRICT, DEFAULT)]

    await asyncio.gather(
        *(move(desk, open_site, version, RuleState.ACTIVE, anna) for version in versions * 3)
    )

    states = [each.state for each in await desk.storage.rule_sets.all(open_site.id)]
    assert sorted(states) == [RuleState.ACTIVE, RuleState.RETIRED]


async def test_rules_without_a_vote_are_reported_against_what_people_decided(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    content = {"rules": {"word_list": {"shadow": True, "options": {"words": ["kip"]}}}}
    version = await save(desk, open_site, parse_rule_set(RULES, content, 0), anna)
    await move(desk, open_site, version, RuleState.ACTIVE, anna)
    for text, action in (("Kip", Action.SPAM), ("Een kip", None), ("Vis", Action.SPAM)):
        posted = await desk.post(text, site="open")
        assert posted.comment.status == "approved"
        if action is not None:
            await desk.decide(posted.comment.public_id, action, anna)

    counts = await review_shadow.review_shadow_rules(open_site, storage=desk.storage)

    assert counts == [("word_list", 2, 1, 0)]


async def test_a_check_tries_the_rules_on_history(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    weak = parse_rule_set(RULES, {"rules": {"many_links": {"weight": 0}}}, 0)

    with_history = await check_rule_set(weak, open_site, storage=desk.storage)
    alone = await check_rule_set(weak, None, storage=desk.storage)

    assert [remark.code for remark in with_history] == ["no_weight"]
    assert with_history == alone


async def test_a_check_looks_at_so_many_texts_and_no_more(
    desk: Desk, open_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PAGE", 1)
    monkeypatch.setattr(checking, "TEXTS_MAX", 2)
    for n in range(3):
        await desk.post(f"Kip {n}", site="open")

    assert await check_rule_set(STRICT, open_site, storage=desk.storage) == []


async def test_a_network_can_be_blocked_by_the_name_that_its_comments_show(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    first = await desk.post("Een reactie", site="open")
    content = {"rules": {"blocked_author": {"options": {"networks": [first.comment.network]}}}}
    rules = parse_rule_set(RULES, content, 0)
    await move(desk, open_site, await save(desk, open_site, rules, anna), RuleState.ACTIVE, anna)

    posted = await desk.post("Nog een reactie van daar", site="open")

    assert posted.comment.status is Status.REJECTED
