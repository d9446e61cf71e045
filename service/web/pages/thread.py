"""GET and POST /p/{site}?post=: the comments of a page with a form under them, without JavaScript.

What a visitor wrote comes back with what is wrong with it, at its field. A comment that was taken
in leads to the page of its own (`pages.own_comment`), and a vote back to this one, so that a reload
sends nothing twice.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from service.domain.errors import ReactieError
from service.domain.page_key import page_address
from service.domain.site import Site
from service.locales import text
from service.usecases.list_comments import Listing, list_comments
from service.web import headers
from service.web.call import Call
from service.web.cursors import make_cursor, read_cursor
from service.web.errors import extra_headers, sentence_of, status_of
from service.web.form_token import make_form_token
from service.web.pages import templates
from service.web.pages.listed import shown_comments
from service.web.pages.own_comment import own_path
from service.web.pages.thread_votes import Voted, take_vote
from service.web.public.post_comment import CommentBody, take_comment
from service.web.route import API, PUBLIC, Route

COMMENTS_SHOWN = 200
CURSOR = "page"
FIELDS = ("text", "name", "email", "website")


class ThreadPageQuery(BaseModel):
    """Which page's comments; `parent` is the one to answer. `voted`: what was just voted, on which
    comment."""

    model_config = ConfigDict(extra="ignore")

    post: str
    cursor: str | None = None
    parent: str | None = None
    voted: Voted | None = None
    on: str | None = None
    lang: str | None = None


class ThreadForm(CommentBody):
    """One of the page's forms: with `vote` a vote on `comment`, else a comment. The site is the
    path's, and the page the query's."""

    site: str = ""
    post: str = ""
    text: str = ""
    vote: Voted | None = None
    comment: str = ""


async def show(call: Call) -> web.Response:
    """The comments, and the form."""
    return await _page(call)


async def take(call: Call) -> web.Response:
    """Takes the comment or the vote in, or shows the page again with what is wrong."""
    form: ThreadForm = call.body
    try:
        if form.vote is not None:
            return _voted(call, await take_vote(call, form.comment, form.vote))
        return await _posted(call, form)
    except ReactieError as error:
        if call.site is None:
            raise
        return await _page(call, form, error)


async def _posted(call: Call, form: ThreadForm) -> web.Response:
    form.site, form.post = call.request.match_info["site"], call.query.post
    posted, _ = await take_comment(call, form)
    kept = {"lang": call.query.lang} if call.query.lang else {}
    query = urlencode({"said": "posted", **kept})
    location = f"{own_path(posted.comment.public_id, posted.token)}?{query}"
    return web.Response(status=303, headers={**_headers(call.site), "Location": location})


def _voted(call: Call, said: Mapping[str, str]) -> web.Response:
    query = urlencode({**_part(call.query), **said})
    location = f"{call.request.path}?{query}#c-{said['on']}"
    return web.Response(status=303, headers={**_headers(call.site), "Location": location})


async def _page(
    call: Call, form: ThreadForm | None = None, error: ReactieError | None = None
) -> web.Response:
    services, query = call.services, call.query
    site = await call.on_site(call.request.match_info["site"])
    after = read_cursor(query.cursor, CURSOR, 2)
    listing = await list_comments(
        site.slug,
        query.post,
        sort="oldest",
        after=None if after is None else (after[0], after[1]),
        limit=COMMENTS_SHOWN,
        storage=services.storage,
        renderer=services.renderer,
    )
    language = call.language
    shown = shown_comments(listing.page.comments, language)
    answered = (form.parent if form else query.parent) or ""
    html = templates.TEMPLATES.get_template("thread.html").render(
        say=lambda key, **params: text(language, key, **params),
        language=language,
        site=site,
        here=f"/p/{site.slug}?{urlencode(_here(query))}",
        part=f"/p/{site.slug}?{urlencode(_part(query))}",
        feed=f"{API}/feed?{urlencode({'site': site.slug, 'post': listing.key})}",
        page=_known_page(listing),
        count=listing.page.count,
        closed=listing.thread is not None and listing.thread.closed_at is not None,
        comments=shown,
        next=None if listing.page.next is None else make_cursor(CURSOR, *listing.page.next),
        answered=next((one for one in shown if one.id == answered and one.html), None),
        written={name: getattr(form, name, None) or "" for name in FIELDS},
        wrong={} if error is None else _wrong(error, language),
        is_vote=form is not None and form.vote is not None,
        voted=query.voted if error is None else None,
        on=query.on,
        form_token=make_form_token(site, services.clock()),
    )
    status = 200 if error is None else status_of(error)
    response = web.Response(body=html.encode(), status=status, headers=_headers(site))
    if error is not None:
        response.headers.update(extra_headers(error, status))
    return response


def _here(query: ThreadPageQuery) -> dict[str, str]:
    return {"post": query.post, **({"lang": query.lang} if query.lang else {})}


def _part(query: ThreadPageQuery) -> dict[str, str]:
    return {**_here(query), **({"cursor": query.cursor} if query.cursor else {})}


def _wrong(error: ReactieError, language: str) -> dict[str, str]:
    return {error.field if error.field in FIELDS else "": sentence_of(error, language)}


def _known_page(listing: Listing) -> dict[str, str]:
    """The page commented on, by its title where it is known; a link only where it is the site's."""
    thread = listing.thread
    url = page_address(listing.site, listing.key).url
    known = thread.url if thread is not None and thread.url else url
    title = thread.title if thread is not None and thread.title else listing.key
    return {"title": title, "url": known if known and urlsplit(known).scheme else ""}


def _headers(site: Site | None) -> dict[str, str]:
    """The page may stand in a frame on the site's own pages, and nowhere else."""
    origins = " ".join(("'self'", *(site.origins if site else ())))
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {origins}"
    )
    return {
        **headers.PAGE,
        "Content-Security-Policy": policy,
        "Cache-Control": headers.NO_STORE,
        "Content-Type": headers.HTML,
    }


def _route(method: Any, name: str, handler: Any, **more: Any) -> Route:
    return Route(
        method=method,
        path="/p/{site}",
        name=name,
        summary="The comments of a page, for readers without JavaScript.",
        access=PUBLIC,
        handler=handler,
        query=ThreadPageQuery,
        content_type="text/html",
        **more,
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", "thread_page", show, responses={200: None}),
    _route(
        "POST",
        "thread_page_sent",
        take,
        body=ThreadForm,
        form=True,
        responses={303: None},
    ),
)
