"""Forced: a link to a host that was blocked, in any field."""

from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.host_options import refuse_unusable_hosts
from service.rules.options import option
from service.rules.text import FIELDS, canonical_host

MATCHES_MAX = 20


@dataclass(frozen=True, slots=True)
class BlockedHostOptions:
    hosts: tuple[str, ...] = option(
        (), "Hosts such as `example.com`; `*.example.com` means every host under it as well."
    )


@dataclass(frozen=True, slots=True)
class _Hosts:
    exact: frozenset[str]
    parents: frozenset[str]

    def __contains__(self, host: object) -> bool:
        """Whether a canonical host is blocked, itself or by a host above it."""
        labels = str(host).split(".")
        return host in self.exact or any(
            ".".join(labels[place:]) in self.parents for place in range(len(labels))
        )


def _prepare(options: BlockedHostOptions) -> _Hosts:
    refuse_unusable_hosts(options.hosts, wildcards=True)
    return _Hosts(
        frozenset(canonical_host(host) for host in options.hosts if host[0] != "*"),
        frozenset(canonical_host(host[2:]) for host in options.hosts if host[0] == "*"),
    )


def _check(subject: Subject, _context: Context, hosts: _Hosts) -> Evidence | None:
    if not hosts.exact and not hosts.parents:
        return None
    fields = [subject.views.field(name) for name in FIELDS]
    blocked = {host for field in fields for host in field.hosts if host in hosts}
    if not blocked:
        return None
    found = [(field, link) for field in fields for link in field.links if link.host in blocked]
    matches = tuple(field.match(link.start, link.end) for field, link in found[:MATCHES_MAX])
    return Evidence({"host": found[0][1].host, "count": len(found)}, matches)


RULE = Rule(
    name="blocked_host",
    version=1,
    phase=Phase.FORCED,
    outcome=Outcome.HOLD,
    weight=0.0,
    options=BlockedHostOptions,
    check=_check,
    prepare=_prepare,
)
