"""Note something about an author, for other moderators."""

from service.domain.author import AuthorNote
from service.domain.errors import Invalid, NotFound
from service.domain.identity import new_public_id
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.rules.text.views import FieldView
from service.usecases.authenticate_token import may_see
from service.usecases.block_author import label_of
from service.usecases.kept_out import marks_of
from service.usecases.site_log import site_event

TEXT_MAX = 1_000


async def note_author(
    comment_id: str, text: str, *, by: Principal, storage: Storage, clock: Clock
) -> AuthorNote:
    """Keeps the note on the surest mark of the comment's author.

    Raises NotFound `unknown_comment`; Invalid `empty_note`, and `author_unknown` when nothing at
    all is known of the author.
    """
    if FieldView("text", text).is_blank:
        raise Invalid("empty_note", "text")

    async def unit(tx: Transaction) -> AuthorNote:
        comment = await tx.comment(comment_id)
        if comment is None or not may_see(by, comment):
            raise NotFound("unknown_comment")
        marks = marks_of(comment.identity_id, comment.network, comment.author)
        if not marks:
            raise Invalid("author_unknown", "text")
        note = AuthorNote(
            public_id=new_public_id(),
            site_id=comment.site_id,
            mark=marks[0],
            text=text,
            label=label_of(comment, marks[0]),
            comment=comment.public_id,
            by_id=by.public_id,
            by_name=by.name,
            at=clock(),
        )
        await tx.authors.add_note(note)
        about = (note.public_id, note.label)
        kind = note.mark.kind.value
        event = site_event(
            by, comment.site_id, SiteAct.NOTE_ADDED, about, at=note.at, kind=kind,
            comment=comment.public_id,
        )  # fmt: skip
        await tx.log_site_event(event)
        return note

    return await storage.write(unit)
