"""What is kept of visitors besides their comments: a part of `ports`."""

from dataclasses import dataclass
from typing import Protocol

from service.domain.identity import Identity


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """What a request with a key was (`request_hash`) and which comment it made."""

    key: str
    request_hash: str
    comment: str
    created_at: int


class Identities(Protocol):
    async def by_proof(self, site_id: int, kind: str, proof: str) -> Identity | None: ...
    async def by_id(self, identity_id: int) -> Identity | None: ...


class Requests(Protocol):
    async def by_key(self, site_id: int, key: str) -> IdempotencyRecord | None: ...
