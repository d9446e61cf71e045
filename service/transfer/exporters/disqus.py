"""The form of WXR in which Disqus takes comments in ("custom XML import"); it does not read its
own export.

Only comments for readers go there, approved or waiting: Disqus knows no other status on the way
in. It puts people with one e-mail address together, and those without one too, so that each name
without gets an address of its own, in a domain where no mail can go.
"""

from collections.abc import AsyncIterator, Iterator
from hashlib import sha256

from service.domain.exported import ExportedPage
from service.domain.neutral import Kind, NeutralAuthor, NeutralStatus
from service.domain.site import Site
from service.transfer.exporter import WriteOptions
from service.transfer.html_lines import html_with_lines
from service.transfer.leaving import Leaving, leaving
from service.transfer.wordpress_pages import NO_MAIL
from service.transfer.wxr_lines import Times, as_markup, is_held, link
from service.transfer.xml_lines import cdata, element

_START = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dsq="http://www.disqus.com/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.0/">
<channel>
"""
_END = "</channel>\n</rss>\n"
_APPROVED = {NeutralStatus.APPROVED: "1", NeutralStatus.PENDING: "0"}


class DisqusExporter:
    """See the module. Disqus takes files up to 50 MB, and leaves out texts of less than 3
    characters."""

    name = "disqus"
    title = "Disqus (custom XML import)"
    suffix = ".disqus.xml"
    losses = (
        "markdown",
        "milliseconds",
        "spam",
        "trash",
        "deleted",
        "kind",
        "edited_at",
        "votes",
        "status_detail",
        "email_hash",
        "account",
        "avatar",
        "user_agent",
        "reply_to",
        "pinned",
        "site_owner",
        "aliases",
        "external",
        "extra",
    )

    async def write(
        self, site: Site, pages: AsyncIterator[ExportedPage], options: WriteOptions
    ) -> AsyncIterator[bytes]:
        """An item for each page that has something to take along."""
        yield _START.encode()
        number = before = 0
        async for page in pages:
            comments = list(leaving(site, page, options, before))
            before += len(comments)
            number += 1
            going = [each for each in comments if _goes(each)]
            if going and not is_held(page):
                yield "".join(_item(site, page, number, going, options)).encode()
        yield _END.encode()


exporter = DisqusExporter()


def _goes(each: Leaving) -> bool:
    return each.record.status in _APPROVED and each.record.kind is Kind.COMMENT


def _item(
    site: Site, page: ExportedPage, number: int, comments: list[Leaving], options: WriteOptions
) -> Iterator[str]:
    times, kept = Times(page, options.at), {each.number for each in comments}
    made = times.of(None)
    yield "<item>\n" + element("title", as_markup(page.title or page.key))
    yield element("link", link(site, page, number)) + cdata("content:encoded")
    yield element("dsq:thread_identifier", page.key) + element("wp:post_date_gmt", made)
    yield element("wp:comment_status", "closed" if page.closed else "open")
    for each in comments:
        parent = each.parent if each.parent in kept else 0
        inner = _comment(site, each, parent, times.of(each.record.created_at), options)
        yield "<wp:comment>\n" + "".join(inner) + "</wp:comment>\n"
    yield "</item>\n"


def _comment(
    site: Site, each: Leaving, parent: int | None, at: str, options: WriteOptions
) -> Iterator[str]:
    record, author = each.record, each.record.author
    yield element("wp:comment_id", each.number) + element(
        "wp:comment_author", as_markup(author.name)
    )
    yield element("wp:comment_author_email", author.email or _no_mail(site, author))
    yield element("wp:comment_author_url", as_markup(author.url))
    yield element("wp:comment_author_IP", record.ip or "")
    yield element("wp:comment_date_gmt", at)
    yield cdata("wp:comment_content", html_with_lines(record.body, options.renderer))
    yield element("wp:comment_approved", _APPROVED[record.status])
    yield element("wp:comment_parent", parent or 0)


def _no_mail(site: Site, author: NeutralAuthor) -> str:
    told = author.email_hash or f"{site.slug} {author.name}"
    return f"{sha256(told.encode('utf-8', 'replace')).hexdigest()[:16]}@{NO_MAIL}"
