"""Where requests come in: sockets of our own, or those that systemd holds open while we restart."""

import errno
import os
import socket
from collections.abc import MutableMapping
from ipaddress import ip_address

from aiohttp import web

BACKLOG = 4_096
"""Connections that the kernel holds for us while nobody takes them, as during a restart."""
OTHER_FILES = 4_096
"""Open files besides the lines of readers who stay: other lines, the database, logs."""
KEPT_FILES = 128
"""Of these, what no line may take: who has too many lines must not keep the database away."""
_FIRST_INHERITED = 3


async def listen(runner: web.AppRunner, host: str, port: int) -> tuple[str, int]:
    """Takes connections, from the inherited sockets if there are any. Returns host and port of the
    first. Raises OSError."""
    inherited = inherited_sockets(os.environ)
    for taken in inherited:
        await web.SockSite(runner, taken, backlog=BACKLOG).start()
    if not inherited:
        await web.TCPSite(runner, host, port, backlog=BACKLOG).start()
    found_host, found_port = runner.addresses[0][:2]
    return str(found_host), int(found_port)


def inherited_sockets(environ: MutableMapping[str, str]) -> list[socket.socket]:
    """The listening sockets that this process was started with; what told of them is removed, for
    it is not true of processes that we start. Raises OSError when one speaks neither IPv4 nor IPv6.

    Source: sd_listen_fds(3).
    """
    owner, count = environ.pop("LISTEN_PID", ""), environ.pop("LISTEN_FDS", "")
    environ.pop("LISTEN_FDNAMES", None)
    if owner != str(os.getpid()) or not count.isdigit():
        return []
    found = []
    for number in range(_FIRST_INHERITED, _FIRST_INHERITED + int(count)):
        os.set_inheritable(number, False)  # noqa: FBT003 -- it takes no name
        taken = socket.socket(fileno=number)
        if taken.family not in (socket.AF_INET, socket.AF_INET6):
            taken.close()
            unfit = errno.EAFNOSUPPORT
            raise OSError(unfit, os.strerror(unfit), f"LISTEN_FDS {number}")
        found.append(taken)
    return found


def allow_lines(streams: int) -> int | None:
    """Makes the system's limit of open files large enough for all who may stay, if it allows it.
    How many lines fit into it then; None: any number."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows
    except ImportError:
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = streams + OTHER_FILES
    if soft < wanted and soft != resource.RLIM_INFINITY:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return None if soft == resource.RLIM_INFINITY else max(1, soft - KEPT_FILES)


def address_of(host: str, port: int) -> str:
    """The address that says where it listens."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def address_here(host: str, port: int) -> str:
    """The address by which a browser on this machine gets there."""
    listened = ip_address(host)
    is_here = listened.is_loopback or listened.is_unspecified
    return address_of("localhost" if is_here else host, port)
