"""Recognises texts that are nearly the same as one that was seen lately, and so puts floods of them
together into clusters."""

from collections import Counter, OrderedDict
from dataclasses import dataclass
from itertools import chain, repeat
from random import Random

from service.rules.text.sketch import SIZE, Sketch, resemblance

ALIKE = 0.6
"""Resemblance from which two texts are nearly the same."""
CLUSTERS_MAX = 1_000
"""Clusters of a site that are known again: the latest, in some four megabytes."""
_TIMES_MAX = 5
_SHARING_MAX = 8
"""Clusters that one run of words leads to; more say nothing."""
_KEYS = 6
"""Hashes of a sketch by which it is found. Alike texts have six in ten in common: that not one of
the six smallest is among them happens four times in a thousand."""
_LOOKED_AT = 4
_STRAY_BITS = 20
_stray = Random()  # noqa: S311 -- spreads, keeps no secret


@dataclass(frozen=True, slots=True)
class Likeness:
    """Where a text belongs: a `cluster` of texts that are nearly the same, numbered in the order
    of time as comments are, and how many of its latest texts are `similar` (at most 5)."""

    cluster: int
    similar: int
    sketch: Sketch


@dataclass(slots=True)
class _Cluster:
    """The first text of a cluster, which the others are held against, and when the latest came."""

    sketch: Sketch
    times: tuple[int, ...] = ()


class Recognition:
    """What one site's latest texts were, a text a cluster.

    A text is compared with the first one of each cluster only, so that no chain of small changes
    leads from one text to quite another, and a flood of the same text takes no memory.
    """

    def __init__(self, most: int = CLUSTERS_MAX) -> None:
        self._most = most
        self._newest = 0
        self._clusters: OrderedDict[int, _Cluster] = OrderedDict()
        # Tuples: nearly all hold one cluster, and there are some six thousand of them.
        self._by_hash: dict[int, tuple[int, ...]] = {}

    def __contains__(self, cluster: int) -> bool:
        return cluster in self._clusters

    def place(self, sketch: Sketch, now: int, since: int, *, own: int | None = None) -> Likeness:
        """Where a text that comes in now belongs: into a new cluster if it is like none before.

        Texts are similar that came in since then. `own` is the cluster of the text that this one
        is to replace, which is not counted. Nothing is remembered: see `note`.
        """
        found = self._find(sketch)
        if found is None:
            fresh = now << _STRAY_BITS | _stray.getrandbits(_STRAY_BITS - 1)
            return Likeness(max(fresh, self._newest + 1), 0, sketch)
        similar = sum(at >= since for at in self._clusters[found].times)
        return Likeness(found, max(similar - (found == own), 0), sketch)

    def _find(self, sketch: Sketch) -> int | None:
        """The cluster whose first text is most like this one, and enough so."""
        known = self._by_hash
        shared = Counter(chain.from_iterable(map(known.get, sketch[:_KEYS], repeat(()))))
        if not shared:
            return None
        most = max(shared.values())
        likely = sorted((-count, each) for each, count in shared.items() if 2 * count > most)
        hashes = set(sketch)
        found = [
            (resemblance(sketch, self._clusters[each].sketch), -each)
            for _, each in likely[:_LOOKED_AT]
            if self._may_be_alike(hashes, self._clusters[each].sketch)
        ]
        best, cluster = max(found, default=(0.0, 0))
        return -cluster if best >= ALIKE else None

    @staticmethod
    def _may_be_alike(one: set[int], other: Sketch) -> bool:
        """Whether they have enough in common to be worth a closer look; nearly none do."""
        common = len(one.intersection(other))
        return common >= ALIKE * min(SIZE, len(one) + len(other) - common)

    def note(self, cluster: int, sketch: Sketch, at: int) -> None:
        """Remembers that a text of this cluster came in; the first of them stands for all."""
        known = self._clusters.get(cluster)
        if known is None:
            self._newest = max(self._newest, cluster)
            known = self._clusters[cluster] = _Cluster(sketch)
            for each in sketch[:_KEYS]:
                self._by_hash[each] = (*self._by_hash.get(each, ()), cluster)[-_SHARING_MAX:]
            if len(self._clusters) > self._most:
                self._forget(*self._clusters.popitem(last=False))
        self._clusters.move_to_end(cluster)
        known.times = (*known.times, at)[-_TIMES_MAX:]

    def take_back(self, cluster: int, at: int) -> None:
        """Forgets that a text of this cluster came in then: it was not stored after all."""
        known = self._clusters.get(cluster)
        if known is not None and at in known.times:
            place = known.times.index(at)
            known.times = known.times[:place] + known.times[place + 1 :]

    def _forget(self, cluster: int, known: _Cluster) -> None:
        for each in known.sketch[:_KEYS]:
            others = self._by_hash.pop(each, ())
            if others and others != (cluster,):
                self._by_hash[each] = tuple(other for other in others if other != cluster)
