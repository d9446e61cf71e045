"""What judges a site's comments now: its rule set and its model, read once a version."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from service.domain.ports import Storage
from service.domain.rule_version import RuleState, RuleVersion
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.contract import Adviser, Opinion, Stance
from service.rules.learning import DamagedState, restore_model
from service.rules.rule_set import RuleSet, RuleSetError, parse_rule_set
from service.rules.text import Views
from service.usecases.text_memory import TextMemory

_DEFAULT = RuleVersion(0, RuleState.ACTIVE, {}, "", 0)
"""What judges where nobody chose anything."""
MODELS_KEPT = 64
"""Models that stay unpacked, a quarter of a megabyte each."""


class LostModel:
    """Stands for a model that cannot be read: what it is asked about is held."""

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:  # noqa: ARG002
        """Says that it is lost, which every replay then knows too."""
        return Opinion(Stance.LOST, 0.5, 0)


class RuleBook:
    """Gives each site its active rule set, the default one where the site has none yet, and what
    its people's decisions taught. `memory` knows the texts that came in lately."""

    def __init__(self, storage: Storage) -> None:
        self.memory = TextMemory(storage)
        self._storage = storage
        self._parsed: dict[tuple[int, RuleState], RuleSet] = {}
        self._models: OrderedDict[int, tuple[int, Adviser]] = OrderedDict()

    async def active(self, site: Site) -> RuleSet:
        """The rule set that judges this site's comments now. Raises RuleSetError if damaged."""
        stored = await self._storage.rule_sets.active(site.id)
        return await self._read(site, stored or _DEFAULT)

    async def shadow(self, site: Site) -> RuleSet | None:
        """The rule set that is tried beside it, without a vote. None also for one that cannot be
        read: what has no vote may not stand in anybody's way."""
        stored = await self._storage.rule_sets.shadow(site.id)
        try:
            return None if stored is None else await self._read(site, stored)
        except RuleSetError:
            return None

    async def _read(self, site: Site, stored: RuleVersion) -> RuleSet:
        known = self._parsed.get((site.id, stored.state))
        if known is None or known.version != stored.version:
            # A list of 100,000 words takes seconds to prepare, and nobody else should wait for it.
            known = await asyncio.to_thread(parse_rule_set, RULES, stored.content, stored.version)
            self._parsed[site.id, stored.state] = known
        return known

    async def adviser(self, site: Site) -> Adviser | None:
        """The site's learned model, None while it has none."""
        stored = await self._storage.models.state(site.id)
        if stored is None:
            return None
        version, state = stored
        known = self._models.get(site.id)
        if known is None or known[0] != version:
            known = self._models[site.id] = (version, _restored(state))
            if len(self._models) > MODELS_KEPT:
                self._models.popitem(last=False)
        self._models.move_to_end(site.id)
        return known[1]


def _restored(state: bytes) -> Adviser:
    try:
        return restore_model(state)
    except DamagedState:
        return LostModel()
