"""The rule sets in force, read from storage and parsed once a version."""

from service.domain.ports import Storage
from service.domain.site import Site
from service.rules.builtin import RULES
from service.rules.rule_set import RuleSet, parse_rule_set


class RuleBook:
    """Gives each site its active rule set; the default one where the site has none yet."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._parsed: dict[int, RuleSet] = {}

    async def active(self, site: Site) -> RuleSet:
        """The rule set that judges this site's comments now. Raises RuleSetError if damaged."""
        stored = await self._storage.rule_sets.active(site.id)
        version, content = stored if stored is not None else (0, {})
        known = self._parsed.get(site.id)
        if known is None or known.version != version:
            known = self._parsed[site.id] = parse_rule_set(RULES, content, version)
        return known
