"""Laws over random stored histories: a replay of what judged changes nothing, an undone decision
teaches nothing, and what runs in the shadow changes no verdict."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.comment import Author
from service.domain.comment_ports import QueueFilter
from service.domain.decision import MODERATOR_ACTIONS, Action
from service.domain.errors import Conflict, Forbidden, Invalid
from service.domain.identity import edit_token
from service.domain.lesson import Lesson
from service.domain.moderator import ApiToken, Role, Roles
from service.domain.ports import Transaction
from service.domain.rule_version import RuleState
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.learning import learned_state
from service.rules.replay import Tally, tally_replay
from service.rules.rule_set import content_of, parse_rule_set
from service.storage import open_storage
from service.usecases.edit_comment import edit_comment
from service.usecases.undo_decision import undo_decision
from tests.usecases.acting import Desk, SteppingClock

ANNA = ApiToken("anna", "Anna", Roles(Role.OWNER), "", 0)
STATE = learned_state(
    [
        Lesson(f"Check out my channel {n}" if n % 2 else f"Dank voor {n}", (), n % 2 == 1)
        for n in range(60)
    ]
)
QUEUE = QueueFilter()
TEXTS = (
    "Mooi verhaal",
    "Check out my channel",
    "Check out my channel http://a.nl http://b.nl http://c.nl",
    "Bel 0612345678 voor $500",
    "foei, dit is kip",
    "Dank voor het delen 7",
)


class Act(NamedTuple):
    """One thing that happens. `which` is the comment (or another number), `text` what is typed."""

    move: str
    which: int
    text: str


POSTED_AND_APPROVED = (Act("post", 1, TEXTS[0]), Act("decide", 1, ""), Act("decide", 5, ""))
MOVES = ("post", "post", "post", "edit", "decide", "decide", "undo", "model")
acts = st.lists(
    st.builds(Act, st.sampled_from(MOVES), st.integers(0, 9), st.sampled_from(TEXTS)),
    min_size=1,
    max_size=25,
)
contents = st.builds(
    lambda hold, reject, off, shadows: {
        "hold_at": hold,
        "reject_at": hold + 2 if reject else None,
        "rules": {
            "learned_fine": {"enabled": True},
            "word_list": {"options": {"words": ["kip"]}},
            "blocked_author": {"options": {"names": ["Jan 1"]}},
            **{name: {"enabled": False} for name in off},
            **{name: {"enabled": True, "shadow": True} for name in shadows},
        },
    },
    st.sampled_from([0, 1, 2, 3, 4.5]),
    st.booleans(),
    st.sets(st.sampled_from([rule.name for rule in RULES]), max_size=3),
    st.sets(st.sampled_from([rule.name for rule in RULES]), max_size=3),
)
laws = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@asynccontextmanager
async def judging(
    template: Path, content: dict[str, Any], shadow: dict[str, Any] | None = None
) -> AsyncIterator[tuple[Desk, Site]]:
    """A desk where a site judges by `content`, with a rule set in the shadow or none."""
    with tempfile.TemporaryDirectory() as folder:
        file = await asyncio.to_thread(shutil.copy, template, folder)
        clock = SteppingClock()
        async with open_storage(str(file), clock=clock) as storage:
            desk = Desk(storage, clock)
            site = await storage.sites.by_slug("open")
            assert site is not None
            await put(desk, site, content, RuleState.ACTIVE)
            if shadow is not None:
                await put(desk, site, shadow, RuleState.SHADOW)
            clock.now += 1_000 - clock.now % 1_000  # the same whatever was put in place
            yield desk, site


async def put(desk: Desk, site: Site, content: dict[str, Any], state: RuleState) -> None:
    whole = content_of(parse_rule_set(RULES, content, 0))

    async def unit(tx: Transaction) -> None:
        version = await tx.add_rule_set(site.id, whole, "anna", 1)
        await tx.move_rule_set(site.id, version, state, "anna", 1, None)

    await desk.storage.write(unit)


async def happen(desk: Desk, site: Site, history: Sequence[Act]) -> list[str]:
    """Lets all of it happen; the ids of the comments. What the house forbids just fails."""
    posted: list[str] = []
    for act in history:
        with suppress(Conflict, Forbidden, Invalid):
            if act.move == "post":
                device = f"device-{act.which % 3}-of-somebody" if act.which % 4 else None
                author = Author(f"Jan {act.which % 2}", "jan@a.nl" if act.which % 2 else None)
                made = await desk.post(act.text, site="open", device=device, author=author)
                posted.append(made.comment.public_id)
            elif act.move == "model":
                await learn(desk, site, (STATE, b"damaged", None)[act.which % 3])
            elif posted:
                await change(desk, site, posted[act.which % len(posted)], act)
    return posted


async def change(desk: Desk, site: Site, comment: str, act: Act) -> None:
    known = {"storage": desk.storage, "clock": desk.clock}
    if act.move == "edit":
        token = edit_token(site, comment)
        await edit_comment(comment, token, act.text, rule_book=desk.rule_book, **known)
    elif act.move == "decide":
        action = (*MODERATOR_ACTIONS, Action.APPROVE, Action.APPROVE)[act.which % 7]
        await desk.decide(comment, action, ANNA)
    else:
        newest = (await desk.history(comment))[-1]
        await undo_decision(newest.public_id, token=ANNA, **known)


async def learn(desk: Desk, site: Site, state: bytes | None) -> None:
    async def unit(tx: Transaction) -> None:
        await tx.keep_model(site.id, state, 60, 1)

    await desk.storage.write(unit)


async def replayed(desk: Desk, site: Site) -> Tally:
    """The rule set in force, tried on the whole history."""
    active = await desk.storage.rule_sets.active(site.id)
    assert active is not None
    rules = parse_rule_set(RULES, active.content, active.version)
    return tally_replay(rules, await desk.storage.history.judged(site.id, (0, 0), 0, 2**62, 999))


async def taught(desk: Desk, site: Site) -> tuple[object, ...]:
    """All that people's decisions teach: the model's lessons, the audit, each author's record."""
    models = desk.storage.models
    identities = [
        await desk.storage.identities.by_id(row.identity.id)
        for row in (await desk.storage.comments.queue(QUEUE, None, 99))[0]
        if row.identity is not None
    ]
    return await models.lessons(site.id, 99), await models.contexts(site.id, 99), identities


async def verdicts(desk: Desk, posted: Sequence[str]) -> list[tuple[object, ...]]:
    """What became of each comment, and what was said of each of its texts, but for the shadow."""
    told: list[tuple[object, ...]] = []
    for public_id in posted:
        comment = await desk.comment(public_id)
        revisions = await desk.storage.comments.revisions(comment.id)
        said = [(each.verdict, each.score, each.context) for each, _ in revisions]
        found = [(finding.rule, finding.outcome) for _, all_ in revisions for finding in all_]
        told.append((comment.status, comment.published, comment.credit, said, found))
    return told


@pytest.mark.slow
@laws
@given(history=acts, content=contents, shadow=st.none() | contents)
async def test_a_replay_of_the_set_in_force_over_any_history_changes_nothing(
    template: Path, history: list[Act], content: dict[str, Any], shadow: dict[str, Any] | None
) -> None:
    async with judging(template, content, shadow) as (desk, site):
        posted = await happen(desk, site, history)

        tally = await replayed(desk, site)

    assert tally.texts >= len(posted)
    assert tally.summary()["unchanged"] == tally.texts
    assert tally.then == tally.now


@pytest.mark.slow
@laws
@given(
    history=acts,
    action=st.sampled_from(MODERATOR_ACTIONS),
    content=contents,
)
async def test_a_decision_that_is_undone_teaches_nothing(
    template: Path, history: list[Act], action: Action, content: dict[str, Any]
) -> None:
    async with judging(template, content) as (desk, site):
        posted = await happen(desk, site, [*POSTED_AND_APPROVED, *history])
        before = await taught(desk, site)
        for comment in posted:
            with suppress(Conflict):
                _, decision = await desk.decide(comment, action, ANNA)
                await undo_decision(
                    decision.public_id, token=ANNA, storage=desk.storage, clock=desk.clock
                )

        after = await taught(desk, site)

    assert after == before


@pytest.mark.slow
@laws
@given(history=acts, content=contents, shadow=contents)
async def test_a_rule_set_in_the_shadow_changes_nothing_but_its_own_notes(
    template: Path, history: list[Act], content: dict[str, Any], shadow: dict[str, Any]
) -> None:
    async with judging(template, content) as (desk, site):
        alone = await verdicts(desk, await happen(desk, site, history))

    async with judging(template, content, shadow) as (desk, site):
        beside = await verdicts(desk, await happen(desk, site, history))

    assert beside == alone
