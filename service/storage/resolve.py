"""What comments that come in refer to by name: their threads and identities, found or made."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, insert, select

from service.domain.identity import new_public_id
from service.domain.ports import NewComment
from service.storage.ids import Ids
from service.storage.rows import Values
from service.storage.tables import identities, thread_aliases, threads

PROOF_KIND = "device"

Named = dict[tuple[int, str], int]
"""Ids by site and name."""

_THREADS = select(thread_aliases.c.site_id, thread_aliases.c.key, thread_aliases.c.thread_id).where(
    thread_aliases.c.site_id.in_(bindparam("sites", expanding=True)),
    thread_aliases.c.key.in_(bindparam("keys", expanding=True)),
)
_ADD_THREADS = insert(threads)
_ADD_ALIASES = insert(thread_aliases)
_IDENTITIES = select(identities.c.site_id, identities.c.proof, identities.c.id).where(
    identities.c.site_id.in_(bindparam("sites", expanding=True)),
    identities.c.kind == PROOF_KIND,
    identities.c.proof.in_(bindparam("proofs", expanding=True)),
)
_ADD_IDENTITIES = insert(identities)


def thread_ids(connection: Connection, news: Sequence[NewComment], ids: Ids) -> Named:
    """The threads of the comments that do not know theirs yet, and every new alias noted.

    Nobody else makes one meanwhile: the sites' logs are locked. An address that already leads to
    another thread goes on leading there.
    """
    named = [new for new in news if not new.thread.id or new.aliases]
    if not named:
        return {}
    keys = {key for new in named for key in (new.thread.key, *new.aliases)}
    sites = {new.site.id for new in named}
    rows = connection.execute(_THREADS, {"sites": sorted(sites), "keys": sorted(keys)})
    known: Named = {(site, key): id_ for site, key, id_ in rows}
    made: list[Values] = []
    aliases: list[Values] = []
    for new in named:
        place = (new.site.id, new.thread.key)
        id_ = new.thread.id or known.get(place) or ids.next()
        if not new.thread.id and place not in known:
            made.append(_thread_values(new, id_))
        for key in (new.thread.key, *new.aliases):
            if (new.site.id, key) not in known:
                known[new.site.id, key] = id_
                aliases.append({"site_id": new.site.id, "key": key, "thread_id": id_})
    if made:
        connection.execute(_ADD_THREADS, made)
    if aliases:
        connection.execute(_ADD_ALIASES, aliases)
    return known


def led_on(connection: Connection, new: NewComment) -> NewComment:
    """The comment on the thread that its page's address leads to now: the one that it was meant
    for may have gone into another one. An answer goes where its parent went anyhow."""
    wanted = {"sites": [new.site.id], "keys": [new.thread.key]}
    row = connection.execute(_THREADS, wanted).one_or_none()
    if row is None or new.parent is not None:
        return new
    return replace(new, thread=replace(new.thread, id=row.thread_id))


def identity_ids(connection: Connection, news: Sequence[NewComment], ids: Ids) -> Named:
    """The identities of the comments whose writers prove something, by site and proof."""
    wanted = {(new.site.id, new.proof): new for new in news if new.proof is not None}
    if not wanted:
        return {}
    places = {
        "sites": sorted({site for site, _ in wanted}),
        "proofs": sorted({proof for _, proof in wanted}),
    }
    rows = connection.execute(_IDENTITIES, places)
    known: Named = {(site, proof): id_ for site, proof, id_ in rows}
    made: list[Values] = []
    for (site, proof), new in wanted.items():
        if (site, proof) not in known:
            known[site, proof] = ids.next()
            made.append(_identity_values(new, proof, known[site, proof]))
    if made:
        connection.execute(_ADD_IDENTITIES, made)
    return known


def _thread_values(new: NewComment, id_: int) -> Values:
    return {
        "id": id_,
        "site_id": new.site.id,
        "key": new.thread.key,
        "url": new.thread.url,
        "title": new.thread.title,
        "closed_at": new.thread.closed_at,
        "created_at": new.created_at,
        "public_id": new_public_id(),
    }


def _identity_values(new: NewComment, proof: str, id_: int) -> Values:
    return {
        "id": id_,
        "site_id": new.site.id,
        "kind": PROOF_KIND,
        "proof": proof,
        "approved": 0,
        "rejected": 0,
        "created_at": new.created_at,
    }
