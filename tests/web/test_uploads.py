"""A file of comments, sent in over HTTP: looked at, imported, or refused and gone."""

import asyncio
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.api_client import Reply
from tests.web.conftest import Start
from tests.web.desk_client import at_work
from tests.web.running_service import RunningService

UPLOADS = "/api/v1/admin/uploads"
IMPORTS = "/api/v1/admin/imports"
RAW = {"Content-Type": "application/octet-stream"}
OLD = b"page,id,name,text,date,status\n/oud.html,1,Jan,Hallo,2015-01-01T10:00:00Z,approved\n"
TOO_LARGE = (413, "body_too_large")
CUT = b"""<?xml version="1.0"?><rss><channel><generator>https://wordpress.org/?v=6</generator>
<wp:wxr_version>1.2</wp:wxr_version><item><title>Oud</title><link>https://blog.example/oud</link>
<wp:post_id>7</wp:post_id><wp:comment><wp:comment_id>1</wp:comment_id>
<wp:comment_content>Hallo</wp:comment_content><wp:comment_approved>1</wp:comment_approved>
</wp:comment><wp:comment><wp:comment_id>2</wp:comment_id>"""


async def send(
    service: RunningService, content: bytes, name: str = "oud.csv", **query: Any
) -> Reply:
    asked = {"site": "blog", "name": name, **query}
    return await service.api.send(
        "POST", UPLOADS, query=asked, raw=content, token=service.admin, headers=RAW
    )


async def act(service: RunningService, id_: str, verb: str, **body: Any) -> Reply:
    return await service.api.post(f"{UPLOADS}/{id_}/{verb}", body, token=service.admin)


async def seen(service: RunningService, path: str, *, during: tuple[str, ...]) -> Any:
    """What stands there once its state is none of these."""
    async with asyncio.timeout(20):
        while True:
            found = (await service.api.get(path, token=service.admin)).json
            if found["state"] not in during:
                return found
            await asyncio.sleep(0.02)


async def looked_at(service: RunningService, sent: Reply) -> Any:
    assert sent.status == 202, sent.text
    return await seen(service, f"{UPLOADS}/{sent.json['id']}", during=("reading",))


def lying(service: RunningService) -> list[Path]:
    return list(Path(f"{service.database}-imports").glob("*"))


async def all_gone(service: RunningService) -> None:
    """Waits until no file lies there any more."""
    async with asyncio.timeout(20):
        while lying(service):  # noqa: ASYNC110 -- a file that goes tells nobody
            await asyncio.sleep(0.02)


@pytest.fixture
async def working(service: RunningService) -> AsyncIterator[RunningService]:
    async with at_work(service):
        yield service


async def test_a_file_is_looked_at_then_imported_once_and_taken_back(
    working: RunningService,
) -> None:
    service = working
    empty = await service.listed(post="/oud.html")
    look = await looked_at(service, await send(service, OLD, "C:\\mijn\\oud.csv"))
    assert (look["state"], look["file"], look["format"]) == ("ready", "oud.csv", "csv")
    assert look["report"]["counts"]["created"] == look["report"]["pages"]["new"] == 1
    assert (await service.listed(post="/oud.html")).json == empty.json
    assert len(lying(service)) == 1

    started = await act(service, look["id"], "import")
    twice = await act(service, look["id"], "import")
    run = await seen(service, f"{IMPORTS}/{started.json['id']}", during=("running",))

    assert (run["state"], run["counts"]["created"], run["error"]) == ("done", 1, None)
    assert twice.code == (409, "upload_gone", None)
    assert (await service.listed(post="/oud.html")).json["count"] == 1
    shown = (await service.api.get(f"{UPLOADS}/{look['id']}", token=service.admin)).json
    assert (shown["state"], shown["run"]) == ("imported", run["id"])
    await all_gone(service)
    events = await service.api.get(
        "/api/v1/admin/site-events", {"site": "blog"}, token=service.admin
    )
    assert events.json["items"][0]["act"] == "imported"
    undone = await service.api.post(f"{IMPORTS}/{run['id']}/undo", {}, token=service.admin)
    taken = await seen(service, f"{IMPORTS}/{undone.json['id']}", during=("running",))
    assert taken["undid"] == 1


async def test_a_look_takes_other_words_and_can_be_left(working: RunningService) -> None:
    service = working
    content = OLD.replace(b"/oud.html", b"https://oud.example/a").replace(b"text", b"Wat")
    sent = await send(service, content, columns="Wat=text", lang="en")
    look = await looked_at(service, sent)
    assert look["report"]["hosts"] == ["oud.example"]
    assert look["report"]["pages"]["held"] == 1

    again = await act(service, look["id"], "look", hosts=["oud.example"], columns=["Wat=text"])
    wider = await looked_at(service, again)
    assert (wider["report"]["pages"]["held"], wider["report"]["pages"]["new"]) == (0, 1)
    assert (await act(service, look["id"], "look")).code == (409, "upload_gone", None)

    unnamed = await looked_at(service, await act(service, wider["id"], "look"))
    assert (unnamed["state"], unnamed["error"]["code"]) == ("failed", "import_columns")
    named = await looked_at(
        service, await act(service, unnamed["id"], "look", columns=["Wat=text"], blog="oud")
    )
    assert named["state"] == "ready"
    third = await looked_at(service, await send(service, OLD))
    left = await service.api.send("DELETE", f"{UPLOADS}/{third['id']}", token=service.admin)
    assert left.status == 200
    gone = (await service.api.get(f"{UPLOADS}/{third['id']}", token=service.admin)).json
    assert gone["state"] == "left"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("oud.xml", CUT + b" " * 80_000_000)
    return packed.getvalue()


async def test_what_cannot_be_read_says_why_and_its_file_goes(working: RunningService) -> None:
    service = working
    cut = await looked_at(service, await send(service, CUT, "oud.xml"))
    refused = await act(service, cut["id"], "import")
    taken = await act(service, cut["id"], "import", partial=True)
    full = await looked_at(service, await send(service, bomb(), "oud.zip"))

    assert cut["report"]["cut"] is True
    assert refused.code == (422, "import_cut", "partial")
    assert taken.status == 202
    assert (full["state"], full["error"]["code"]) == ("failed", "import_bomb")
    await all_gone(service)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"format": "onzin"}, (422, "unknown_format", "format")),
        ({"zone": "Mars/Olympus"}, (422, "unknown_zone", "zone")),
        ({"zone": "../../etc/passwd"}, (422, "unknown_zone", "zone")),
        ({"base_url": "javascript:x"}, (422, "bad_website", "base_url")),
        ({"page_pattern": "/{name}"}, (422, "bad_website", "page_pattern")),
        ({"date_format": "%d %d"}, (422, "bad_date_format", "date_format")),
        ({"date_format": "%"}, (422, "bad_date_format", "date_format")),
        ({"columns": "Wat=onzin"}, (422, "bad_column", "columns")),
        ({"columns": "text"}, (422, "bad_column", "columns")),
        ({"hosts": "a b"}, (422, "bad_host", "hosts")),
        ({"site": "nergens"}, (404, "unknown_site", "site")),
        ({"date_format": "%d-%m-%Y", "zone": "Europe/Amsterdam", "format": "csv"}, None),
    ],
)
async def test_how_a_file_is_read_is_checked_before_it_is_taken(
    service: RunningService, query: dict[str, str], code: Any
) -> None:
    reply = await send(service, OLD, **query)

    assert (reply.code if code else reply.status) == (code or 202)
    assert len(lying(service)) == (code is None)


async def test_a_file_that_is_too_large_is_refused_and_nothing_is_left(start: Start) -> None:
    service = await start(import_megabytes=1)

    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 600_000

    address = f"{service.address}{UPLOADS}?site=blog&name=a"
    headers = {**RAW, "Authorization": f"Bearer {service.admin}"}
    for data in (io.BytesIO(b"x" * 1_200_000), slowly()):
        async with service.api.session.post(address, data=data, headers=headers) as answer:
            assert (answer.status, (await answer.json(content_type=None))["code"]) == TOO_LARGE
    assert lying(service) == []


def head(service: RunningService, more: str = "") -> bytes:
    """Of a request that sends a file, line by line."""
    return (
        f"POST {UPLOADS}?site=blog&name=oud.csv HTTP/1.1\r\nHost: x\r\nContent-Length: {len(OLD)}"
        f"\r\nAuthorization: Bearer {service.admin}\r\nContent-Type: application/octet-stream\r\n"
        f"{more}\r\n"
    ).encode()


async def test_a_file_that_stops_coming_is_not_waited_for(start: Start) -> None:
    service = await start(body_seconds=0.2)
    reader, writer = await asyncio.open_connection(*service.runner.addresses[0][:2])
    writer.write(head(service) + OLD[:4])

    answer = await reader.readuntil(b"\r\n")
    writer.close()

    assert b" 408 " in answer
    assert lying(service) == []


async def test_who_asks_first_is_told_to_go_on(service: RunningService) -> None:
    reader, writer = await asyncio.open_connection(*service.runner.addresses[0][:2])
    writer.write(head(service, "Expect: 100-continue\r\n"))
    first = await reader.readuntil(b"\r\n\r\n")
    writer.write(OLD)
    then = await reader.readuntil(b"\r\n")
    writer.close()

    assert (first, b" 202 " in then) == (b"HTTP/1.1 100 Continue\r\n\r\n", True)


async def test_whose_token_ends_while_a_file_comes_brings_nothing(service: RunningService) -> None:
    reader, writer = await asyncio.open_connection(*service.runner.addresses[0][:2])
    writer.write(head(service, "Expect: 100-continue\r\n"))
    await reader.readuntil(b"\r\n\r\n")
    id_ = service.admin.split("_")[1]
    ended = await service.api.send("DELETE", f"/api/v1/admin/tokens/{id_}", token=service.admin)
    writer.write(OLD)
    then = await reader.readuntil(b"\r\n")
    writer.close()

    assert ended.status < 300, ended.json
    assert b" 401 " in then
    assert lying(service) == []
