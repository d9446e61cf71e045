"""Every way to write, and what can be written by it: markup of others is planted by all of them.

Each value ends in a mark of its own: a page where the mark is an element, or an attribute, took
what was written for markup, and a mark that no page shows proves nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle

from service.domain.identity import new_public_id
from tests.hostile.corpora import texts
from tests.hostile.ground import ROUTE_OF, SITE, Ground
from tests.hostile.wire import Answer, Request

ELEMENT = "x-planted"
LONG = 1_000
"""A field of so many characters holds many payloads at once."""
TIMES = 6

_PUBLIC_ID = re.compile("[0-9a-f]{32}")
_NEVER_KEPT = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]")
_OPEN = "</textarea></title></style></script>-->"
_CORPORA = (
    "xss/payloadsallthethings_xss.jsonl",
    "xss/bluemonday.jsonl",
    "xss/bleach.jsonl",
    "xss/markdown_it_xss.jsonl",
    "widget/pat_dom_clobbering.jsonl",
    "widget/pat_prototype_pollution.jsonl",
)

Values = Mapping[str, str]


@dataclass(frozen=True)
class Way:
    """A way to write: the fields that hold any words, with how many characters each takes."""

    name: str
    fields: Mapping[str, int]
    send: Callable[[Ground, Values], Request]
    times: int = TIMES


@dataclass
class Planted:
    """The marks that were taken in, by where they were written, and every answer to a write;
    `comments` are those that each way wrote about last, `links` those of authors."""

    marks: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def payloads() -> list[str]:
    """What others found, without what no field may hold."""
    found = (_NEVER_KEPT.sub(" ", text).strip() for text in texts(*_CORPORA))
    return list(dict.fromkeys(text for text in found if text))


def batches(limit: int) -> list[str]:
    """The payloads in texts of at most so many bytes; those that fit in none are left out."""
    made: list[str] = [""]
    for payload in payloads():
        grown = f"{made[-1]}\n\n{payload}"
        if len(grown.encode()) <= limit:
            made[-1] = grown
        elif len(payload.encode()) <= limit:
            made.append(payload)
    return made


def plant(ground: Ground) -> Planted:
    """Writes by every way."""
    planted = Planted()
    marks = (f"z{n}z" for n in range(10_000))
    stores = {limit: cycle(_fitting(limit)) for way in WAYS for limit in way.fields.values()}
    for way in WAYS:
        for _ in range(way.times):
            said = {name: next(marks) for name in way.fields}
            values = {
                name: next(stores[limit]) + _marked(said[name], limit)
                for name, limit in way.fields.items()
            }
            request = way.send(ground, values)
            answer = ground.send(request)
            assert answer.status < 400, f"{way.name} {values} -> {answer}"
            planted.answers.append((way.name, answer))
            planted.marks |= {mark: f"{way.name}.{name}" for name, mark in said.items()}
            _note(planted, way, answer)
        said = (
            f"{request.path} {(request.body or b'')[:200]!r} {answer.headers} {answer.body[:100]!r}"
        )
        planted.comments += _PUBLIC_ID.findall(said)[:2]
    return planted


def _fitting(limit: int) -> list[str]:
    room = limit - len(_marked("z9999z", limit))
    if limit >= LONG:
        return batches(room)
    short = [text for text in payloads() if len(text) <= room]
    # Every field begins elsewhere in the list, so that together they write all of it.
    start = limit * 7 % len(short)
    return short[start:] + short[:start]


def _marked(mark: str, limit: int) -> str:
    opened = f"\n\n{_OPEN}" if limit >= LONG else ""
    return f"{opened}\"'><{ELEMENT} {mark}={mark}>"


def _note(planted: Planted, way: Way, answer: Answer) -> None:
    if way.name.startswith("post_comment"):
        made = answer.json()
        planted.threads.append(made["post"])
        planted.links.append(f"{made['id']}.{made['token']}")


def _api(route_name: str, /, **fields: int) -> Way:
    route = ROUTE_OF[route_name]

    def send(ground: Ground, values: Values) -> Request:
        if route_name in ("become_owner", "accept_invitation"):
            ground.renew(without_owner=route_name == "become_owner")
        about = ground.about(route) if "/comments/{id}" in route.path else None
        if route_name == "edit_reply" and about is not None:
            about = ground.reply(about)
        return ground.valid(route, about).saying_json(
            {**(ground.body(route, about) or {}), **values}
        )

    return Way(route_name, fields, send)


def _post_comment(ground: Ground, values: Values) -> Request:
    # Many comments on each of a few pages, and each page's title from the first of them.
    page = f"/planted/{len(values['text']) % 9}"
    return ground.posting(post=page, website=f"https://x.example/{ELEMENT}", **values)


def _named_page(ground: Ground, values: Values) -> Request:
    # A name that begins with no scheme; it stands where the page's title would.
    return ground.posting(post=f"Over {values['post']}", post_title="")


def _bulk(ground: Ground, values: Values) -> Request:
    name = f"Vloed {new_public_id()}"
    ground.post(name=name)
    said = {"site": SITE, "action": "reject", "author": name}
    return ground.valid(ROUTE_OF["start_bulk"]).saying_json({**said, **values})


def _upload(ground: Ground, values: Values) -> Request:
    return ground.valid(ROUTE_OF["send_upload"]).asking(**values)


def _on_page(ground: Ground, values: Values) -> Request:
    sent = Request("POST", f"/p/{SITE}", (("post", "/planted/form"),))
    return sent.saying_form(values)


def _own_page(**more: str) -> Callable[[Ground, Values], Request]:
    def send(ground: Ground, values: Values) -> Request:
        posted = ground.post()
        made = ground.refuse(posted) if more["act"] == "appeal" else posted
        return Request("POST", f"/c/{made.id}.{made.token}").saying_form({**more, **values})

    return send


def _desk(
    way: str,
    path: str,
    state: str = "",
    /,
    *,
    more: Values | None = None,
    **fields: int,
) -> Way:
    """A form of the desk about a comment, as it stands after what `state` says."""

    def send(ground: Ground, values: Values) -> Request:
        made = ground.post()
        if state in ("public", "own"):
            made = ground.approve(made)
        if state == "own":
            made = ground.reply(made)
        if state == "appealed":
            made = ground.refuse(made)
            ground.send(ground.valid(ROUTE_OF["make_appeal"], made))
        said = {"id": made.id, "version": str(made.version), **(more or {}), **values}
        if path.endswith("/author"):
            del said["id"], said["version"]
        sent = Request("POST", path.replace("{id}", made.id)).with_bearer(ground.admin)
        return sent.saying_form(said)

    return Way(way, fields, send)


def _room(way: str, path: str, more: Values, /, **fields: int) -> Way:
    """A form of the desk about no comment."""

    def send(ground: Ground, values: Values) -> Request:
        said = {key: value.replace("{new}", new_public_id()) for key, value in more.items()}
        sent = Request("POST", path.replace("{thread}", ground.pages.page))
        return sent.with_bearer(ground.owner).saying_form({**said, **values})

    return Way(way, fields, send)


WAYS: tuple[Way, ...] = (
    Way("post_comment", {"text": 9_000, "name": 80, "post_title": 300}, _post_comment, times=60),
    Way("post_comment page", {"post": 300}, _named_page),
    Way("thread_page_sent", {"text": 9_000, "name": 80}, _on_page),
    _api("edit_own_comment", text=9_000),
    Way("own_page_sent", {"text": 9_000}, _own_page(act="edit")),
    _api("report_comment", text=500),
    _api("make_appeal", text=1_000),
    Way("own_page_sent appeal", {"text": 1_000}, _own_page(act="appeal")),
    _api("decide", reason=200, note=2_000),
    _desk("desk_decide", "/moderate/decide", more={"action": "reject"}, reason=200, note=2_000),
    _api("answer_appeal", answer=500),
    _desk("desk_appeal", "/moderate/appeal", "appealed", more={"outcome": "deny"}, answer=500),
    _api("post_reply", text=9_000),
    _desk("desk_reply", "/moderate/reply", "public", text=9_000),
    _api("edit_reply", text=9_000),
    _desk("desk_edit", "/moderate/edit", "own", text=9_000),
    _api("note_author", text=1_000),
    _desk(
        "desk_author_sent note",
        "/moderate/comments/{id}/author",
        more={"act": "note"},
        text=1_000,
    ),
    _api("rename_thread", title=300),
    _room(
        "desk_thread_rename", "/moderate/threads/{thread}/rename", {"address": "/{new}"}, title=300
    ),
    _api("make_site", name=80),
    _api("change_site", name=80),
    _room("desk_settings_sent", "/moderate/settings", {"act": "make", "slug": "{new}"}, name=80),
    Way("send_upload", {"name": 80}, _upload),
    _api("become_owner", name=80),
    _api("accept_invitation", name=80),
    _api("invite_moderator", name=80),
    _api("create_token", name=80),
    _room("desk_people_sent", "/moderate/people", {"act": "invite"}, name=80),
    _room("desk_people_sent token", "/moderate/people", {"act": "token"}, name=80),
    # Last, for who is blocked writes nothing that can be edited.
    Way("start_bulk", {"reason": 200, "note": 2_000}, _bulk),
    _api("block_author", reason=200),
    _desk(
        "desk_author_sent block",
        "/moderate/comments/{id}/author",
        more={"act": "block", "kind": "name"},
        reason=200,
    ),
)
