"""Blocks and notes are kept, and who else an author may be is found."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from service.domain.author import AuthorNote, Block, Mark, MarkKind
from service.domain.comment import Author, Comment
from service.domain.ports import Transaction
from service.domain.site import Site
from service.storage import SqlStorage, open_storage
from tests.storage.making import START, Maker, TickingClock

NAME = Mark(MarkKind.NAME, "jan")
NETWORK = Mark(MarkKind.NETWORK, "n" * 32)


def a_block(
    site: Site, public_id: str = "b1", mark: Mark = NAME, until: int | None = None
) -> Block:
    return Block(public_id, site.id, mark, until, "reclame", "Jan", "c" * 32, "tok", "Anna", START)


def a_note(site: Site, public_id: str = "n1", mark: Mark = NAME) -> AuthorNote:
    return AuthorNote(public_id, site.id, mark, "Bekend.", "Jan", "c" * 32, "tok", "Anna", START)


async def block(storage: SqlStorage, *blocks: Block) -> None:
    async def unit(tx: Transaction) -> None:
        for each in blocks:
            await tx.authors.add_block(each)

    await storage.write(unit)


async def note(storage: SqlStorage, *notes: AuthorNote) -> None:
    async def unit(tx: Transaction) -> None:
        for each in notes:
            await tx.authors.add_note(each)

    await storage.write(unit)


async def test_a_block_is_kept_as_it_was_made(storage: SqlStorage, site: Site) -> None:
    made = a_block(site, until=START + 5)
    await block(storage, made)

    assert await storage.authors.blocks(site.id) == {NAME: made}
    assert await storage.authors.block("b1") == made
    assert await storage.authors.block("other") is None


async def test_a_new_block_takes_the_place_of_the_one_on_the_same_mark(
    storage: SqlStorage, site: Site
) -> None:
    await block(storage, a_block(site), a_block(site, "b2", NETWORK))

    later = a_block(site, "b3", until=START)
    await block(storage, later)

    kept = await storage.authors.blocks(site.id)
    assert {mark: each.public_id for mark, each in kept.items()} == {NAME: "b3", NETWORK: "b2"}


async def test_the_same_mark_on_another_site_is_another_block(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    other = await make.site("other")
    await block(storage, a_block(site), a_block(other, "b2"))

    assert (await storage.authors.blocks(site.id))[NAME].public_id == "b1"
    assert (await storage.authors.blocks(other.id))[NAME].public_id == "b2"


async def test_a_block_that_is_taken_back_is_gone(storage: SqlStorage, site: Site) -> None:
    await block(storage, a_block(site))

    async def unit(tx: Transaction) -> tuple[Block | None, Block | None]:
        return await tx.authors.remove_block("b1"), await tx.authors.remove_block("b1")

    assert await storage.write(unit) == (a_block(site), None)
    assert await storage.authors.blocks(site.id) == {}


async def test_blocks_that_hold_are_listed_newest_first_by_page(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    other = await make.site("other")
    marks = [Mark(MarkKind.NAME, f"n{n}") for n in range(4)]
    await block(
        storage,
        *(a_block(site, f"b{n}", mark) for n, mark in enumerate(marks)),
        a_block(site, "over", NETWORK, START),
        a_block(other, "elsewhere"),
    )

    first, after = await storage.authors.blocks_page((site.id,), START, None, 3)
    rest, end = await storage.authors.blocks_page((site.id,), START, after, 3)
    everywhere, _ = await storage.authors.blocks_page(None, START, None, 9)

    assert [each.public_id for each in [*first, *rest]] == ["b3", "b2", "b1", "b0"]
    assert end is None
    assert everywhere[0].public_id == "elsewhere"
    assert len(everywhere) == 5


async def test_notes_are_found_by_any_of_the_marks_newest_first(
    storage: SqlStorage, make: Maker, site: Site
) -> None:
    other = await make.site("other")
    await note(
        storage,
        a_note(site),
        a_note(site, "n2", NETWORK),
        a_note(site, "n3", Mark(MarkKind.EMAIL, "jan")),
        a_note(other, "n4"),
    )

    found = await storage.authors.notes(site.id, [NAME, NETWORK])

    assert found == [a_note(site, "n2", NETWORK), a_note(site)]
    assert await storage.authors.note("n2") == found[0]
    assert await storage.authors.note("other") is None


async def test_a_note_that_is_removed_is_gone(storage: SqlStorage, site: Site) -> None:
    await note(storage, a_note(site))

    async def unit(tx: Transaction) -> tuple[AuthorNote | None, AuthorNote | None]:
        return await tx.authors.remove_note("n1"), await tx.authors.remove_note("n1")

    assert await storage.write(unit) == (a_note(site), None)
    assert await storage.authors.notes(site.id, [NAME]) == []


async def test_what_an_identity_wrote_is_found_newest_first_and_since_when(
    storage: SqlStorage, make: Maker
) -> None:
    first = await make.comment(proof="p1")
    second = await make.comment(proof="p1")
    await make.comment(proof="p2")

    assert first.identity_id is not None
    proven = await storage.authors.proven(first.identity_id, 5)
    assert proven == [second.public_id, first.public_id]
    assert await storage.authors.proven(first.identity_id, 1) == proven[:1]
    assert await storage.authors.first_seen(first.identity_id) == first.created_at
    assert await storage.authors.first_seen(0) is None


async def test_namesakes_are_those_of_the_same_name_or_address_that_are_not_proven_the_same(
    storage: SqlStorage, make: Maker
) -> None:
    jan = await make.comment(proof="p1", author=Author("Jan", "jan@a.example"))
    await make.comment(proof="p1", author=Author("Jan"))
    named = await make.comment(proof="p2", author=Author(" JAN "))
    addressed = await make.comment(author=Author("Piet", "Jan@A.example"))
    await make.comment(author=Author("Piet", "piet@a.example"))
    await make.comment(site=await make.site("other"), author=Author("Jan"))

    found = await storage.authors.namesakes(jan, 5)

    assert found == [addressed.public_id, named.public_id]
    assert await storage.authors.namesakes(jan, 1) == [addressed.public_id]


async def test_who_gave_no_name_has_no_namesakes(storage: SqlStorage, make: Maker) -> None:
    nameless = await make.comment(author=Author())
    await make.comment(author=Author())

    assert await storage.authors.namesakes(nameless, 5) == []


async def elsewhere(storage: SqlStorage, make: Maker, **given: object) -> Comment:
    new = replace(make.new(**given), network="m" * 32)  # type: ignore[arg-type]
    return (await storage.accept(new))[0]


async def test_neighbours_are_the_other_authors_from_the_network(
    storage: SqlStorage, make: Maker
) -> None:
    jan = await make.comment(proof="p1", author=Author("Jan"))
    await make.comment(proof="p1", author=Author("Jan anders"))
    await make.comment(author=Author("Jan"))
    await make.comment(author=Author("Piet"))
    piet = await make.comment(author=Author("piet"))
    kees = await make.comment(proof="p2", author=Author("Kees"))
    await elsewhere(storage, make, author=Author("Ver weg"))

    found = await storage.authors.neighbours(jan, START, 2)

    assert found.count == 3
    assert [(each.name, each.proven, each.comments, each.newest) for each in found.newest] == [
        ("Kees", True, 1, kees.public_id),
        ("piet", False, 2, piet.public_id),
    ]


async def test_who_is_not_proven_is_not_his_own_neighbour(storage: SqlStorage, make: Maker) -> None:
    jan = await make.comment(author=Author("Jan"))
    await make.comment(author=Author("JAN"))
    await make.comment(proof="p", author=Author("Jan"))

    found = await storage.authors.neighbours(jan, START, 5)

    assert [(each.name, each.proven) for each in found.newest] == [("Jan", True)]


@pytest.mark.parametrize("of", ["long ago", "nowhere"])
async def test_who_wrote_before_or_from_nowhere_is_nobodys_neighbour(
    storage: SqlStorage, make: Maker, clock: TickingClock, of: str
) -> None:
    jan = await make.comment(author=Author("Jan"))
    await make.comment(author=Author("Piet"))
    clock.now += 1_000_000
    asked = jan if of == "long ago" else replace(jan, network="")

    assert (await storage.authors.neighbours(asked, clock.now, 5)).count == 0


async def test_a_server_reads_its_blocks_once_and_hears_of_new_ones(
    database: str, clock: TickingClock
) -> None:
    async with open_storage(database, clock=clock, serving=True) as server:
        site = await Maker(server, clock).site("blog")
        await until(server, lambda: is_kept(server, site))

        await block(server, a_block(site))
        assert await server.authors.blocks(site.id) == {NAME: a_block(site)}

        async with open_storage(database, clock=clock) as other:
            await block(other, a_block(site, "b2"))

        async def has_heard() -> bool:
            return (await server.authors.blocks(site.id))[NAME].public_id == "b2"

        await until(server, has_heard)


async def is_kept(server: SqlStorage, site: Site) -> bool:
    read = await server.authors.blocks(site.id)
    return await server.authors.blocks(site.id) is read


async def until(server: SqlStorage, happened: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await happened():
            await server.is_ready()


async def test_blocks_and_comments_of_one_transaction_are_both_told(
    database: str, clock: TickingClock
) -> None:
    async with open_storage(database, clock=clock, serving=True) as server:
        make = Maker(server, clock, await Maker(server, clock).site("blog"))
        site = make.new().site
        await make.comment("/page")
        open_thread = await server.threads.by_key(site.id, "/page")
        assert open_thread is not None
        await until(server, lambda: is_kept(server, site))
        async with open_storage(database, clock=clock) as other:

            async def unit(tx: Transaction) -> None:
                await tx.authors.add_block(a_block(site))
                await tx.threads.change(replace(open_thread, closed_at=77))

            await other.write(unit)

        async def has_heard() -> bool:
            thread = await server.threads.by_key(site.id, "/page")
            blocks = await server.authors.blocks(site.id)
            return NAME in blocks and thread is not None and thread.closed_at == 77

        await until(server, has_heard)
