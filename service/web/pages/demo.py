"""The demo: a blog post with its comments under it, as any blog could show them.

Rendered on the server and complete without JavaScript: a plain form posts to the public API, which
redirects back. `static/demo.js` only saves the reload. Mounted by `app` when it is asked for.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web
from babel.dates import format_date
from markupsafe import Markup

from service.domain.published import PublishedComment
from service.locales import negotiate, text, when
from service.usecases.list_comments import list_comments
from service.web import headers
from service.web.cursors import make_cursor, read_cursor
from service.web.form_token import make_form_token
from service.web.packing import pack
from service.web.pages.templates import TEMPLATES
from service.web.readers import entry_answer
from service.web.services import SERVICES
from service.web.shown.times import iso
from service.web.static_file import static_file

DEMO_SITE = "demo"
DEMO_POST = "/demo"
POSTED_ON = date(2026, 11, 20)
PARAGRAPHS = 6
DEEPEST_INDENT = 3
COMMENTS_SHOWN = 200
CURSOR = "demo"
NOTICES = {"held": "post.held", "posted": "post.approved", "rejected": "post.rejected"}

_PAGE_HEADERS = {
    **headers.PAGE,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": headers.NO_STORE,
    "Content-Type": headers.HTML,
}


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as the page shows it; `depth` indents it under the comment it answers, whose name
    is `answers` (None for a first comment). `html` None: removed, and `removed` says by whom."""

    id: str
    name: str
    badge: str | None
    website: str | None
    html: Markup | None
    removed: str | None
    at: str
    moment: str
    depth: int
    answers: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class DemoPage:
    """The demo's routes, for `app` to mount."""

    def routes(self) -> tuple[web.RouteDef, ...]:
        """The page and its two files."""
        doors = {
            "/demo": show_demo,
            "/demo/demo.js": _file("demo.js", "text/javascript"),
            "/demo/demo.css": _file("demo.css", "text/css"),
        }
        return tuple(
            web.route(method, path, door)
            for path, door in doors.items()
            for method in ("GET", "HEAD")
        )


async def show_demo(request: web.Request) -> web.Response:
    """The post with its approved comments, and the form. `?lang=` chooses the language, `?cursor=`
    where the comments start, `?parent=` the comment to answer; `?reactie=` is what became of a
    comment just posted. Raises Malformed `bad_cursor`."""
    services = request.app[SERVICES]
    # A blog speaks its own language; only an explicit wish changes it.
    language = negotiate(None, request.query.get("lang"), "nl")
    listing = await list_comments(
        DEMO_SITE,
        DEMO_POST,
        sort="oldest",
        after=_position(request.query.get("cursor")),
        limit=COMMENTS_SHOWN,
        storage=services.storage,
        renderer=services.renderer,
    )
    comments = shown_comments(listing.page.comments, language)
    notice = NOTICES.get(request.query.get("reactie", ""))
    page = TEMPLATES.get_template("demo.html").render(
        say=lambda key, **params: text(language, key, **params),
        language=language,
        wanted_language=language if "lang" in request.query else None,
        site=DEMO_SITE,
        post=DEMO_POST,
        posted_on=format_date(POSTED_ON, "full", locale=language),
        posted_at=POSTED_ON.isoformat(),
        paragraphs=[text(language, f"demo.paragraph_{n}") for n in range(1, PARAGRAPHS + 1)],
        count=listing.page.count,
        comments=comments,
        cursor=None if listing.page.next is None else make_cursor(CURSOR, *listing.page.next),
        answered=_answered(comments, request.query.get("parent")),
        notice=None if notice is None else text(language, notice),
        form_token=make_form_token(listing.site, services.clock()),
    )
    response = web.Response(body=page.encode(), headers=_PAGE_HEADERS)
    await pack(response, request)
    return response


def shown_comments(comments: Sequence[PublishedComment], language: str) -> Sequence[ShownComment]:
    """The comments with each one's answers right below it, both oldest first."""
    by_id = {comment.id: comment for comment in comments}
    answers: dict[int | None, list[PublishedComment]] = {}
    for comment in comments:
        parent = comment.parent_id if comment.parent_id in by_id else None
        answers.setdefault(parent, []).append(comment)
    shown: list[ShownComment] = []
    waiting = [(comment, 0) for comment in reversed(answers.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        parent_of = by_id.get(comment.parent_id) if comment.parent_id is not None else None
        shown.append(_shown(comment, parent_of, depth, language))
        below = reversed(answers.get(comment.id, ()))
        waiting.extend((answer, min(depth + 1, DEEPEST_INDENT)) for answer in below)
    return shown


def _shown(
    comment: PublishedComment, parent: PublishedComment | None, depth: int, language: str
) -> ShownComment:
    answered = None if parent is None or parent.text is None else parent
    return ShownComment(
        id=comment.public_id,
        name=comment.name or text(language, "page.anonymous"),
        badge=comment.badge and text(language, f"page.badge_{comment.badge}"),
        website=comment.website,
        # The renderer's HTML is sanitised; everything else is escaped by the template.
        html=None if comment.html is None else Markup(comment.html),  # noqa: S704
        removed=None
        if comment.html is not None
        else text(language, f"page.removed_by_{comment.removed_by or 'moderator'}"),
        at=when(language, comment.created_at),
        moment=iso(comment.created_at),
        depth=depth,
        answers=None if answered is None else answered.name or text(language, "page.anonymous"),
        parent=None if answered is None else answered.public_id,
    )


def _position(cursor: str | None) -> tuple[int, int] | None:
    position = read_cursor(cursor, CURSOR, 2)
    return None if position is None else (position[0], position[1])


def _answered(comments: Sequence[ShownComment], wanted: str | None) -> ShownComment | None:
    return next((one for one in comments if one.id == wanted and one.html is not None), None)


def _file(name: str, kind: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    entry = static_file(name, kind)

    async def answer(request: web.Request) -> web.StreamResponse:
        return entry_answer(entry, request)

    return answer
