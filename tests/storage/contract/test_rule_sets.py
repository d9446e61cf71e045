"""Versions of rule sets, long jobs, and the history that they are tried on."""

from dataclasses import replace
from typing import Any

import pytest

from service.domain.comment import Status
from service.domain.decision import Action
from service.domain.errors import Conflict, NotFound
from service.domain.job import Job, JobState
from service.domain.ports import Transaction
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.storage import SqlStorage
from tests.storage.making import LINKS, Maker

LONG = 2**62


async def add(storage: SqlStorage, site: Site, content: dict[str, Any]) -> int:
    return await storage.write(lambda tx: tx.add_rule_set(site.id, content, "anna", 3))


async def move(storage: SqlStorage, site: Site, version: int, state: RuleState) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.move_rule_set(site.id, version, state, "bea", 4, "r1")

    await storage.write(unit)


async def states(storage: SqlStorage, site: Site) -> dict[int, str]:
    return {each.version: each.state.value for each in await storage.rule_sets.all(site.id)}


async def test_a_site_without_rule_set_has_none_in_force(storage: SqlStorage, site: Site) -> None:
    assert await storage.rule_sets.active(site.id) is None
    assert await storage.rule_sets.shadow(site.id) is None


async def test_a_new_version_is_a_draft_that_judges_nothing(
    storage: SqlStorage, site: Site
) -> None:
    version = await add(storage, site, {"hold_at": 2.5})

    kept = await storage.rule_sets.version(site.id, version)
    assert kept is not None
    assert (kept.state, kept.content, kept.created_by) == (
        RuleState.DRAFT,
        {"hold_at": 2.5},
        "anna",
    )
    assert await storage.rule_sets.active(site.id) is None
    assert await storage.rule_sets.version(site.id, 9) is None


async def test_what_comes_into_force_retires_what_was(storage: SqlStorage, site: Site) -> None:
    for _ in range(2):
        await move(storage, site, await add(storage, site, {}), RuleState.ACTIVE)

    active = await storage.rule_sets.active(site.id)

    assert active is not None
    assert (active.version, active.moved_by, active.moved_at, active.replay) == (2, "bea", 4, "r1")
    assert await states(storage, site) == {2: "active", 1: "retired"}


async def test_a_retired_version_comes_back(storage: SqlStorage, site: Site) -> None:
    for _ in range(2):
        await move(storage, site, await add(storage, site, {}), RuleState.ACTIVE)

    await move(storage, site, 1, RuleState.ACTIVE)

    assert await states(storage, site) == {2: "retired", 1: "active"}


async def test_one_version_is_in_the_shadow(storage: SqlStorage, site: Site) -> None:
    for _ in range(2):
        await move(storage, site, await add(storage, site, {}), RuleState.SHADOW)

    shadow = await storage.rule_sets.shadow(site.id)

    assert shadow is not None
    assert shadow.version == 2
    assert await states(storage, site) == {2: "shadow", 1: "draft"}


async def test_no_other_site_is_touched(storage: SqlStorage, site: Site, make: Maker) -> None:
    other = await make.site("ander")
    await move(storage, other, await add(storage, other, {}), RuleState.ACTIVE)

    await move(storage, site, await add(storage, site, {}), RuleState.ACTIVE)

    assert await states(storage, other) == {1: "active"}


async def test_an_unknown_version_is_told_and_leaves_the_active_one(
    storage: SqlStorage, site: Site
) -> None:
    await move(storage, site, await add(storage, site, {}), RuleState.ACTIVE)

    with pytest.raises(NotFound, match="unknown_rule_set"):
        await move(storage, site, 9, RuleState.ACTIVE)

    assert await states(storage, site) == {1: "active"}


def a_job(site: Site, public_id: str = "j1", **given: Any) -> Job:
    job = Job(public_id, site.id, "replay", JobState.RUNNING, 0, 9, {}, {"a": 1}, "anna", 5, 5)
    return replace(job, **given)


async def advance(storage: SqlStorage, job: Job, before: int) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.advance_job(job, before)

    await storage.write(unit)


async def test_a_job_is_kept_with_how_far_it_is(storage: SqlStorage, site: Site) -> None:
    job = a_job(site)
    await storage.write(lambda tx: tx.add_job(job))

    further = replace(job, done=4, total=11, position={"after": [3, 1]}, updated_at=6)
    await advance(storage, further, 0)

    assert await storage.jobs.by_public_id("j1") == further
    assert await storage.jobs.running("replay") == [further]
    assert await storage.jobs.by_public_id("j2") is None


async def test_a_job_that_another_process_moved_cannot_be_advanced(
    storage: SqlStorage, site: Site
) -> None:
    job = a_job(site)
    await storage.write(lambda tx: tx.add_job(job))
    await advance(storage, replace(job, done=4), 0)

    with pytest.raises(Conflict, match="job_moved"):
        await advance(storage, replace(job, done=2), 0)

    kept = await storage.jobs.by_public_id("j1")
    assert kept is not None
    assert kept.done == 4


async def test_a_job_is_told_briefly_without_the_rules_that_were_asked_about(
    storage: SqlStorage, site: Site
) -> None:
    window = {"since": 0, "until": 2**41}
    job = a_job(site, parameters={**window, "content": {"hold_at": 3}})
    await storage.write(lambda tx: tx.add_job(job))

    brief = replace(job, parameters=window)

    assert await storage.jobs.brief("j1") == brief
    assert await storage.jobs.brief("j2") is None
    assert await storage.jobs.newest(None, "replay", 1) == [brief]


async def test_a_job_at_its_end_is_not_running(storage: SqlStorage, site: Site) -> None:
    await storage.write(lambda tx: tx.add_job(a_job(site)))
    await storage.write(lambda tx: tx.add_job(a_job(site, "j2")))
    await advance(storage, a_job(site, state=JobState.DONE), 0)

    assert [job.public_id for job in await storage.jobs.running("replay")] == ["j2"]
    newest = await storage.jobs.newest((site.id,), "replay", 9)
    assert [job.public_id for job in newest] == ["j2", "j1"]
    assert await storage.jobs.newest((site.id + 1,), "replay", 9) == []
    assert len(await storage.jobs.newest(None, "replay", 1)) == 1


async def test_the_history_comes_in_order_with_what_people_decided(
    storage: SqlStorage, site: Site, make: Maker
) -> None:
    good = await make.comment(text="Goed", published=False)
    bad = await make.comment(text="Slecht", published=False)
    await make.comment(text="Niemand keek", published=False)
    await make.approve(good)
    await make.decide(bad, Action.SPAM, Status.SPAM, None, -1)

    texts = await storage.history.judged(site.id, (0, 0), 0, LONG, 9)

    assert [(text.text, text.is_bad) for text in texts] == [
        ("Goed", False),
        ("Slecht", True),
        ("Niemand keek", None),
    ]
    assert texts[0].comment == good.public_id
    assert texts[0].author == good.author
    assert await storage.history.judged(site.id, texts[1].place, 0, LONG, 9) == texts[2:]
    assert await storage.history.judged(site.id, (0, 0), 0, LONG, 1) == texts[:1]


async def test_the_history_can_be_cut_to_a_window(
    storage: SqlStorage, site: Site, make: Maker
) -> None:
    first, second = [await make.comment(text=text) for text in ("Een", "Twee")]
    window = (first.created_at + 1, second.created_at + 1)

    texts = await storage.history.judged(site.id, (0, 0), *window, 9)

    assert [text.text for text in texts] == ["Twee"]
    assert await storage.history.count(site.id, *window) == 1
    assert await storage.history.count(site.id, 0, LONG) == 2


async def test_what_a_shadow_said_is_kept_with_the_text(
    storage: SqlStorage, site: Site, make: Maker
) -> None:
    new = make.new()
    said = {"rule_set": 2, "verdict": "hold", "score": 3.0, "findings": []}
    await storage.accept(replace(new, revision=replace(new.revision, shadow=said)))

    [text] = await storage.history.judged(site.id, (0, 0), 0, LONG, 9)

    assert text.shadow == said


async def test_the_place_before_the_newest_texts_is_found(
    storage: SqlStorage, site: Site, make: Maker
) -> None:
    for n in range(3):
        await make.comment(text=f"Tekst {n}")
    all_of_them = await storage.history.judged(site.id, (0, 0), 0, LONG, 9)

    after = await storage.history.before_newest(site.id, 2)

    newest = await storage.history.judged(site.id, after, 0, LONG, 9)
    assert [text.text for text in newest] == [text.text for text in all_of_them][1:]
    assert await storage.history.before_newest(site.id, 3) == (0, 0)


async def test_rules_without_a_vote_are_counted_by_what_people_made_of_the_texts(
    storage: SqlStorage, site: Site, make: Maker
) -> None:
    shadow = replace(LINKS, shadow=True)
    bad = await make.comment(published=False, findings=(shadow,))
    await make.decide(bad, Action.SPAM, Status.SPAM, None, -1)
    await make.approve(await make.comment(published=False, findings=(shadow,)))
    last = await make.comment(published=False, findings=(shadow,))
    await make.comment(published=False, findings=(LINKS,))

    assert await storage.history.shadow_rules(site.id, (0, 0)) == [("many_links", 3, 1, 1)]
    assert await storage.history.shadow_rules(site.id, (last.id, 0)) == [("many_links", 1, 0, 0)]


async def test_a_version_that_judges_neither_becomes_a_draft_nor_a_shadow(
    storage: SqlStorage, site: Site
) -> None:
    await move(storage, site, await add(storage, site, {}), RuleState.ACTIVE)

    for state in (RuleState.DRAFT, RuleState.SHADOW):
        with pytest.raises(Conflict, match="in_force"):
            await move(storage, site, 1, state)

    assert await states(storage, site) == {1: "active"}


async def test_the_newest_version_is_told_with_its_content_and_the_list_without(
    storage: SqlStorage, site: Site
) -> None:
    assert await storage.rule_sets.newest(site.id) is None
    await add(storage, site, {"hold_at": 1})
    await add(storage, site, {"hold_at": 2})

    newest = await storage.rule_sets.newest(site.id)

    assert newest is not None
    assert (newest.version, newest.content) == (2, {"hold_at": 2})
    assert [each.content for each in await storage.rule_sets.all(site.id)] == [{}, {}]
