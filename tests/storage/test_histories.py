"""Laws over random histories: what is stored is what the decisions add up to."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from service.domain.comment import Author, Status, Submission
from service.domain.decision import Action, Standing, fold
from service.domain.errors import Conflict, Forbidden, Invalid
from service.domain.identity import edit_token
from service.domain.moderator import ApiToken, Role, Roles
from service.domain.site import Moderation
from service.storage import SqlStorage, open_storage
from service.usecases.decide import decide
from service.usecases.edit_comment import edit_comment
from service.usecases.post_comment import Posted, post_comment
from service.usecases.rule_book import RuleBook
from service.usecases.set_up_site import set_up_site
from service.usecases.site_settings import SiteSettings
from service.usecases.undo_decision import undo_decision
from service.usecases.verify_log import verify_log
from service.usecases.withdraw_comment import withdraw_comment
from tests.storage.making import TickingClock

ANNA = ApiToken("anna", "Anna", Roles(Role.OWNER), "", 0)
DEVICE = "a-device-token-long-enough"
TEXTS = ("Wat een mooi verhaal", "Dank voor het delen", "Kijk https://a.example https://b.example")
MOVES = ("approve", "reject", "spam", "delete", "restore", "undo", "edit", "withdraw")

histories = st.lists(
    st.tuples(st.sampled_from(MOVES), st.integers(0, 2), st.sampled_from(TEXTS)), max_size=14
)


class Desk:
    """Lets visitors and a moderator act on three comments, one below another."""

    def __init__(self, storage: SqlStorage) -> None:
        self.storage = storage
        self.clock = TickingClock()
        self.rules = RuleBook(storage)
        self.posted: list[Posted] = []

    async def open(self) -> None:
        settings = SiteSettings(
            origins=("https://blog.example",), language="nl", moderation=Moderation.HOLD_SUSPECT
        )
        await set_up_site("blog", settings, storage=self.storage, clock=self.clock)
        for number in range(3):
            parent = self.posted[-1].comment.public_id if self.posted else None
            submission = Submission(
                site="blog",
                post="/page",
                text=f"Reactie nummer {number} op dit verhaal",
                author=Author(f"Visser {number}"),
                network="192.0.2.0/24",
                parent=parent,
                device=DEVICE,
            )
            posted = await post_comment(
                submission,
                idempotency_key=None,
                storage=self.storage,
                clock=self.clock,
                rule_book=self.rules,
            )
            self.posted.append(posted)
            if posted.comment.status is Status.PENDING:
                await self.act("approve", number, "")

    async def act(self, move: str, which: int, new_text: str) -> None:
        """One move; those the rules of the house forbid just fail."""
        comment = await self.storage.comments.by_public_id(self.posted[which].comment.public_id)
        assert comment is not None
        site = await self.storage.sites.by_id(comment.site_id)
        assert site is not None
        token = edit_token(site, comment.public_id)
        known = {"storage": self.storage, "clock": self.clock}
        if move == "withdraw":
            await withdraw_comment(comment.public_id, token, **known)
        elif move == "edit":
            await edit_comment(comment.public_id, token, new_text, rule_book=self.rules, **known)
        elif move == "undo":
            newest = (await self.storage.decisions.of_comment(comment.public_id))[-1]
            await undo_decision(newest.public_id, token=ANNA, **known)
        else:
            await decide(
                comment.public_id,
                Action(move),
                version=comment.version,
                reason=None,
                note=None,
                token=ANNA,
                **known,
            )


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=histories)
async def test_whatever_happens_the_stored_state_follows_from_the_log(
    migrated_file: Path, history: Sequence[tuple[str, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copy(migrated_file, folder)
        async with open_storage(str(file), clock=TickingClock()) as storage:
            desk = Desk(storage)
            await desk.open()
            for move in history:
                try:
                    await desk.act(*move)
                except (Conflict, Forbidden, Invalid):
                    continue

            await check(desk)


async def check(desk: Desk) -> None:
    storage = desk.storage
    stored = [
        await storage.comments.by_public_id(posted.comment.public_id) for posted in desk.posted
    ]
    comments = [comment for comment in stored if comment is not None]
    assert len(comments) == 3
    for comment in comments:
        decisions = await storage.decisions.of_comment(comment.public_id)
        assert fold(decisions) == Standing(comment.status, comment.published)
        assert comment.version == len(decisions)
    site = comments[0].site_id
    identity = await storage.identities.by_id(comments[0].identity_id or 0)
    assert identity is not None
    counted = [comment.credit for comment in comments]
    assert (identity.approved, identity.rejected) == (counted.count(1), counted.count(-1))
    public = sum(comment.published is not None for comment in comments)
    page = await storage.comments.page(comments[0].thread_id, "oldest", None, 10, 1)
    assert page.count == public
    assert sum(one.text is not None for one in page.comments) == public
    assert await storage.comments.counts(site, ["/page"]) == {"/page": public}
    async with storage._reader.connection() as connection:
        branch = await connection.scalar(
            text("SELECT branch FROM comments WHERE parent_id IS NULL")
        )
    assert branch == public
    known = await storage.sites.by_id(site)
    assert known is not None
    assert (await verify_log(known, storage=storage)).problem is None
