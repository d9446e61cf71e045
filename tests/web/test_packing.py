"""Pages and answers over the line: packed for clients that take it, small, and telling no secret
by their length."""

import gzip
import re
from collections.abc import Mapping

import pytest

from service.web.packing import APART_FROM, CHANCE, PACKED_FROM, packed
from tests.unlike import unlike_texts
from tests.web.browser import ADMIN, OURS, SESSION
from tests.web.conftest import Start
from tests.web.desk_client import QUEUE, DeskClient, at_desk
from tests.web.running_service import LOG, RunningService

GZIP = {"Accept-Encoding": "gzip"}
EACH = f"{QUEUE}?each=yes"
FILES = (
    "/moderate/desk.css",
    "/moderate/desk.js",
    "/moderate/desk-keys.js",
    "/moderate/desk-news.js",
)
STANDING = (*FILES, "/static/pages.css", "/openapi.json")
CARDS = 50
FIRST_LOAD = 40 * 1024
FRESH = re.compile(rb'name="(csrf|once)" value="[0-9a-f]+"')

Wired = tuple[int, Mapping[str, str], bytes]


async def wire(
    desk: DeskClient, path: str, sent: Mapping[str, str] = GZIP, method: str = "GET"
) -> Wired:
    """What comes over the line, as it comes."""
    cookies = "; ".join(f"{name}={text}" for name, text in desk.browser.cookies.items())
    async with desk.service.api.session.request(
        method,
        desk.service.address + path,
        headers={**OURS, "Cookie": cookies, **sent},
        skip_auto_headers=("Accept-Encoding",),
    ) as answer:
        return answer.status, answer.headers, await answer.read()


@pytest.fixture
async def desk(start: Start) -> DeskClient:
    """An owner's, with fifty comments that wait."""
    many = 1_000_000
    service = await start(
        network_posts_per_minute=many, thread_posts_per_minute=many, site_posts_per_minute=many
    )
    for number, said in enumerate(unlike_texts(CARDS)):
        await service.post(text=said, name=f"Lezer {number}")
    return await at_desk(service)


@pytest.mark.parametrize("view", [QUEUE, EACH])
async def test_the_first_load_of_a_full_queue_is_small(desk: DeskClient, view: str) -> None:
    loads = [await wire(desk, path) for path in (view, *FILES)]

    assert gzip.decompress(loads[0][2]).count(b'<article class="card"') == CARDS
    assert all(answered["Content-Encoding"] == "gzip" for _, answered, _ in loads)
    assert sum(len(body) for *_, body in loads) <= FIRST_LOAD


async def test_a_packed_page_is_the_plain_one(desk: DeskClient) -> None:
    _, answered, small = await wire(desk, QUEUE)
    _, bare, plain = await wire(desk, QUEUE, {})

    assert FRESH.sub(b"", gzip.decompress(small)) == FRESH.sub(b"", plain)
    assert "Content-Encoding" not in bare
    assert int(answered["Content-Length"]) == len(small)
    assert bare["Vary"] == answered["Vary"]
    assert answered["Vary"].split(", ") == [
        "Origin", "Accept", "Accept-Language", "Cookie", "Accept-Encoding",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path", [*STANDING, "/docs", f"{ADMIN}/comments?status=pending", f"{LOG}?limit=50"]
)
async def test_what_is_the_same_for_each_request_is_unpacked_to_its_bytes(
    desk: DeskClient, path: str
) -> None:
    _, answered, small = await wire(desk, path)
    _, bare, plain = await wire(desk, path, {})
    _, refused, whole = await wire(desk, path, {"Accept-Encoding": "br, gzip;q=0"})

    assert answered["Content-Encoding"] == "gzip"
    assert gzip.decompress(small) == plain == whole
    assert len(small) < len(plain)
    for each in (answered, bare, refused):
        assert "Accept-Encoding" in each["Vary"]


@pytest.mark.parametrize("path", [QUEUE, *STANDING, "/docs", f"{ADMIN}/comments?status=pending"])
@pytest.mark.parametrize("sent", [GZIP, {}])
async def test_head_tells_what_get_would(
    desk: DeskClient, path: str, sent: Mapping[str, str]
) -> None:
    _, got, _ = await wire(desk, path, sent)

    status, told, body = await wire(desk, path, sent, "HEAD")

    assert (status, body) == (200, b"")
    for name in ("Content-Encoding", "Content-Type", "Vary", "ETag", "Cache-Control"):
        assert told.get(name) == got.get(name), name
    assert abs(int(told["Content-Length"]) - int(got["Content-Length"])) <= 2 * CHANCE


@pytest.mark.parametrize("path", STANDING)
@pytest.mark.parametrize("sent", [GZIP, {}])
async def test_a_file_that_is_known_is_not_sent_again(
    desk: DeskClient, path: str, sent: Mapping[str, str]
) -> None:
    _, first, _ = await wire(desk, path, sent)

    known = {**sent, "If-None-Match": first["ETag"]}
    status, second, body = await wire(desk, path, known)
    other, *_ = await wire(desk, path, {**sent, "If-None-Match": '"another"'})

    assert (status, body, other) == (304, b"", 200)
    assert (second["ETag"], second["Vary"]) == (first["ETag"], "Origin, Accept-Encoding")
    assert second["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in second


async def test_streams_and_exports_go_out_as_they_come(desk: DeskClient) -> None:
    _, exported, lines = await wire(desk, f"{ADMIN}/log.csv")
    _, listening, _ = await wire(desk, "/moderate/stream", method="HEAD")

    assert len(lines) > PACKED_FROM
    assert "Content-Encoding" not in exported
    assert "Content-Encoding" not in listening


async def test_an_answer_to_a_form_is_never_packed_for_it_may_show_a_secret(
    service: RunningService,
) -> None:
    desk = await at_desk(service)
    page = await desk.get("/moderate/people")

    made = await desk.press(page.form("/moderate/people", act="token"), name="script")

    assert 'class="secret"' in made.html
    assert len(made.html) > PACKED_FROM
    assert "Content-Encoding" not in made.headers


async def test_the_token_of_the_forms_is_another_one_on_each_page(service: RunningService) -> None:
    desk = await at_desk(service)
    pages = [await desk.get(QUEUE) for _ in range(3)]
    shown = [set(re.findall(r'name="csrf" value="(\w+)"', page.html)) for page in pages]
    api = [(await desk.browser.get(SESSION)).json["csrf"] for _ in range(3)]

    assert [len(tokens) for tokens in shown] == [1, 1, 1]
    every = [*set.union(*shown), *api]
    assert len({token[at : at + 8] for token in every for at in range(57)}) == 57 * len(every)


async def test_each_of_them_is_good_for_forms_and_programs(service: RunningService) -> None:
    desk = await at_desk(service)
    posted = (await service.post()).json["id"]
    browser = desk.browser

    for where in ("field", "header"):
        token = (await browser.get(SESSION)).json["csrf"]
        fields = [("act", "note"), ("text", "Een gewone lezer.")]
        path = f"/moderate/comments/{posted}/author"
        sent = {"X-CSRF-Token": token} if where == "header" else {}
        form = [*fields, ("csrf", token)] if where == "field" else fields
        # A browser too old to say whose page asks.
        kept = await desk.post(path, form, follow=False, sent={"Sec-Fetch-Site": "none", **sent})
        assert kept.status == 303, where
        wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
        bad = [*fields, ("csrf", wrong)]
        refused = await desk.post(path, bad, follow=False, sent={"Sec-Fetch-Site": "none"})
        assert refused.status == 403


async def test_small_answers_stay_as_they_are(service: RunningService) -> None:
    desk = await at_desk(service)

    _, answered, body = await wire(desk, "/moderate/pending")

    assert len(body) < PACKED_FROM
    assert "Content-Encoding" not in answered


def test_the_length_of_what_is_one_persons_is_partly_chance() -> None:
    body = b"jan@blog.example " * APART_FROM

    made = [packed(body, CHANCE) for _ in range(40)]

    assert {gzip.decompress(each) for each in made} == {body}
    lengths = [len(each) for each in made]
    assert 0 < max(lengths) - min(lengths) <= CHANCE
    assert len({len(packed(body, 0)) for _ in range(5)}) == 1
