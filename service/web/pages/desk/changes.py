"""What an edit changed in a text that readers see already."""

from collections.abc import Sequence

from service.domain.comment import Comment, Revision
from service.domain.finding import Finding
from service.web.call import Call
from service.web.pages.desk.pieces import Piece, changed_pieces

Revisions = Sequence[tuple[Revision, Sequence[Finding]]]


async def changes_of(
    call: Call, comment: Comment, revisions: Revisions | None = None
) -> Sequence[Piece] | None:
    """The newest text with what differs from the public one marked; None where readers see the
    newest or none, and for texts that are too long to compare. `revisions`: if read already."""
    if comment.published is None or comment.published == comment.current:
        return None
    if revisions is None:
        revisions = await call.services.storage.comments.revisions(comment.id)
    texts = {revision.number: revision.text for revision, _ in revisions}
    return changed_pieces(texts[comment.published], texts[comment.current])
