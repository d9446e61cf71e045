"""Files that were sent in, as administrators see them."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from service.domain.errors import ReactieError
from service.domain.import_problem import Reason
from service.domain.job import Job, JobState
from service.domain.upload import READY
from service.web.shown.imports import Failure, ShownProblem, failure_of
from service.web.shown.times import Time, iso

UploadState = Literal["reading", "ready", "imported", "left", "failed"]
_STATES: Mapping[JobState, UploadState] = {
    JobState.DONE: "imported",
    JobState.STOPPED: "left",
    JobState.FAILED: "failed",
}


class ShownReason(BaseModel):
    """How often something was odd, with the first of it."""

    model_config = ConfigDict(extra="forbid")

    count: int
    samples: list[ShownProblem]


class ShownPage(BaseModel):
    """A page with comments: `new`, `existing` here, or `held` apart since it is not the site's or
    not public."""

    model_config = ConfigDict(extra="forbid")

    key: str
    title: str | None
    state: Literal["new", "existing", "held"]


class ShownPages(BaseModel):
    """How many pages there are of each state, and the first of them."""

    model_config = ConfigDict(extra="forbid")

    new: int
    existing: int
    held: int
    items: list[ShownPage]


class ShownLook(BaseModel):
    """What importing the file would do. `records` are its comments, of which `merged` went into
    others and `skipped` are told of only; `counts`: what would become of the rest. `cut`: the
    file ends too soon. `hosts` are where the pages are that are held: perhaps the site's own."""

    model_config = ConfigDict(extra="forbid")

    records: int
    merged: int
    skipped: int
    by_status: dict[str, int]
    counts: dict[str, int]
    cut: bool
    reasons: dict[Reason, ShownReason]
    pages: ShownPages
    hosts: list[str]


class ShownUpload(BaseModel):
    """A file that was sent in, and how far the look at it is: `read` bytes of about `size`, and
    `records`. `report` is there once it is `ready`, `run` once it is imported. What `failed` can be
    looked at again where other words on the file may mend that."""

    model_config = ConfigDict(extra="forbid")

    id: str
    site: str
    state: UploadState
    file: str
    format: str
    read: int
    size: int
    records: int
    report: ShownLook | None
    error: Failure | None
    run: str | None
    created_by: str
    created_at: Time
    updated_at: Time


def state_of(job: Job) -> UploadState:
    """Where the look stands, in one word."""
    if job.state is JobState.RUNNING:
        if "error" in job.position:
            return "failed"
        return "ready" if job.position["stage"] == READY else "reading"
    return _STATES[job.state]


def error_of(job: Job) -> ReactieError | None:
    """Why the job failed, if it did."""
    said = job.position.get("error")
    return said and ReactieError(said["code"], said["field"], **said["params"])


def shown_upload(job: Job, site: str) -> ShownUpload:
    """The look at a file for the site with this slug."""
    position = job.position
    return ShownUpload(
        id=job.public_id,
        site=site,
        state=state_of(job),
        file=job.parameters["file"],
        format=job.parameters["format"],
        read=position["read"],
        size=position["size"],
        records=position["records"],
        report=_look(position),
        error=failure_of(job),
        run=position.get("run"),
        created_by=job.created_by,
        created_at=iso(job.created_at),
        updated_at=iso(job.updated_at),
    )


def _look(position: Mapping[str, Any]) -> ShownLook | None:
    said = position.get("report")
    if said is None:
        return None
    known = {**said, "hosts": position["hosts"]}
    return ShownLook.model_validate({name: known[name] for name in ShownLook.model_fields})
