"""What knowing, blocking and noting authors needs of what is kept: a part of `ports`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from service.domain.author import AuthorNote, Block, Mark, Neighbours
from service.domain.comment import Comment
from service.domain.identity import Identity


class Authors(Protocol):
    async def blocks(self, site_id: int) -> Mapping[Mark, Block]:
        """The site's blocks. Some may have ended: see `Block.holds`."""

    async def block(self, public_id: str) -> Block | None: ...

    async def blocks_page(
        self, site_ids: tuple[int, ...] | None, now: int, after: int | None, limit: int
    ) -> tuple[Sequence[Block], int | None]:
        """The blocks that hold, newest first, by page."""

    async def notes(self, site_id: int, marks: Sequence[Mark]) -> Sequence[AuthorNote]:
        """The notes on whoever has one of the marks, newest first."""

    async def note(self, public_id: str) -> AuthorNote | None: ...

    async def proven(self, identity_id: int, most: int) -> Sequence[str]:
        """The public ids of the identity's newest comments."""

    async def first_seen(self, identity_id: int) -> int | None:
        """When the first comment of the identity came in."""

    async def namesakes(self, comment: Comment, most: int) -> Sequence[str]:
        """The public ids of the newest comments under the same name or address that are not proven
        to be the same author's. Looks at the installation's newest comments only."""

    async def neighbours(self, comment: Comment, since: int, most: int) -> Neighbours:
        """The other authors from the comment's network since then, as far back as `namesakes`."""


class AuthorWrites(Protocol):
    async def add_block(self, block: Block) -> None:
        """Keeps the block in place of any other of the same mark."""

    async def remove_block(self, public_id: str) -> Block | None:
        """Removes the block and returns it, None where there is none."""

    async def add_note(self, note: AuthorNote) -> None: ...

    async def remove_note(self, public_id: str) -> AuthorNote | None:
        """Removes the note and returns it, None where there is none."""


class Identities(Protocol):
    async def by_proof(self, site_id: int, kind: str, proof: str) -> Identity | None: ...
    async def by_id(self, identity_id: int) -> Identity | None: ...
