"""Which decisions of the log somebody asks for."""

from dataclasses import dataclass

from service.domain.decision import Action


@dataclass(frozen=True, slots=True)
class LogFilter:
    """None: any. `site_ids` is what he may see (None: all). `by` is `rules`, `author`, or the id or
    name of a moderator or token. `since` counts in, `until` does not (UTC milliseconds). `comment`
    is a public id."""

    site_ids: tuple[int, ...] | None = None
    by: str | None = None
    action: Action | None = None
    since: int | None = None
    until: int | None = None
    comment: str | None = None
