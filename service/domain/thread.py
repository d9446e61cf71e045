"""A thread: the comments of one page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thread:
    """`key` is the page's canonical address (`domain.page_key`); `id` 0 means not stored yet."""

    id: int
    site_id: int
    key: str
    url: str | None = None
    title: str | None = None
    closed_at: int | None = None
