"""Authors as moderators see them: what is proven, what is not, blocks and notes."""

from pydantic import BaseModel, ConfigDict

from service.domain.author import AuthorNote, Block, MarkKind, Neighbour
from service.domain.comment import Status
from service.domain.comment_ports import ReviewedComment
from service.usecases.show_author import AuthorPanel
from service.web.shown.times import Time, iso, iso_or_none

EXCERPT = 200


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownHand(_Shown):
    """Who wrote or made it, as he was called then."""

    id: str
    name: str


class ShownBlock(_Shown):
    """Who is kept out of a site: whoever has the mark that the author of `comment` has. `label`
    says whom it means; `until` null: for ever."""

    id: str
    site: str
    kind: MarkKind
    label: str
    until: Time | None
    reason: str | None
    comment: str
    by: ShownHand
    at: Time


class BlockList(_Shown):
    """A page of the blocks that hold now, newest first."""

    items: list[ShownBlock]
    next: str | None


class ShownNote(_Shown):
    """What a moderator noted on whoever has this mark. `comment` is the one it was written at."""

    id: str
    kind: MarkKind
    label: str
    text: str
    comment: str
    by: ShownHand
    at: Time


class AuthorsComment(_Shown):
    """A comment in a line; `text` is its beginning."""

    id: str
    name: str | None
    status: Status
    text: str
    created_at: Time


class ShownNeighbour(_Shown):
    """Another author from the same network, with his newest comment."""

    name: str | None
    proven: bool
    comments: int
    newest: str
    at: Time


class ShownTrust(_Shown):
    """People's decisions on comments of the proven identity, and whether the rules publish what he
    writes for it: they ask for so many `approvals` and stand so many `links`. `asked` false: the
    rules in force do not look at that."""

    approved: int
    rejected: int
    given: bool
    asked: bool
    approvals: int
    links: int


class KnownAuthor(_Shown):
    """The author of `comment`. `comments` are his as far as that is proven, newest first;
    `namesakes` those of the same typed name or address, which proves nothing; `neighbours` of
    `others` in all wrote from the same network in the last 30 days. The last two are looked for
    among the newest 20,000 comments. `marks` is what he can be blocked by."""

    comment: str
    site: str
    name: str | None
    email: str | None
    website: str | None
    proven: bool
    first_seen: Time | None
    trust: ShownTrust
    marks: list[MarkKind]
    comments: list[AuthorsComment]
    namesakes: list[AuthorsComment]
    others: int
    neighbours: list[ShownNeighbour]
    blocks: list[ShownBlock]
    notes: list[ShownNote]


def known_author(panel: AuthorPanel) -> KnownAuthor:
    """All that is known of an author, but for his marks' values."""
    reviewed, trust = panel.reviewed, panel.trust
    author, identity = reviewed.comment.author, reviewed.identity
    return KnownAuthor(
        comment=reviewed.comment.public_id,
        site=reviewed.site,
        name=author.name,
        email=author.email,
        website=author.website,
        proven=identity is not None,
        first_seen=iso_or_none(panel.first_seen),
        trust=ShownTrust(
            approved=identity.approved if identity else 0,
            rejected=identity.rejected if identity else 0,
            given=trust.given,
            asked=trust.asked,
            approvals=trust.approvals,
            links=trust.links,
        ),
        marks=[mark.kind for mark in panel.marks],
        comments=[_line(each) for each in panel.own],
        namesakes=[_line(each) for each in panel.namesakes],
        others=panel.neighbours.count,
        neighbours=[_neighbour(each) for each in panel.neighbours.newest],
        blocks=[shown_block(each, reviewed.site) for each in panel.blocks],
        notes=[shown_note(each) for each in panel.notes],
    )


def shown_block(block: Block, site: str) -> ShownBlock:
    """A block; `site` is the site's slug."""
    return ShownBlock(
        id=block.public_id,
        site=site,
        kind=block.mark.kind,
        label=block.label,
        until=iso_or_none(block.until),
        reason=block.reason,
        comment=block.comment,
        by=ShownHand(id=block.by_id, name=block.by_name),
        at=iso(block.at),
    )


def shown_note(note: AuthorNote) -> ShownNote:
    """A note."""
    return ShownNote(
        id=note.public_id,
        kind=note.mark.kind,
        label=note.label,
        text=note.text,
        comment=note.comment,
        by=ShownHand(id=note.by_id, name=note.by_name),
        at=iso(note.at),
    )


def _line(reviewed: ReviewedComment) -> AuthorsComment:
    comment = reviewed.comment
    return AuthorsComment(
        id=comment.public_id,
        name=comment.author.name,
        status=comment.status,
        text=reviewed.revision.text[:EXCERPT],
        created_at=iso(comment.created_at),
    )


def _neighbour(neighbour: Neighbour) -> ShownNeighbour:
    return ShownNeighbour(
        name=neighbour.name,
        proven=neighbour.proven,
        comments=neighbour.comments,
        newest=neighbour.newest,
        at=iso(neighbour.at),
    )
