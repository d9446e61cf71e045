"""What judges a site's comments now: its rule set and its model, read once a version."""

from collections import OrderedDict
from collections.abc import Sequence

from service.domain.ports import Storage
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.contract import Adviser, Opinion
from service.rules.learning import DamagedState, restore_model
from service.rules.rule_set import RuleSet, parse_rule_set
from service.rules.text import Views

MODELS_KEPT = 64
"""Models that stay unpacked, a quarter of a megabyte each."""


class LostModel:
    """Stands for a model that cannot be read: what it is asked about is held."""

    def opinion(self, views: Views, facts: Sequence[str]) -> Opinion:  # noqa: ARG002
        """Raises DamagedState."""
        raise DamagedState("learn the model anew: reactie model learn")


class RuleBook:
    """Gives each site its active rule set, the default one where the site has none yet, and what
    its people's decisions taught."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._parsed: dict[int, RuleSet] = {}
        self._models: OrderedDict[int, tuple[int, Adviser]] = OrderedDict()

    async def active(self, site: Site) -> RuleSet:
        """The rule set that judges this site's comments now. Raises RuleSetError if damaged."""
        stored = await self._storage.rule_sets.active(site.id)
        version, content = stored if stored is not None else (0, {})
        known = self._parsed.get(site.id)
        if known is None or known.version != version:
            known = self._parsed[site.id] = parse_rule_set(RULES, content, version)
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
