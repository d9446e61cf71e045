"""Requests that were answered already, by the key that their sender gave them."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class IdempotencyRecord:
    """What a request with a key was (`request_hash`) and which comment it made."""

    key: str
    request_hash: str
    comment: str
    created_at: int


class Requests(Protocol):
    async def by_key(self, site_id: int, key: str) -> IdempotencyRecord | None: ...
