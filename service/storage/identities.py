"""Reading identities."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select

from service.domain.identity import Identity
from service.storage.coalesce import Coalesced
from service.storage.reading import Reader
from service.storage.rows import IDENTITY, identity_of
from service.storage.tables import identities

Proof = tuple[int, str, str]
"""Site, kind and proof."""

_BY_PROOFS = select(*IDENTITY).where(
    identities.c.site_id.in_(bindparam("sites", expanding=True)),
    identities.c.kind.in_(bindparam("kinds", expanding=True)),
    identities.c.proof.in_(bindparam("proofs", expanding=True)),
)
_BY_ID = select(*IDENTITY).where(identities.c.id == bindparam("id"))


class SqlIdentities:
    """`domain.ports.Identities`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._asked: Coalesced[Proof, Identity | None] = Coalesced(self._ask, missing=None)

    async def by_proof(self, site_id: int, kind: str, proof: str) -> Identity | None:
        """The identity with this proof."""
        return await self._asked.get((site_id, kind, proof))

    async def by_id(self, identity_id: int) -> Identity | None:
        """The identity with this id."""
        row = await self._reader.first(_BY_ID, {"id": identity_id})
        return None if row is None else identity_of(row)

    async def _ask(self, wanted: Sequence[Proof]) -> Mapping[Proof, Identity | None]:
        names = ("sites", "kinds", "proofs")
        columns = zip(names, zip(*wanted, strict=True), strict=True)
        rows = await self._reader.all(_BY_PROOFS, {name: sorted(set(c)) for name, c in columns})
        found = [identity_of(row) for row in rows]
        return {(one.site_id, one.kind, one.proof): one for one in found}
