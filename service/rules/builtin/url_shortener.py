"""Scored: a link that hides where it leads."""

from dataclasses import dataclass

from service.domain.finding import Outcome
from service.rules.contract import Context, Evidence, Phase, Rule, Subject
from service.rules.host_options import refuse_unusable_hosts
from service.rules.options import option
from service.rules.text import canonical_host

# fmt: off
_HOSTS = (
    "adf.ly", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "clck.ru", "cutt.ly", "dlvr.it",
    "goo.gl", "goo.su", "is.gd", "kutt.it", "lnkd.in", "ow.ly", "qr.ae", "rb.gy", "rebrand.ly",
    "s.id", "short.io", "shorturl.at", "shorte.st", "soo.gd", "t.co", "t.ly", "t2m.io", "tiny.cc",
    "tinyurl.com", "trib.al", "u.to", "v.gd", "vk.cc", "x.co",
)
# fmt: on
MATCHES_MAX = 20


@dataclass(frozen=True, slots=True)
class UrlShortenerOptions:
    hosts: tuple[str, ...] = option(
        _HOSTS, "Hosts whose links lead somewhere else, without showing where."
    )


def _prepare(options: UrlShortenerOptions) -> frozenset[str]:
    refuse_unusable_hosts(options.hosts, wildcards=False)
    return frozenset(map(canonical_host, options.hosts))


def _check(subject: Subject, _context: Context, hosts: frozenset[str]) -> Evidence | None:
    text = subject.views.text
    if hosts.isdisjoint(text.hosts):
        return None
    found = [link for link in text.links if link.host in hosts]
    matches = tuple(text.match(link.start, link.end) for link in found[:MATCHES_MAX])
    return Evidence({"host": found[0].host, "count": len(found)}, matches)


RULE = Rule(
    name="url_shortener",
    version=1,
    phase=Phase.SCORED,
    outcome=Outcome.SCORE,
    weight=1.5,
    options=UrlShortenerOptions,
    check=_check,
    prepare=_prepare,
    group="links",
)
