"""WordPress's WXR 1.2, in its http namespace, which is the one that other importers look for.

What WordPress has no place for stands in its metadata: where a comment came from, so that our own
importer knows it again; votes for it; that it was deleted, for which WordPress has only the trash.
"""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from service.domain.exported import ExportedPage
from service.domain.neutral import BodyFormat, Kind, NeutralComment, NeutralStatus
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.html_lines import html_with_lines
from service.transfer.leaving import Leaving, leaving
from service.transfer.neutral_lines import comment_line, thread_line
from service.transfer.wordpress_meta import (
    OWN_EXTERNAL,
    OWN_KEY,
    OWN_NEWLINES,
    OWN_REPLY,
    OWN_STATUS,
    OWN_VOTES,
)
from service.transfer.wxr_lines import Times, as_markup, home, is_held, link
from service.transfer.xml_lines import cdata, element

_START = """\
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_END = "</channel>\n</rss>\n"
_APPROVED = {
    NeutralStatus.APPROVED: "1",
    NeutralStatus.PENDING: "0",
    NeutralStatus.SPAM: "spam",
    NeutralStatus.TRASH: "trash",
    NeutralStatus.DELETED: "trash",
}


class WordPressExporter:
    """See the module. Times lose their parts of a second, Markdown becomes HTML."""

    name = "wordpress"
    title = "WordPress (WXR 1.2)"
    suffix = ".wxr.xml"
    losses = (
        "markdown",
        "milliseconds",
        "edited_at",
        "down",
        "status_detail",
        "email_hash",
        "account",
        "avatar",
        "user_agent",
        "pinned",
        "aliases",
        "extra",
    )

    async def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]:
        """The blog, then an item a page with its comments."""
        yield (_START + _blog(site)).encode()
        number = before = 0
        async for page in pages:
            if options.public_only and is_held(page):
                continue
            comments = list(leaving(site, page, options, before))
            before += len(comments)
            number += 1
            yield "".join(_item(site, page, number, comments, options)).encode()
        yield _END.encode()


exporter = WordPressExporter()


def _blog(site: Site) -> str:
    writer = element("wp:author_id", 1) + cdata("wp:author_login", site.slug)
    writer += element("wp:author_email") + cdata("wp:author_display_name", site.name)
    return (
        element("title", site.name)
        + element("link", home(site))
        + element("description")
        + element("language", site.language)
        + element("wp:wxr_version", "1.2")
        + element("wp:base_site_url", home(site))
        + element("wp:base_blog_url", home(site))
        + f"<wp:author>{writer}</wp:author>\n"
        + element("generator", "Reactie")
    )


def _item(
    site: Site, page: ExportedPage, number: int, comments: list[Leaving], options: WriteOptions
) -> Iterator[str]:
    times = Times(page, options.at)
    made = times.of(None)
    yield "<item>\n" + element("title", as_markup(page.title or page.key))
    yield element("link", link(site, page, number))
    yield cdata("dc:creator", site.slug)
    yield element("description") + cdata("content:encoded") + cdata("excerpt:encoded")
    yield element("wp:post_id", number) + element("wp:post_date", made)
    yield element("wp:post_date_gmt", made)
    yield element("wp:comment_status", "closed" if page.closed else "open")
    yield element("wp:ping_status", "closed") + cdata("wp:post_name")
    yield element("wp:status", "draft" if is_held(page) else "publish")
    yield element("wp:post_parent", 0) + element("wp:menu_order", 0)
    yield element("wp:post_type", "post") + element("wp:post_password")
    yield element("wp:is_sticky", 0)
    yield _meta("post", OWN_KEY, page.key)
    yield _meta("post", OWN_EXTERNAL, _json(thread_line(number, page)["external"]))
    for each in comments:
        yield "<wp:comment>\n" + "".join(_comment(each, times, options)) + "</wp:comment>\n"
    yield "</item>\n"


def _comment(each: Leaving, times: Times, options: WriteOptions) -> Iterator[str]:
    record, author, at = each.record, each.record.author, times.of(each.record.created_at)
    yield element("wp:comment_id", each.number) + cdata("wp:comment_author", as_markup(author.name))
    yield element("wp:comment_author_email", author.email or "")
    yield element("wp:comment_author_url", as_markup(author.url))
    yield element("wp:comment_author_IP", record.ip or "")
    yield element("wp:comment_date", at) + element("wp:comment_date_gmt", at)
    # Isso fails on an element without a text.
    yield cdata("wp:comment_content", html_with_lines(record.body, options.renderer) or " ")
    yield element("wp:comment_approved", _APPROVED[record.status])
    yield element("wp:comment_type", _type(record))
    yield element("wp:comment_parent", each.parent or 0)
    yield element("wp:comment_user_id", 1 if author.site_owner else 0)
    [external] = comment_line(each.number, 0, None, record)["external"]
    yield _meta("comment", OWN_EXTERNAL, _json(external))
    up = record.votes.up or max(record.votes.score or 0, 0)
    yield _meta("comment", OWN_VOTES, up) if up else ""
    yield _meta("comment", OWN_REPLY, record.reply_to) if record.reply_to else ""
    if record.body.format is BodyFormat.HTML and not record.body.newlines:
        yield _meta("comment", OWN_NEWLINES, "insignificant")
    if record.status is NeutralStatus.DELETED:
        yield _meta("comment", OWN_STATUS, record.status.value)


def _type(record: NeutralComment) -> str:
    if record.kind is Kind.NOTE:
        return str(record.extra.get("type", "note"))
    return record.kind.value


def _meta(of: str, name: str, value: object) -> str:
    inner = cdata("wp:meta_key", name) + cdata("wp:meta_value", value)
    return f"<wp:{of}meta>\n{inner}</wp:{of}meta>\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
