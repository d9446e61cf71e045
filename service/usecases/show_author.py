"""Show an author: what is proven of who wrote a comment, what is not, and what is kept of him."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.author import AuthorNote, Block, Mark, Neighbours
from service.domain.comment_ports import QueueFilter, ReviewedComment
from service.domain.errors import NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage
from service.domain.site import Site
from service.rules.builtin import trusted_author
from service.rules.trust import TrustOptions, has_record
from service.usecases.authenticate_token import may_see
from service.usecases.block_author import MONTH_MS
from service.usecases.kept_out import marks_of
from service.usecases.rule_book import RuleBook

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Trust:
    """Whether the rules publish what the author writes because people approved him before: they
    ask for so many `approvals`, and stand so many `links`. `asked` False: the rules in force do
    not look at that."""

    given: bool
    asked: bool
    approvals: int
    links: int


@dataclass(frozen=True, slots=True)
class AuthorPanel:
    """All of an author that moderators see. `own` are his newest comments as far as proven (of an
    author who is not, this one), `namesakes` those of the same typed name or address, `neighbours`
    the other authors of the last month from the same network. `blocks` and `notes` are those on
    any of his `marks`."""

    reviewed: ReviewedComment
    own: Sequence[ReviewedComment]
    namesakes: Sequence[ReviewedComment]
    neighbours: Neighbours
    first_seen: int | None
    trust: Trust
    marks: Sequence[Mark]
    blocks: Sequence[Block]
    notes: Sequence[AuthorNote]


async def show_author(
    comment_id: str, *, token: Principal, storage: Storage, clock: Clock, rule_book: RuleBook
) -> AuthorPanel:
    """The author of a comment. Raises NotFound `unknown_comment`."""
    reviewed = await storage.comments.reviewed(comment_id)
    if reviewed is None or not may_see(token, reviewed.comment):
        raise NotFound("unknown_comment")
    comment, authors, now = reviewed.comment, storage.authors, clock()
    site = await storage.sites.by_id(comment.site_id)
    if site is None:
        raise NotFound("unknown_comment")
    identity = comment.identity_id
    marks = marks_of(identity, comment.network, comment.author)
    blocks = await authors.blocks(comment.site_id)
    on_marks = (blocks.get(mark) for mark in marks)
    proven = () if identity is None else await authors.proven(identity, SHOWN)
    return AuthorPanel(
        reviewed=reviewed,
        own=await _reviewed(proven, storage) or [reviewed],
        namesakes=await _reviewed(await authors.namesakes(comment, SHOWN), storage),
        neighbours=await authors.neighbours(comment, now - MONTH_MS, SHOWN),
        first_seen=None if identity is None else await authors.first_seen(identity),
        trust=await _trust(reviewed, site, rule_book),
        marks=marks,
        blocks=[block for block in on_marks if block is not None and block.holds(now)],
        notes=await authors.notes(comment.site_id, marks) if marks else (),
    )


async def _reviewed(ids: Sequence[str], storage: Storage) -> Sequence[ReviewedComment]:
    if not ids:
        return []
    wanted = QueueFilter(ids=tuple(ids), newest_first=True)
    return (await storage.comments.queue(wanted, None, SHOWN))[0]


async def _trust(reviewed: ReviewedComment, site: Site, rule_book: RuleBook) -> Trust:
    rules = await rule_book.judging(site)
    entry = next(each for each in rules.entries if each.rule is trusted_author.RULE)
    options: TrustOptions = entry.prepared
    identity = reviewed.identity
    asked = entry.enabled and not entry.shadow
    known = identity is not None and has_record(identity.approved, identity.rejected, options)
    return Trust(asked and known, asked, options.approvals, options.links)
