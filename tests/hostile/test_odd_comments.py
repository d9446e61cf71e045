"""Comments that only an attacker sends: floods of odd characters (S-06), what an older sanitiser
let through (S-04), the same request many times at once (S-26), links that would lead elsewhere."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from service.web.rendering import MarkdownRenderer
from tests.hostile.ground import ROUTE_OF, SITE, Ground
from tests.hostile.harmless import html_in, odd_in
from tests.hostile.running import HOST
from tests.hostile.wire import Answer, Request, Wire

EVIL = "<p>Mooi.</p><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"
FLOODS = {
    "the longest of all letters": "\ufdfa",
    "byte order marks": "\ufeff",
    "marks that stand upon each other": "z\u0336\u0351",
    "turned about": "\u202e",
    "nothing to see": "\u200b\u2060",
    "emoji": "🦊",
    "not yet a character": "\U000e0fff",
    "for private use": "\uf8ff",
    "no character at all": "\ufffe",
    "tags": "\U000e0041",
}
LENGTHS = (1, 3_000, 19_000)


@pytest.mark.parametrize("sign", FLOODS.values(), ids=FLOODS)
def test_a_flood_of_odd_characters_is_kept_as_it_came_or_refused(ground: Ground, sign: str):
    for length in LENGTHS:
        text = f"a{sign * length}"[:20_000]
        fields = {"post": f"/odd/{length}", "name": f"N{sign * 50}"[:80]}

        answer = ground.send(ground.posting(text=text, **fields))

        if answer.status in (413, 422):
            assert answer.json()["code"] in ("too_long", "body_too_large"), answer
            continue
        assert answer.status in (201, 202), answer
        made = ground._seen(answer.json()["id"], answer.json()["token"])
        assert ground.card(made.id)["text"] == text
        if answer.status == 202 and len(text.encode()) <= 10_000:
            ground.approve(made)
    assert listed(ground, "/odd/1").status == 200


def test_what_an_older_sanitiser_let_through_is_rendered_anew(ground: Ground):
    made = ground.approve(ground.post(post="/older", text="Mooi **stuk**."))
    with closing(sqlite3.connect(ground._service.database)) as file, file:
        changed = file.execute(
            "UPDATE revisions SET html = ?, renderer = ? WHERE comment_id = "
            "(SELECT id FROM comments WHERE public_id = ?)",
            (EVIL, MarkdownRenderer.version - 1, made.id),
        )
        assert changed.rowcount == 1

    [html] = html_in(listed(ground, "/older").json())
    page = ground.send(Request("GET", f"/p/{SITE}", (("post", "/older"),)))
    feed = ground.send(Request("GET", ROUTE_OF["show_feed"].path).asking(site=SITE, post="/older"))

    assert html == "<p>Mooi <strong>stuk</strong>.</p>\n"
    assert odd_in(html) == []
    for shown in (page, feed):
        assert b"onerror" not in shown.body


def test_the_same_key_fifty_times_at_once_makes_one_comment(ground: Ground):
    request = ground.posting(post="/once").with_header("Idempotency-Key", "fifty-times-at-once")
    rows = len(ground.rows()["comments"])

    def send(_: int) -> Answer:
        wire = Wire(HOST, ground._service.port)
        try:
            return wire.send(request)
        finally:
            wire.close()

    with ThreadPoolExecutor(50) as senders:
        answers = list(senders.map(send, range(50)))

    assert {answer.status for answer in answers} <= {201, 202}
    assert len({(answer.json()["id"], answer.json()["token"]) for answer in answers}) == 1
    assert len(ground.rows()["comments"]) == rows + 1
    other = ground.posting(post="/once", text="Anders.")
    again = ground.send(other.with_header("Idempotency-Key", "fifty-times-at-once"))
    assert (again.status, again.json()["code"]) == (422, "idempotency_key_reused")


def listed(ground: Ground, post: str) -> Answer:
    return ground.send(Request("GET", ROUTE_OF["list_comments"].path).asking(site=SITE, post=post))
