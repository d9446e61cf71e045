"""Bulk jobs as moderators see them."""

from pydantic import BaseModel, ConfigDict

from service.domain.decision import Action
from service.domain.job import Job, JobState
from service.web.shown.review import Card
from service.web.shown.times import Time, iso


class ShownBulk(BaseModel):
    """A bulk job: how far it is, and what it did. `skipped` comments were left alone, because they
    stood otherwise by then or nothing would have changed; `undoes` names the job taken back."""

    model_config = ConfigDict(extra="forbid")

    id: str
    site: str
    state: JobState
    action: Action
    undoes: str | None
    done: int
    total: int
    decided: int
    skipped: int
    created_by: str
    created_at: Time
    updated_at: Time


class BulkList(BaseModel):
    """The newest bulk jobs, newest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[ShownBulk]
    next: None = None


class BulkPreview(BaseModel):
    """What a filter finds now: how many comments, and the first of them. Send `seen` along with
    the order, so that what comes in, is edited or decided on after this look is left alone."""

    model_config = ConfigDict(extra="forbid")

    count: int
    seen: int
    items: list[Card]


def shown_bulk(job: Job, site: str) -> ShownBulk:
    """A bulk job of the site with this slug."""
    return ShownBulk(
        id=job.public_id,
        site=site,
        state=job.state,
        action=Action(job.parameters.get("action", Action.UNDO)),
        undoes=job.parameters.get("undoes"),
        done=job.done,
        total=job.total,
        decided=job.position["decided"],
        skipped=job.position["skipped"],
        created_by=job.created_by,
        created_at=iso(job.created_at),
        updated_at=iso(job.updated_at),
    )
