"""Hosts as owners write them into options."""

import re
from collections.abc import Sequence

from service.rules.options import UnusableEntry

_HOST = re.compile(r"[^\s/:@*?#]+\.[^\s/:@*?#.]+")


def refuse_unusable_hosts(hosts: Sequence[str], *, wildcards: bool) -> None:
    """Raises UnusableEntry for the first that is no host, such as an address with its scheme: no
    link would ever lead there. `wildcards` allows `*.example.com`."""
    for number, host in enumerate(hosts, 1):
        name = host.removeprefix("*.") if wildcards else host
        if not _HOST.fullmatch(name):
            forms = "example.com or *.example.com" if wildcards else "example.com"
            raise UnusableEntry("hosts", number, f'"{host[:60]}" is no host; write {forms}')
