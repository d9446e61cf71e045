"""Remove a note on an author."""

from service.domain.author import AuthorNote
from service.domain.errors import NotFound
from service.domain.moderator import Principal
from service.domain.ports import Clock, Storage, Transaction
from service.domain.site_event import SiteAct
from service.usecases.site_log import site_event


async def remove_author_note(
    public_id: str, *, by: Principal, storage: Storage, clock: Clock
) -> AuthorNote:
    """Removes the note and returns what it was. Its text is gone from then on: the log tells only
    that there was one. Raises NotFound `unknown_note`."""

    async def unit(tx: Transaction) -> AuthorNote:
        note = await tx.authors.remove_note(public_id)
        if note is None or by.roles.on(note.site_id) is None:
            raise NotFound("unknown_note")
        event = site_event(
            by,
            note.site_id,
            SiteAct.NOTE_REMOVED,
            (note.public_id, note.label),
            at=clock(),
            kind=note.mark.kind.value,
            comment=note.comment,
        )
        await tx.log_site_event(event)
        return note

    return await storage.write(unit)
