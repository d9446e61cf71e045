"""What a source says beyond what its importer reads: told once, not dropped in silence."""

from collections.abc import Collection, Iterator

from service.domain.import_problem import Outcome, Place, Problem, Reason
from service.transfer.fields import excerpt

_MOST = 50


class Unread:
    """The names of fields that are not read. `known` are those that are, or mean nothing here."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = frozenset(known)
        self._told: set[str] = set()

    def tell(self, names: Collection[str], place: Place) -> Iterator[Problem]:
        """A problem for each name that is met for the first time."""
        for name in names:
            if name in self._known or name in self._told or len(self._told) >= _MOST:
                continue
            self._told.add(name)
            yield Problem(Reason.FIELD_UNKNOWN, Outcome.NOTED, place, excerpt=excerpt(name))
