"""Rule sets as data: drafts, the shadow, replays before they come into force, and the way back."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from service.domain.decision import Action
from service.domain.errors import Conflict, Invalid, NotFound, Unavailable
from service.domain.job import Job, JobState
from service.domain.moderator import ApiToken
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.replay import Tally
from service.rules.rule_set import RuleSet, parse_rule_set
from service.usecases import replayer, review_shadow, run_replay
from service.usecases.check_rule_set import check_rule_set
from service.usecases.move_rule_set import move_rule_set
from service.usecases.replayer import Replayer
from service.usecases.rule_book import RuleBook
from service.usecases.save_rule_set import save_rule_set
from service.usecases.start_replay import start_replay
from tests.usecases.acting import Desk

STRICT = parse_rule_set(RULES, {"rules": {"word_list": {"options": {"words": ["kip"]}}}}, 0)
DEFAULT = parse_rule_set(RULES, {}, 0)


@pytest.fixture
async def open_site(desk: Desk) -> Site:
    site = await desk.storage.sites.by_slug("open")
    assert site is not None
    return site


async def save(desk: Desk, site: Site, rules: RuleSet, token: ApiToken) -> int:
    return await save_rule_set(site, rules, token=token, storage=desk.storage, clock=desk.clock)


async def move(
    desk: Desk, site: Site, version: int, state: RuleState, token: ApiToken, **more: Any
) -> None:
    await move_rule_set(
        site, version, state, token=token, storage=desk.storage, clock=desk.clock, **more
    )


async def started(
    desk: Desk, site: Site, token: ApiToken, rules: RuleSet = STRICT, **more: Any
) -> Job:
    given = {"runner": "command", **more}
    return await start_replay(
        site, rules, token=token, storage=desk.storage, clock=desk.clock, **given
    )


async def run(desk: Desk, job: Job) -> Tally:
    done = await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock)
    assert (done.state, done.done) == (JobState.DONE, done.total)
    return Tally.restore(done.position["tally"])


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


async def test_a_replay_counts_what_would_be_held(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    for text in ("Kip", "Vis", "Kip met friet"):
        await desk.post(text, site="open")

    tally = await run(desk, await started(desk, open_site, anna))

    assert tally.changes == {"publish>hold": 2, "publish>publish": 1}


async def test_a_replay_of_what_judged_changes_nothing_whatever_was_decided_since(
    desk: Desk, open_site: Site, blog: Site, anna: ApiToken
) -> None:
    for n in range(12):
        posted = await desk.post(
            f"Check out my blog {n % 3} http://a.nl", device=f"device-{n % 2}" * 3
        )
        if n % 4:
            action = Action.APPROVE if n % 3 else Action.SPAM
            await desk.decide(posted.comment.public_id, action, anna)

    tally = await run(desk, await started(desk, blog, anna, DEFAULT))

    assert tally.summary()["unchanged"] == tally.texts == 12


async def test_a_replay_goes_on_from_where_it_was_stopped(
    desk: Desk, open_site: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_replay, "PAGE", 1)
    for n in range(7):
        await desk.post(f"Kip {n}", site="open")
    job = await started(desk, open_site, anna)
    steps: list[Job] = []

    def stop(now: Job) -> None:
        steps.append(now)
        if len(steps) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock, told=stop)
    stopped = await desk.storage.jobs.by_public_id(job.public_id)
    assert stopped is not None
    assert (stopped.state, stopped.done) == (JobState.RUNNING, 4)
    tally = await run(desk, stopped)

    assert tally.changes == {"publish>hold": 7}


async def test_two_runs_of_one_replay_do_not_count_twice(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    job = await started(desk, open_site, anna)
    await run(desk, job)

    with pytest.raises(Conflict, match="job_moved"):
        await run_replay.run_replay(job, storage=desk.storage, clock=desk.clock)


async def test_a_replay_can_be_cut_to_a_window(desk: Desk, open_site: Site, anna: ApiToken) -> None:
    await desk.post("Kip", site="open")
    since = desk.clock()
    await desk.post("Nog een kip", site="open")

    tally = await run(desk, await started(desk, open_site, anna, since=since))

    assert tally.texts == 1


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


async def test_a_check_tries_the_rules_on_history(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    weak = parse_rule_set(RULES, {"rules": {"many_links": {"weight": 0}}}, 0)

    with_history = await check_rule_set(weak, open_site, storage=desk.storage)
    alone = await check_rule_set(weak, None, storage=desk.storage)

    assert [remark.code for remark in with_history] == ["no_weight"]
    assert with_history == alone


class Told:
    """Hears what became of replays, and lets a test wait for it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.event = asyncio.Event()

    def __call__(self, what: str, job: Job) -> None:
        self.heard.append((what, job.public_id))
        self.event.set()


async def run_until_told(worker: Replayer, told: Told) -> None:
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(60):
        await told.event.wait()
    running.cancel()


async def test_a_server_goes_on_with_its_replays_at_its_start(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    await started(desk, open_site, anna)
    left = await started(desk, open_site, anna, runner=replayer.RUNNER)
    told = Told()

    await run_until_told(Replayer(desk.storage, desk.clock, told), told)

    assert told.heard == [("done", left.public_id)]


async def test_a_server_leaves_a_replay_that_another_one_works_on(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    await desk.post("Kip", site="open")
    theirs = await started(desk, open_site, anna)
    await run(desk, theirs)
    ours = await started(desk, open_site, anna)
    told = Told()
    worker = Replayer(desk.storage, desk.clock, told)
    worker.add(theirs)
    worker.add(ours)

    await run_until_told(worker, told)

    assert told.heard == [("done", ours.public_id)]


async def test_a_replay_that_fails_is_told_and_left_for_later(
    desk: Desk, open_site: Site, anna: ApiToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any, **__: Any) -> Job:
        raise Unavailable

    job = await started(desk, open_site, anna)
    monkeypatch.setattr(replayer, "run_replay", fails)
    told = Told()
    worker = Replayer(desk.storage, desk.clock, told)
    worker.add(job)

    await run_until_told(worker, told)

    assert told.heard == [("failed", job.public_id)]
    assert await desk.storage.jobs.running("replay") == [job]


async def test_a_job_without_texts_is_done_at_once(
    desk: Desk, open_site: Site, anna: ApiToken
) -> None:
    tally = await run(desk, replace(await started(desk, open_site, anna)))

    assert tally == Tally()
