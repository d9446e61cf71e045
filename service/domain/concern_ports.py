"""What acts on reports and appeals need of what is kept: a part of `ports`."""

from collections.abc import Sequence
from typing import Protocol

from service.domain.concern import Appeal, Report


class Concerns(Protocol):
    async def appeal(self, comment_id: int) -> Appeal | None:
        """The appeal of a comment's author: there is never more than one."""


class ConcernWrites(Protocol):
    """Inside a unit of work, of comments that it has locked. What settles a report or an appeal is
    a decision, which `Transaction.decide` sees to."""

    async def reports(self, comment_id: int) -> Sequence[Report]:
        """All reports of a comment, oldest first."""

    async def add_report(self, report: Report) -> None: ...

    async def appeals(self, comment_ids: Sequence[int]) -> Sequence[Appeal]: ...
    async def add_appeal(self, appeal: Appeal) -> None: ...

    async def tell_author(self, comment_id: int, answer: str) -> None:
        """Keeps what the author is told with the answer to his appeal."""
