"""Who may answer an appeal: somebody else than the one who is appealed against, if there is one."""

from service.domain.comment import Comment
from service.domain.concern import Appeal
from service.domain.decision import ActorKind
from service.domain.errors import Forbidden
from service.domain.moderator import Principal, Role
from service.domain.ports import Storage, Transaction


async def leave_to_others(
    comment: Comment, by: Principal, *, tx: Transaction, storage: Storage
) -> None:
    """Raises Forbidden `own_rejection` where the comment's open appeal is for somebody else."""
    for appeal in await tx.concerns.appeals([comment.id]):
        if appeal.is_open and await is_left_to_others(appeal, by, storage=storage):
            raise Forbidden("own_rejection")


async def is_left_to_others(appeal: Appeal, by: Principal, *, storage: Storage) -> bool:
    """Whether the decision appealed against is the principal's own, and another moderator has an
    account with a role on the site. A token is whoever made it. Raises Unavailable."""
    decider = appeal.against.actor
    if decider.kind is not ActorKind.MODERATOR:
        return False
    himself = await _names(by.public_id, storage)
    if not himself & await _names(decider.id, storage):
        return False
    for moderator in await storage.accounts.moderators():
        role = moderator.roles.on(appeal.site_id)
        can_decide = role is not None and role.covers(Role.MODERATOR)
        # Who has no password yet cannot come in.
        has_account = moderator.password is not None and moderator.public_id not in himself
        if can_decide and has_account:
            return True
    return False


async def _names(public_id: str, storage: Storage) -> set[str]:
    token = await storage.accounts.token(public_id)
    maker = None if token is None else token.created_by
    return {public_id} if maker is None else {public_id, maker}
