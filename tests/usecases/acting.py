"""What tests of acts share: a clock that steps, a plain renderer, and a desk to act from."""

from dataclasses import dataclass, field, replace
from secrets import token_bytes
from typing import Any

from service.domain.comment import Author, Comment, Submission
from service.domain.comment_ports import QueueFilter
from service.domain.decision import Action, Decision
from service.domain.moderator import ApiToken, Role
from service.domain.ports import Storage, Transaction
from service.domain.site import Moderation, Site
from service.usecases.create_token import create_token
from service.usecases.decide import decide
from service.usecases.manage_moderators import read_roles
from service.usecases.post_comment import Posted, post_comment
from service.usecases.rule_book import RuleBook

PAGE = "/2015/02/co-creatie.html"
DEVICE = "device-of-jan-0123456789"
MINUTE = 60_000


class SteppingClock:
    """UTC milliseconds that grow by one each time somebody looks."""

    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def __call__(self) -> int:
        self.now += 1
        return self.now

    def pass_minutes(self, minutes: float) -> None:
        self.now += int(minutes * MINUTE)


@dataclass
class PlainRenderer:
    """Renders text as itself, and remembers what it was asked for."""

    version: int = 1
    rendered: list[str] = field(default_factory=list)

    def render(self, text: str, form: str | None = None) -> str:
        self.rendered.append(text)
        return f"<p>{text}</p>"


class Desk:
    """The acts on one storage, with all that they need at hand."""

    def __init__(self, storage: Storage, clock: SteppingClock) -> None:
        self.storage = storage
        self.clock = clock
        self.rule_book = RuleBook(storage)

    async def site(
        self, slug: str, moderation: Moderation = Moderation.HOLD_NEW, **changes: Any
    ) -> Site:
        host = f"{slug}.example"
        plain = Site(0, slug, "Blog", "nl", (f"https://{host}",), (host,), token_bytes(32))
        site = replace(plain, moderation=moderation, **changes)

        async def unit(tx: Transaction) -> Site:
            return await tx.add_site(site)

        return await self.storage.write(unit)

    async def post(
        self,
        text: str = "Mooi verhaal, dank je wel!",
        *,
        site: str = "blog",
        post: str = PAGE,
        author: Author | None = None,
        idempotency_key: str | None = None,
        **more: Any,
    ) -> Posted:
        submission = Submission(
            site=site,
            post=post,
            text=text,
            author=author or Author("Jan"),
            network="192.0.2.0/24",
            **more,
        )
        return await post_comment(
            submission,
            idempotency_key=idempotency_key,
            storage=self.storage,
            clock=self.clock,
            rule_book=self.rule_book,
        )

    async def token(
        self, role: Role = Role.MODERATOR, site_slug: str | None = None, name: str = "Anna"
    ) -> ApiToken:
        token, _ = await create_token(
            name,
            await read_roles({site_slug or "*": role}, storage=self.storage),
            expires_at=None,
            storage=self.storage,
            clock=self.clock,
        )
        return token

    async def decide(
        self,
        public_id: str,
        action: Action,
        token: ApiToken,
        *,
        version: int | None = None,
        reason: str | None = None,
        note: str | None = None,
    ) -> tuple[Comment, Decision]:
        """The version defaults to the current one."""
        return await decide(
            public_id,
            action,
            version=(await self.comment(public_id)).version if version is None else version,
            reason=reason,
            note=note,
            token=token,
            storage=self.storage,
            clock=self.clock,
        )

    async def comment(self, public_id: str) -> Comment:
        comment = await self.storage.comments.by_public_id(public_id)
        assert comment is not None
        return comment

    async def history(self, public_id: str) -> list[Decision]:
        return list(await self.storage.decisions.of_comment(public_id))

    async def count_stored(self) -> int:
        """How many comments of any status are kept, on all sites."""
        rows, _ = await self.storage.comments.queue(QueueFilter(), None, 100)
        return len(rows)
