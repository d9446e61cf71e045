"""Errors as they are answered: RFC 9457 problem details with our `code` and `field`."""

from pydantic import BaseModel, ConfigDict

from service.web.shown.decision import ShownDecision


class Problem(BaseModel):
    """`detail` is for people, in the reader's language; programs go by `code`. `decision` comes
    with a conflict, to moderators: the decision that came first."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None


class ConflictProblem(Problem):
    """A conflict as moderators are told it."""

    decision: ShownDecision | None = None
