"""Vote on a comment that readers see, once a voter, to be changed and taken back."""

from service.domain.errors import Forbidden, NotFound
from service.domain.identity import device_proof, voter_hash
from service.domain.ports import Clock, Storage, Transaction
from service.domain.vote import Ballot, Tally, Vote
from service.usecases.kept_out import is_kept_out


async def cast_vote(
    public_id: str,
    vote: Vote | None,
    *,
    device: str | None,
    network: str,
    area: str,
    storage: Storage,
    clock: Clock,
) -> Tally:
    """Counts the vote of a device, else of everybody in `area`, a prefix of his address as
    `network` is.

    A comment that readers do not see answers as one that is not there: NotFound
    `unknown_comment`. Raises Forbidden `votes_off` where the site has no votes, `may_not_vote` for
    who is blocked there, `own_comment` when the device is the author's.
    """
    comment = await storage.comments.by_public_id(public_id)
    site = None if comment is None else await storage.sites.by_id(comment.site_id)
    if comment is None or comment.published is None or site is None:
        raise NotFound("unknown_comment")
    if not site.votes:
        raise Forbidden("votes_off")
    proof = device_proof(site, device)
    now = clock()
    if await is_kept_out(site, proof, network, storage=storage, now=now):
        raise Forbidden("may_not_vote")
    if proof is not None and comment.identity_id is not None:
        author = await storage.identities.by_id(comment.identity_id)
        if author is not None and author.proof == proof:
            raise Forbidden("own_comment")
    ballot = Ballot(
        site_id=site.id,
        comment_id=comment.id,
        voter=voter_hash(site, proof, area),
        crowd=voter_hash(site, None, area),
        vote=vote,
        at=now,
    )

    async def unit(tx: Transaction) -> Tally:
        tally = await tx.votes.cast(ballot)
        if tally is None:
            raise NotFound("unknown_comment")
        return tally

    return await storage.write(unit)
