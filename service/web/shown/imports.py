"""Imports as administrators see them."""

from pydantic import BaseModel, ConfigDict

from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.job import Job, JobState
from service.web.shown.times import Time, iso


class ShownReport(BaseModel):
    """What was read: `records` are comments of the file, of which `merged` went into others and
    `skipped` are told of only; the rest by their status there. `reasons` counts what was odd,
    `pages` the new ones, those that were here and those that are held apart."""

    model_config = ConfigDict(extra="forbid")

    records: int
    merged: int
    skipped: int
    by_status: dict[str, int]
    reasons: dict[Reason, int]
    pages: dict[str, int]


class Failure(BaseModel):
    """Why something failed: the code of an error, and the field that it is about."""

    model_config = ConfigDict(extra="forbid")

    code: str
    field: str | None


class ShownImport(BaseModel):
    """A run: how far it is, and what it made so far (`counts`, by what became of the comments). Of
    a file that was sent in, first `read` bytes of about `size` are read, with so many `records`;
    then `done` things of `total` are made. One that takes another back has `undoes`, what it
    `undid`, and what it `left` because somebody touched or answered it."""

    model_config = ConfigDict(extra="forbid")

    id: str
    site: str
    state: JobState
    file: str
    format: str | None
    undoes: str | None
    read: int
    size: int
    records: int
    done: int
    total: int
    counts: dict[str, int]
    undid: int
    left: int
    report: ShownReport | None
    error: Failure | None
    created_by: str
    created_at: Time
    updated_at: Time


class ImportList(BaseModel):
    """The newest imports, newest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[ShownImport]
    next: None = None


class ShownProblem(BaseModel):
    """A row of the report: what was odd about which record (`about`, its id at the source), where
    in which file it stood, and what became of it."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason
    outcome: Outcome
    file: str
    line: int | None
    offset: int | None
    about: str | None
    excerpt: str


class ProblemList(BaseModel):
    """Rows of a report."""

    model_config = ConfigDict(extra="forbid")

    items: list[ShownProblem]
    next: str | None


def shown_import(job: Job, site: str) -> ShownImport:
    """An import of the site with this slug."""
    position = job.position
    return ShownImport(
        id=job.public_id,
        site=site,
        state=job.state,
        file=job.parameters["file"],
        format=job.parameters.get("format"),
        undoes=job.parameters.get("undoes"),
        read=position.get("read", 0),
        size=position.get("size", 0),
        records=position.get("records", 0),
        done=job.done,
        total=job.total,
        counts=position.get("counts", {}),
        undid=position.get("undone", 0),
        left=position.get("left", 0),
        report=_report(position.get("report")),
        error=failure_of(job),
        created_by=job.created_by,
        created_at=iso(job.created_at),
        updated_at=iso(job.updated_at),
    )


def failure_of(job: Job) -> Failure | None:
    """Why the job failed, if it did."""
    said = job.position.get("error")
    return said and Failure(code=said["code"], field=said["field"])


def shown_problem(problem: Problem) -> ShownProblem:
    """A row of the report."""
    place = problem.place
    return ShownProblem(
        reason=problem.reason,
        outcome=problem.outcome,
        file=place.file,
        line=place.line,
        offset=place.offset,
        about=problem.about,
        excerpt=problem.excerpt,
    )


def _report(said: dict[str, object] | None) -> ShownReport | None:
    if said is None:
        return None
    return ShownReport.model_validate({name: said[name] for name in ShownReport.model_fields})
