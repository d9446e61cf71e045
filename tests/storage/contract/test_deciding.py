"""Decisions and edits: what they change, and what they leave in the log."""

from dataclasses import replace

import pytest

from service.domain.comment import Comment, Status
from service.domain.decision import RULES, Action, Decision, Standing, fold, is_intact
from service.domain.errors import Conflict
from service.domain.log_filter import LogFilter
from service.domain.ports import Edit, Transaction
from service.storage import SqlStorage
from service.usecases.verify_log import verify_log
from tests.storage.making import FIRST, Maker, a_revision


async def edit(make: Maker, comment: Comment, text: str, *, passes: bool) -> Comment:
    number = comment.current + 1
    after = Standing(Status.APPROVED, number) if passes else Standing(Status.PENDING, 1)
    decision = make.decision(
        comment,
        Action.PUBLISH if passes else Action.HOLD,
        after,
        actor=RULES,
        revision=number,
    )
    made = Edit(comment, a_revision(number, text, make.clock()), [FIRST], decision, comment.cluster)

    async def unit(tx: Transaction) -> Comment:
        return (await tx.edit(made))[0]

    return await make.storage.write(unit)


async def test_a_decision_moves_the_comment_and_its_version(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(published=False)

    approved = await make.approve(comment)

    assert approved == replace(comment, status=Status.APPROVED, published=1, version=2, credit=1)
    assert await storage.comments.by_public_id(comment.public_id) == approved


async def test_a_decision_is_found_by_its_id_and_by_its_comment(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(published=False)

    _, decision = await make.decide(comment, Action.SPAM, Status.SPAM, None, -1)

    assert await storage.decisions.by_public_id(decision.public_id) == decision
    assert (await storage.decisions.of_comment(comment.public_id))[-1] == decision
    assert await storage.decisions.by_public_id("nothing") is None
    assert is_intact(decision)


async def test_words_to_the_author_are_kept_in_the_chain(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment(published=False)
    made = make.decision(comment, Action.REJECT, Standing(Status.REJECTED, None))
    telling = replace(made, to_author="Liever zonder\nschelden.")

    async def unit(tx: Transaction) -> Decision:
        return (await tx.decide(comment, telling, -1))[1]

    logged = await storage.write(unit)

    found = await storage.decisions.by_public_id(made.public_id)
    assert found == logged
    assert found.to_author == telling.to_author
    assert is_intact(found)


async def test_a_transaction_sees_the_comment_and_its_decisions(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment()
    first = (await storage.decisions.of_comment(comment.public_id))[0]

    async def unit(tx: Transaction) -> None:
        assert await tx.comment(comment.public_id) == comment
        assert await tx.comment("nothing") is None
        assert await tx.decisions(comment.public_id) == [first]
        assert await tx.decision(first.public_id) == first
        assert await tx.decision("nothing") is None

    await storage.write(unit)


async def test_a_decision_on_an_old_version_is_refused_and_leaves_nothing(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(published=False)
    await make.approve(comment)
    stale = make.decision(comment, Action.SPAM, Standing(Status.SPAM, None))

    async def unit(tx: Transaction) -> None:
        await tx.decide(comment, stale, -1)

    with pytest.raises(Conflict, match="stale_version"):
        await storage.write(unit)

    assert len(await storage.decisions.of_comment(comment.public_id)) == 2


async def test_a_proven_authors_counts_follow_the_credit_of_his_comments(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(published=False, proof="p" * 64)

    approved = await make.approve(comment)
    after_approval = await storage.identities.by_proof(comment.site_id, "device", "p" * 64)
    await make.reject(approved)
    after_rejection = await storage.identities.by_proof(comment.site_id, "device", "p" * 64)

    assert after_approval is not None
    assert (after_approval.approved, after_approval.rejected) == (1, 0)
    assert after_rejection is not None
    assert (after_rejection.approved, after_rejection.rejected) == (0, 1)


async def test_an_edit_that_waits_leaves_the_old_text_public(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(text="oud")

    edited = await edit(make, comment, "nieuw", passes=False)

    public = await storage.comments.published(comment.id, 1)
    reviewed = await storage.comments.reviewed(comment.public_id)
    assert (edited.current, edited.published, edited.version) == (2, 1, 2)
    assert edited.edited_at is not None
    assert public is not None
    assert (public.text, public.edited_at) == ("oud", None)
    assert reviewed is not None
    assert reviewed.revision.text == "nieuw"
    assert reviewed.findings == [FIRST]


async def test_an_edit_that_passes_is_public_and_says_when(
    storage: SqlStorage, make: Maker
) -> None:
    comment = await make.comment(text="oud")

    edited = await edit(make, comment, "nieuw", passes=True)

    public = await storage.comments.published(comment.id, 1)
    revisions = await storage.comments.revisions(comment.id)
    assert public is not None
    assert (public.text, public.revision) == ("nieuw", 2)
    assert public.edited_at == edited.edited_at
    assert [revision.text for revision, _ in revisions] == ["oud", "nieuw"]


async def test_the_status_is_the_fold_of_the_decisions(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment(published=False)
    approved = await make.approve(comment)
    await make.reject(approved)

    decisions = await storage.decisions.of_comment(comment.public_id)

    assert fold(decisions) == Standing(Status.REJECTED, None)
    assert [decision.version for decision in decisions] == [0, 1, 2]


async def test_the_log_is_paged_newest_first(storage: SqlStorage, make: Maker) -> None:
    for _ in range(5):
        await make.comment()
    other = await make.site("other")
    await make.comment(site=other)

    seen: list[Decision] = []
    after = None
    while True:
        page, after = await storage.decisions.log(LogFilter((make.new().site.id,)), after, 2)
        seen += page
        if after is None:
            break
    everything, _ = await storage.decisions.log(LogFilter(), None, 100)

    assert len(seen) == 5
    assert [one.at for one in seen] == sorted((one.at for one in seen), reverse=True)
    assert len(everything) == 6


async def test_each_site_has_a_chain_of_its_own(storage: SqlStorage, make: Maker) -> None:
    other = await make.site("other")
    for site in (None, other, None):
        await make.comment(site=site)

    chain = await storage.decisions.chain(make.new().site.id, 0, 10)

    assert [position for position, _ in chain] == [1, 2]
    assert chain[0][1].previous == ""
    assert chain[1][1].previous == chain[0][1].hash
    assert await storage.decisions.head(make.new().site.id) == (2, chain[1][1].hash)
    assert (await storage.decisions.head(other.id))[0] == 1
    assert await storage.decisions.head(12345) == (0, "")
    assert (await verify_log(other, storage=storage)).problem is None


async def test_the_chain_is_read_on_from_a_position(storage: SqlStorage, make: Maker) -> None:
    for _ in range(4):
        await make.comment()

    chain = await storage.decisions.chain(make.new().site.id, 1, 2)

    assert [position for position, _ in chain] == [2, 3]
