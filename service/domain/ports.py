"""What the acts need from outside, as types. `storage` and `web` implement them; `app` joins them.

Reads see only what is on stable storage. Writes happen inside `Storage.write`, one transaction a
unit; when it returns, the unit is on stable storage. Every method may raise `Unavailable`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from service.domain.account_ports import Accounts, AccountWrites
from service.domain.author_ports import Authors, AuthorWrites, Identities
from service.domain.comment import Author, Badge, Comment, Revision
from service.domain.comment_ports import Comments
from service.domain.concern_ports import Concerns, ConcernWrites
from service.domain.decision import Decision
from service.domain.finding import Finding
from service.domain.idempotency import IdempotencyRecord, Requests
from service.domain.job import Job
from service.domain.log_ports import Decisions, SiteEvents
from service.domain.moderator import ApiToken, Moderator
from service.domain.reader_ports import Feeds, VoteWrites
from service.domain.rule_ports import History, Jobs, Models, RuleSets
from service.domain.rule_version import RuleState
from service.domain.search_ports import SearchIndex
from service.domain.site import Site
from service.domain.site_event import SiteEvent
from service.domain.thread import Thread
from service.domain.thread_ports import Threads, ThreadWrites

if TYPE_CHECKING:
    from service.domain.exported import Exports
    from service.domain.imported import Imports, ImportWrites

T = TypeVar("T")

Clock = Callable[[], int]
"""The time now in UTC milliseconds."""


class Renderer(Protocol):
    """Turns a comment's text into HTML that is safe on any page. `version` grows with it. `form`
    says how the text is meant, None for Markdown (`domain.comment.Revision`)."""

    version: int

    def render(self, text: str, form: str | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class NewComment:
    """All rows of a comment that comes in. Ids that are not known yet are resolved on the way in:
    a `thread.id` of 0 is made or found by its key, an identity by its proof. Without a `cluster`
    it is in one of its own."""

    public_id: str
    site: Site
    thread: Thread
    parent: Comment | None
    author: Author
    proof: str | None
    network: str
    language: str
    token_hash: str
    revision: Revision
    findings: Sequence[Finding]
    decision: Decision
    created_at: int
    idempotency: IdempotencyRecord | None = None
    cluster: int | None = None
    suspicion: int = 0
    aliases: Sequence[str] = ()
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """A new revision of a comment that was judged."""

    comment: Comment
    revision: Revision
    findings: Sequence[Finding]
    decision: Decision
    cluster: int
    suspicion: int = 0


class Sites(Protocol):
    async def by_slug(self, slug: str) -> Site | None: ...
    async def by_id(self, site_id: int) -> Site | None: ...
    async def all(self) -> Sequence[Site]: ...


class Transaction(Protocol):
    """Writes, and the reads that a write must be sure of."""

    @property
    def accounts(self) -> AccountWrites: ...
    @property
    def concerns(self) -> ConcernWrites: ...
    @property
    def votes(self) -> VoteWrites: ...
    @property
    def authors(self) -> AuthorWrites: ...
    @property
    def threads(self) -> ThreadWrites: ...
    @property
    def imports(self) -> "ImportWrites": ...

    async def comment(self, public_id: str) -> Comment | None:
        """The comment, locked until the unit ends."""

    async def comments(
        self, site_id: int, public_ids: Sequence[str]
    ) -> Sequence[tuple[Comment, Sequence[Decision]]]:
        """Those of the comments that are the site's, locked, with their decisions in order."""

    async def decisions(self, comment: str) -> Sequence[Decision]: ...

    async def decision(self, public_id: str) -> Decision | None: ...

    async def decide(
        self, comment: Comment, decision: Decision, credit: int
    ) -> tuple[Comment, Decision]:
        """Adds the decision to the log, gives the comment its standing, next version and credit,
        and the identity its counts. Returns both as stored."""

    async def decide_all(self, made: Sequence[tuple[Comment, Decision, int]]) -> None:
        """The same for many comments, none of them twice."""

    async def edit(self, edit: Edit) -> tuple[Comment, Decision]:
        """Adds the revision with its findings, then `decide` with the comment's credit."""

    async def add_comment(self, new: NewComment) -> tuple[Comment, Decision]:
        """Stores a comment that comes in within the unit. Raises as `Storage.accept` does."""

    async def site(self, site_id: int) -> Site | None: ...
    async def add_site(self, site: Site) -> Site: ...
    async def change_site(self, site: Site) -> None: ...
    async def add_token(self, token: ApiToken) -> None: ...
    async def add_moderator(self, moderator: Moderator) -> Moderator: ...

    async def add_rule_set(self, site_id: int, content: Mapping[str, Any], by: str, at: int) -> int:
        """Adds a version as a draft; returns its number."""

    async def move_rule_set(
        self, site_id: int, version: int, state: RuleState, by: str, at: int, replay: str | None
    ) -> None:
        """Gives a version its state. What was active before is retired, what was in the shadow
        becomes a draft. Raises NotFound `unknown_rule_set`, and Conflict `in_force` for a version
        that judges and would neither go on nor retire."""

    async def add_job(self, job: Job) -> None: ...

    async def advance_job(self, job: Job, done_before: int) -> None:
        """Keeps how far the job is. Raises Conflict `job_moved` unless it runs at `done_before`."""

    async def stop_job(self, public_id: str) -> None: ...

    async def keep_model(
        self, site_id: int, state: bytes | None, examples: int, at: int
    ) -> int | None:
        """Keeps the state as the site's model and returns its version; None: leaves it none."""

    async def log_site_event(self, event: SiteEvent) -> SiteEvent:
        """The event as logged, at the end of its site's log."""


class Storage(Protocol):
    """Everything that is kept."""

    @property
    def sites(self) -> Sites: ...
    @property
    def threads(self) -> Threads: ...
    @property
    def comments(self) -> Comments: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def site_events(self) -> SiteEvents: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def concerns(self) -> Concerns: ...
    @property
    def authors(self) -> Authors: ...
    @property
    def rule_sets(self) -> RuleSets: ...
    @property
    def models(self) -> Models: ...
    @property
    def history(self) -> History: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def imports(self) -> "Imports": ...
    @property
    def exports(self) -> "Exports": ...
    @property
    def requests(self) -> Requests: ...
    @property
    def search_index(self) -> SearchIndex: ...

    async def accept(self, new: NewComment) -> tuple[Comment, Decision]:
        """Stores a comment that comes in, with everything it brings, as one unit.

        Raises Conflict `idempotency_key_taken` when the idempotency key was used meanwhile, and
        Invalid `unknown_parent` when the parent is not public any more.
        """

    async def write(self, unit: Callable[[Transaction], Awaitable[T]]) -> T:
        """Runs the unit in one transaction; whatever it raises leaves nothing behind."""

    async def is_ready(self) -> bool:
        """Whether the database answers just now."""
