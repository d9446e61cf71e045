"""What an author is known by again, and whether a block keeps him out."""

from collections.abc import Mapping

from service.domain.author import Block, Mark, MarkKind
from service.domain.comment import Author
from service.domain.identity import Identity
from service.rules.builtin.blocked_author import compared
from service.rules.contract import KeptOut


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


def marks_of(identity_id: int | None, network: str, author: Author) -> tuple[Mark, ...]:
    """All that the author is known by, the surest first. A name that nobody can see is none."""
    known = (
        (MarkKind.IDENTITY, "" if identity_id is None else str(identity_id)),
        (MarkKind.NETWORK, network),
        (MarkKind.EMAIL, compared(author.email or "")),
        (MarkKind.NAME, compared(author.name or "")),
    )
    return tuple(Mark(kind, value) for kind, value in known if value)
