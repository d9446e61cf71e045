"""GET /api/v1/feed: Atom, whatever anybody wrote."""

from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.published import FeedEntry, PublishedComment
from service.domain.site import Site
from service.domain.thread import Thread
from service.usecases.list_feed import Feed
from service.web.atom import feed_document
from tests.web.api_client import Reply
from tests.web.running_service import COMMENTS, PAGE, RunningService
from tests.web.test_rendering import attacks

FEED = "/api/v1/feed"
NAMES = {"a": "http://www.w3.org/2005/Atom", "thr": "http://purl.org/syndication/thread/1.0"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
COUNT = "{http://purl.org/syndication/thread/1.0}count"
SITE = Site(1, "blog", "Blog", "nl", ("https://b.example",), ("b.example",), b"s" * 32)


async def feed(service: RunningService, **query: str) -> tuple[Reply, Element]:
    reply = await service.api.get(FEED, {"site": "open", **query})
    assert reply.status == 200
    return reply, ET.fromstring(reply.body)


def said(element: Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMES)


def links(element: Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall("a:link", NAMES)}


def entries(root: Element) -> list[Element]:
    return root.findall("a:entry", NAMES)


async def test_a_page_has_a_feed_of_its_comments_newest_first(service: RunningService) -> None:
    first = await service.post_public(post_title="Co-creatie & <wij>", website="jan.example")
    service.clock.pass_seconds(60)
    second = await service.post_public(text="**Nee**", name="")

    reply, root = await feed(service, post=PAGE)

    assert reply.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert said(root, "a:title") == "Comments on “Co-creatie & <wij>”"
    assert root.attrib[XML_LANG] == "en"
    newest, oldest = entries(root)
    assert said(newest, "a:id").replace("-", "") == f"urn:uuid:{second.json['id']}"
    assert said(newest, "a:author/a:name") == "Anonymous"
    assert said(newest, "a:content") == "<p><strong>Nee</strong></p>\n"
    assert newest.find("a:content", NAMES).attrib["type"] == "html"
    assert said(oldest, "a:title") == "Jan on “Co-creatie & <wij>”"
    assert said(oldest, "a:author/a:uri") == "https://jan.example"
    page = f"https://open.example{PAGE}"
    assert links(oldest)["alternate"] == f"{page}#reactie-{first.json['id']}"
    assert links(root)["alternate"] == page
    assert links(root)["self"] == f"{FEED}?site=open&post=%2F2015%2F02%2Fco-creatie.html"
    assert said(root, "a:updated") == said(newest, "a:updated") == second.json["created_at"]


async def test_a_site_has_a_feed_of_all_its_pages(service: RunningService) -> None:
    await service.post_public(post="/a")
    await service.post_public(post="/b", text="Twee.")
    await service.post(text="Elders.")

    _, root = await feed(service, lang="nl")

    assert said(root, "a:title") == "Reacties op open"
    assert [said(one, "a:title") for one in entries(root)] == ["Jan over “/b”", "Jan over “/a”"]
    assert links(root) == {"self": f"{FEED}?site=open", "alternate": "https://open.example"}


async def test_answers_say_what_they_answer_and_roots_how_many_answers_they_have(
    service: RunningService,
) -> None:
    root = await service.post_public()
    reply = await service.post_public(parent=root.json["id"], text="Eens.")

    _, read = await feed(service, post=PAGE)

    answer, head = entries(read)
    page = f"https://open.example{PAGE}"
    above = answer.find("thr:in-reply-to", NAMES).attrib
    assert above["ref"] == said(head, "a:id")
    assert above["href"] == f"{page}#reactie-{root.json['id']}"
    assert head.find("thr:in-reply-to", NAMES).attrib["ref"] == page
    assert said(answer, "a:id").replace("-", "") == f"urn:uuid:{reply.json['id']}"
    below = [link for link in head.findall("a:link", NAMES) if link.attrib["rel"] == "replies"]
    assert [link.attrib[COUNT] for link in below] == ["1"]


async def test_an_edit_is_newer_and_keeps_its_id(service: RunningService) -> None:
    posted = await service.post_public()
    _, before = await feed(service, post=PAGE)
    service.clock.pass_seconds(90)
    path = f"{COMMENTS}/{posted.json['id']}"
    await service.api.send("PATCH", path, body={"text": "Beter."}, token=posted.json["token"])

    _, after = await feed(service, post=PAGE)

    was, now = entries(before)[0], entries(after)[0]
    assert said(now, "a:id") == said(was, "a:id")
    assert said(now, "a:published") == said(was, "a:published")
    passed = _time(said(now, "a:updated")) - _time(said(was, "a:updated"))
    assert passed.total_seconds() == 90
    assert said(after, "a:updated") == said(now, "a:updated")
    assert said(after, "a:id") == said(before, "a:id")


async def test_a_page_without_comments_has_an_empty_feed_that_fills(
    service: RunningService,
) -> None:
    _, empty = await feed(service, post=PAGE)
    await service.post_public()

    _, filled = await feed(service, post=PAGE)

    assert (entries(empty), len(entries(filled))) == ([], 1)
    assert said(empty, "a:id") == said(filled, "a:id")
    assert said(empty, "a:updated") == "1970-01-01T00:00:00.000Z"


async def test_feeds_are_told_apart_by_their_ids(service: RunningService) -> None:
    ids = [
        said((await feed(service, **query))[1], "a:id")
        for query in ({}, {"post": "/a"}, {"post": "/b"}, {"site": "blog"})
    ]

    assert len(set(ids)) == 4
    assert all(each.startswith("urn:uuid:") for each in ids)


async def test_who_has_the_newest_feed_is_told_so(service: RunningService) -> None:
    await service.post_public()
    reply, _ = await feed(service)
    known = {"If-None-Match": reply.headers["ETag"]}

    again = await service.api.get(FEED, {"site": "open"}, headers=known)
    await service.post_public(post="/b", text="Nog een.")
    newer = await service.api.get(FEED, {"site": "open"}, headers=known)

    assert (again.status, newer.status) == (304, 200)


async def test_a_feed_does_not_say_by_which_name_it_was_asked(service: RunningService) -> None:
    reply, _ = await feed(service)
    service.services.cache.drop(None)

    other = await service.api.get(
        FEED, {"site": "open"}, headers={"Host": "evil.example", "Accept-Language": "nl"}
    )

    assert other.body == reply.body


async def test_nothing_of_who_waits_or_of_addresses_is_in_a_feed(service: RunningService) -> None:
    await service.post(email="jan@example.org", text="Geheim.")
    await service.post_public(email="jan@example.org")

    for site in ("blog", "open"):
        reply = await service.api.get(FEED, {"site": site})
        assert b"example.org" not in reply.body
        assert b"Geheim" not in reply.body


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"site": "nowhere"}, (404, "unknown_site", "site")),
        ({"post": "https://evil.example/"}, (422, "foreign_page", "post")),
        ({"post": ""}, (422, "bad_page", "post")),
        ({"colour": "red"}, (400, "unknown_field", "colour")),
    ],
)
async def test_what_is_no_feed_is_refused(
    service: RunningService, query: dict[str, str], code: Any
) -> None:
    reply = await service.api.get(FEED, {"site": "open", **query})

    assert reply.code == code


@pytest.mark.parametrize("folder", ["xss", "markdown", "widget", "unicode", "xml", "crlf"])
def test_no_attack_breaks_the_feed_or_gets_out_of_its_place(folder: str) -> None:
    for _, payload in attacks(folder):
        _check(payload)


@given(st.text())
def test_whatever_anybody_wrote_the_feed_is_well_formed(text: str) -> None:
    _check(text)


@given(st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0x10FFFF) | st.characters()))
def test_what_no_xml_can_hold_is_left_out(text: str) -> None:
    _check(text)


def _check(wrote: str) -> None:
    """A feed in which every text is this one has just the elements that a plain one has."""
    root = ET.fromstring(_document(wrote))

    plain = ET.fromstring(_document("plain"))
    assert [one.tag for one in root.iter()] == [one.tag for one in plain.iter()]
    assert [sorted(one.attrib) for one in root.iter()] == [sorted(o.attrib) for o in plain.iter()]
    content = entries(root)[0].find("a:content", NAMES)
    html5lib.parseFragment(content.text or "")


def _document(wrote: str) -> bytes:
    thread = Thread(1, 1, wrote, f"https://b.example/{wrote}", wrote or "-")
    comment = PublishedComment(
        id=1,
        public_id="0" * 32,
        parent_id=2,
        root_id=2,
        name=wrote or "-",
        website=f"https://{wrote}",
        text=wrote,
        html=wrote,
        revision=1,
        created_at=0,
        edited_at=None,
        up=0,
        down=0,
    )
    entry = FeedEntry(comment, thread, "1" * 32, 1)
    return feed_document(Feed(SITE, thread, [entry]), "nl")


def test_a_named_thread_has_no_address_to_lead_to() -> None:
    thread = Thread(1, 1, "guestbook")
    comment = PublishedComment(
        1, "0" * 32, None, 1, None, "javascript:x", "x", "<p>x</p>", 1, 0, None, 0, 0
    )
    answer = FeedEntry(comment, thread, "1" * 32, 0)

    root = ET.fromstring(
        feed_document(Feed(SITE, thread, [FeedEntry(comment, thread, None, 0), answer]), "nl")
    )

    for one in entries(root):
        assert links(one) == {}
        assert said(one, "a:author/a:uri") is None
    first, second = (one.find("thr:in-reply-to", NAMES) for one in entries(root))
    assert first is None
    assert "href" not in second.attrib


def _time(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "")
