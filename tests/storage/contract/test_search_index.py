"""The search index is filled behind the posts; whatever is in it, a search is exact."""

from collections.abc import Sequence

import pytest

from service.domain.comment import Status
from service.domain.comment_ports import QueueFilter
from service.domain.errors import Unavailable
from service.storage import SqlStorage, open_storage, search_index, search_marks
from tests.storage.making import Maker, TickingClock
from tests.storage.searching import edit, run, take_in_all, texts


async def test_an_edit_while_a_batch_is_taken_in_is_not_lost(
    storage: SqlStorage, make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = await make.comment(text="eerst")
    documents = search_index._documents

    async def meanwhile(*read: Sequence[Sequence[object]]) -> list[Sequence[object]]:
        monkeypatch.undo()
        await edit(storage, make, comment, "daarna")
        return await documents(*read)

    monkeypatch.setattr(search_index, "_documents", meanwhile)
    await storage.search_index.take_in(10)

    assert await texts(storage, QueueFilter(words="daarna")) == ["daarna"]
    await take_in_all(storage)
    assert await texts(storage, QueueFilter(words="daarna")) == ["daarna"]
    assert await texts(storage, QueueFilter(words="eerst")) == []


async def test_a_comment_that_comes_late_with_a_low_id_is_found(
    storage: SqlStorage, database: str, make: Maker
) -> None:
    early = TickingClock(make.clock.now - 3_600_000)
    async with open_storage(database, clock=early) as replica:
        before = await make.comment(text="vroeg")
        await take_in_all(storage)
        late = await Maker(replica, early, make.the_site).comment(text="laat")
    assert late.id < before.id

    for _ in range(2):
        assert await texts(storage, QueueFilter(words="laat")) == ["laat"]
        assert await texts(storage, QueueFilter(words="vroeg")) == ["vroeg"]
        await take_in_all(storage)
    assert not await storage.search_index.take_in(10)


async def test_two_indexers_take_everything_in_once(
    storage: SqlStorage, database: str, make: Maker, clock: TickingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for number in range(5):
        await make.comment(text=f"tekst {number}")
    documents = search_index._documents

    async with open_storage(database, clock=clock) as replica:

        async def meanwhile(*read: Sequence[Sequence[object]]) -> list[Sequence[object]]:
            monkeypatch.undo()
            await replica.search_index.take_in(2)
            return await documents(*read)

        for _ in range(2):
            monkeypatch.setattr(search_index, "_documents", meanwhile)
            assert await storage.search_index.take_in(2) == 0
        await take_in_all(storage)

    assert len(await texts(storage, QueueFilter(words="tekst"))) == 5


async def test_decisions_take_nothing_in_anew(storage: SqlStorage, make: Maker) -> None:
    comment = await make.comment(text="tekst", published=False)
    await take_in_all(storage)
    await make.approve(comment)

    assert await storage.search_index.take_in(10) == 1
    assert await storage.search_index.take_in(10) == 0
    assert await texts(storage, QueueFilter(words="tekst", status=Status.APPROVED)) == ["tekst"]


async def test_what_another_version_took_in_is_not_used_and_taken_in_anew(
    storage: SqlStorage, make: Maker
) -> None:
    await make.comment(text="tekst")
    await take_in_all(storage)
    await run(
        storage,
        "UPDATE search_documents SET words = 'anders'",
        "UPDATE search_state SET version = version - 1",
    )

    for _ in range(2):
        assert await texts(storage, QueueFilter(words="tekst")) == ["tekst"]
        assert await texts(storage, QueueFilter(words="anders")) == []
        await take_in_all(storage)


async def test_what_a_newer_version_took_in_is_left_alone(storage: SqlStorage, make: Maker) -> None:
    await make.comment(text="tekst")
    await take_in_all(storage)
    await run(storage, f"UPDATE search_state SET version = {search_marks.VERSION + 1}")
    await make.comment(text="tekst twee")

    assert await storage.search_index.take_in(10) == 0
    assert await texts(storage, QueueFilter(words="tekst")) == ["tekst", "tekst twee"]


async def test_the_index_can_be_made_anew_at_any_moment(storage: SqlStorage, make: Maker) -> None:
    await storage.search_index.rebuild()
    for text in ("een", "twee", "drie", "vier"):
        await make.comment(text=text)
    await take_in_all(storage)
    await run(storage, "DELETE FROM search_documents")

    await storage.search_index.rebuild()

    for _ in range(5):
        assert await texts(storage, QueueFilter(words="drie")) == ["drie"]
        await storage.search_index.take_in(1)
    assert not await storage.search_index.take_in(1)


async def test_who_only_reads_searches_but_takes_nothing_in(
    storage: SqlStorage, database: str, make: Maker, clock: TickingClock
) -> None:
    await make.comment(text="een")
    await take_in_all(storage)
    await make.comment(text="een twee")

    async with open_storage(database, clock=clock, read_only=True) as reading:
        assert await texts(reading, QueueFilter(words="een")) == ["een", "een twee"]
        with pytest.raises(Unavailable):
            await reading.search_index.take_in(1)


async def test_a_process_is_quiet_while_it_writes_nothing_but_the_index(
    storage: SqlStorage, make: Maker
) -> None:
    for _ in range(2):
        await make.comment()
    await storage.search_index.take_in(1)
    assert not storage.search_index.is_quiet()

    await storage.search_index.take_in(1)
    assert storage.search_index.is_quiet()


async def test_the_document_of_a_comment_goes_with_it(storage: SqlStorage, make: Maker) -> None:
    await make.comment(text="weg")
    await take_in_all(storage)

    await run(storage, "DELETE FROM search_documents")

    assert await texts(storage, QueueFilter(words="weg")) == []
