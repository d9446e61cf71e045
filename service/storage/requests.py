"""Reading which requests were answered already."""

from sqlalchemy import bindparam, select

from service.domain.idempotency import IdempotencyRecord
from service.storage.reading import Reader
from service.storage.tables import idempotency_keys

_BY_KEY = select(
    idempotency_keys.c.key,
    idempotency_keys.c.request_hash,
    idempotency_keys.c.comment,
    idempotency_keys.c.created_at,
).where(idempotency_keys.c.site_id == bindparam("site"), idempotency_keys.c.key == bindparam("key"))


class SqlRequests:
    """`domain.ports.Requests`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def by_key(self, site_id: int, key: str) -> IdempotencyRecord | None:
        """What the request with this idempotency key was, and which comment it made."""
        row = await self._reader.first(_BY_KEY, {"site": site_id, "key": key})
        return None if row is None else IdempotencyRecord(*row)
