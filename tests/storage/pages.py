"""Acts on the threads of the pages of a site, for the tests of the contract."""

from collections.abc import Sequence
from dataclasses import replace

from service.domain.comment import Comment
from service.domain.identity import new_public_id
from service.domain.ports import Transaction
from service.domain.thread import ListedThread, Thread
from service.domain.thread_ports import ThreadFilter
from service.storage import SqlStorage
from tests.storage.making import Maker

EVERY = ThreadFilter()


class Pages:
    """Acts on the threads of the pages of a site."""

    def __init__(self, storage: SqlStorage, make: Maker) -> None:
        assert make.the_site is not None
        self.storage = storage
        self.make = make
        self.site_id = make.the_site.id

    async def thread(self, key: str) -> Thread:
        found = await self.storage.threads.by_key(self.site_id, key)
        assert found is not None
        return found

    async def change(self, thread: Thread) -> None:
        await self.storage.write(lambda tx: tx.threads.change(thread))

    async def merge(self, key: str, into: str) -> str:
        public_id = new_public_id()

        async def unit(tx: Transaction) -> None:
            thread = await tx.threads.by_key(self.site_id, key)
            other = await tx.threads.by_key(self.site_id, into)
            assert thread is not None
            assert other is not None
            await tx.threads.merge(thread, other, public_id, self.make.clock())

        await self.storage.write(unit)
        return public_id

    async def unmerge(self, public_id: str) -> int:
        async def unit(tx: Transaction) -> int:
            merge = await tx.threads.merged(public_id)
            assert merge is not None
            return await tx.threads.unmerge(merge)

        return await self.storage.write(unit)

    async def said(self, key: str) -> set[str]:
        """The public ids that readers see there."""
        thread = await self.thread(key)
        page = await self.storage.comments.page(thread.id, "oldest", None, 100, 1)
        assert page.count == len(page.comments)
        return {comment.public_id for comment in page.comments}

    async def listed(self, wanted: ThreadFilter = EVERY) -> Sequence[ListedThread]:
        return (await self.storage.threads.page(wanted, None, 50))[0]

    async def keys(self, **wanted: object) -> list[str]:
        found = await self.listed(replace(EVERY, **wanted))
        return [each.thread.key for each in found]

    async def now(self, comment: Comment) -> Comment:
        found = await self.storage.comments.by_public_id(comment.public_id)
        assert found is not None
        return found
