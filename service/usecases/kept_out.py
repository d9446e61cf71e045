"""What an author is known by again, and whether a block keeps him out."""

from collections.abc import Mapping

from service.domain.author import Block, Mark, MarkKind
from service.domain.comment import Author
from service.domain.identity import Identity, network_hash
from service.domain.ports import Storage
from service.domain.site import Site
from service.rules.builtin.blocked_author import compared
from service.rules.contract import KeptOut

_NOBODY = Author()


def kept_out(
    blocks: Mapping[Mark, Block],
    identity: Identity | None,
    network: str,
    author: Author,
    now: int,
) -> KeptOut | None:
    """The block that holds now against whoever this is, the one on the surest mark."""
    if not blocks:
        return None
    for mark in marks_of(None if identity is None else identity.id, network, author):
        block = blocks.get(mark)
        if block is not None and block.holds(now):
            return KeptOut(block.public_id, mark.kind.value, block.until)
    return None


async def is_kept_out(
    site: Site, proof: str | None, network: str, *, storage: Storage, now: int
) -> bool:
    """Whether a block holds now against a reader, of whom a device's proof (None: of none) and a
    prefix of his address are known, and no name."""
    blocks = await storage.authors.blocks(site.id)
    if not blocks:
        return False
    identity = None
    if proof is not None:
        identity = await storage.identities.by_proof(site.id, "device", proof)
    found = kept_out(blocks, identity, network_hash(site, network), _NOBODY, now)
    return found is not None


def marks_of(identity_id: int | None, network: str, author: Author) -> tuple[Mark, ...]:
    """All that the author is known by, the surest first. A name that nobody can see is none."""
    known = (
        (MarkKind.IDENTITY, "" if identity_id is None else str(identity_id)),
        (MarkKind.NETWORK, network),
        (MarkKind.EMAIL, compared(author.email or "")),
        (MarkKind.NAME, compared(author.name or "")),
    )
    return tuple(Mark(kind, value) for kind, value in known if value)
