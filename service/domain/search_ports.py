"""What keeps comments findable by their words: a part of `ports`."""

from typing import Protocol


class SearchIndex(Protocol):
    """What is not in the index yet is searched all the same: it only takes longer."""

    def is_quiet(self) -> bool:
        """Whether nobody else wrote anything in this process since it was last asked."""

    async def take_in(self, most: int) -> int:
        """Takes up to about so many texts in; returns 0 when there is nothing to take in."""

    async def rebuild(self) -> None:
        """Makes everything be taken in anew."""
