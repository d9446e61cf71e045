"""Files that were sent in: looked at, imported once, gone on with after a stop, cleared away."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from service.domain.errors import Conflict, Invalid, NotFound, Unavailable
from service.domain.import_problem import Outcome, Problem, Reason
from service.domain.job import IMPORT, Job, JobState
from service.domain.moderator import TERMINAL, Role, Roles
from service.domain.site import Site
from service.domain.upload import ReadAs
from service.usecases import run_upload, upload_worker
from service.usecases.look_at_upload import leave_upload, look_again, show_look
from service.usecases.run_import import run_import
from service.usecases.start_import import undo_import
from tests.transfer.engine import comment, thread
from tests.usecases.acting import Desk
from tests.usecases.uploading_acts import Room, has_told, is_empty, until

PAGE = thread("1", "https://blog.example/oud.html")
ELSEWHERE = thread("2", "https://oud.example/a.html")
CUT = Problem(Reason.TRUNCATED_FILE, Outcome.NOTED)


@pytest.fixture
def room(desk: Desk, blog: Site) -> Room:
    return Room(desk, blog)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_upload, "LOOK_SECONDS", 0)
    monkeypatch.setattr(upload_worker, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(upload_worker, "IDLE_SECONDS", 0.01)


async def test_a_look_reports_and_makes_nothing(room: Room) -> None:
    own, held = comment("1"), [comment(str(n), "2") for n in (2, 3)]
    look = await room.ready([PAGE, ELSEWHERE, own, *held, CUT])

    said = (await room.now(look)).position
    assert (said["stage"], said["total"], said["records"]) == ("ready", 5, 3)
    assert said["report"]["pages"]["held"] == 1
    assert said["report"]["cut"] is True
    assert said["hosts"] == ["oud.example"]
    assert await room.desk.storage.threads.by_key(room.site.id, "/oud.html") is None


async def test_it_is_started_once_and_only_when_it_is_ready(room: Room) -> None:
    reading = await room.look([PAGE, comment("1"), CUT])
    with pytest.raises(Conflict, match="upload_not_ready"):
        await room.start(reading)
    look = await run_upload.run_look(reading, room.uploads, **room.acts)
    with pytest.raises(Invalid, match="import_cut"):
        await room.start(look)
    one, *others = await asyncio.gather(
        *(room.start(look, partial=True, teaches=True) for _ in range(3)), return_exceptions=True
    )

    assert [each.code for each in others if isinstance(each, Conflict)] == ["upload_gone"] * 2
    assert isinstance(one, Job)
    with pytest.raises(Conflict, match="upload_gone"):
        await room.start(look, partial=True)
    done = await room.run(one)
    assert (done.state, done.position["counts"]["created"]) == (JobState.DONE, 1)
    assert (await room.now(look)).position["run"] == one.public_id


async def test_who_has_no_role_there_finds_no_file(room: Room, open_site: Site) -> None:
    look = await room.ready([PAGE])
    stranger = replace(TERMINAL, roles=Roles(on_sites={open_site.id: Role.OWNER}))
    other = replace(look, public_id="f" * 32, kind="bulk")
    await room.desk.storage.write(lambda tx: tx.add_job(other))
    given = {"storage": room.desk.storage}
    for id_, by in ((look.public_id, stranger), ("0" * 32, TERMINAL), ("f" * 32, TERMINAL)):
        with pytest.raises(NotFound, match="unknown_upload"):
            await show_look(id_, token=by, **given)


async def test_a_file_is_looked_at_again_otherwise_or_left(room: Room) -> None:
    first = await room.ready([ELSEWHERE, comment("1", "2")])
    asked = ReadAs(hosts=("oud.example",))
    again = await look_again(first.public_id, asked, token=TERMINAL, **room.acts)
    assert (await room.now(first)).state is JobState.STOPPED
    second = await run_upload.run_look(again, room.uploads, **room.acts)
    assert second.position["report"]["pages"]["new"] == 1
    as_isso = await look_again(second.public_id, ReadAs("isso"), token=TERMINAL, **room.acts)
    assert as_isso.parameters["format"] == "isso"
    second = await look_again(as_isso.public_id, ReadAs(), token=TERMINAL, **room.acts)
    assert second.parameters["format"] == "test"

    leave = {"uploads": room.uploads, "token": TERMINAL, **room.acts}
    await leave_upload(second.public_id, **leave)
    assert room.uploads.files == {}
    with pytest.raises(Conflict, match="upload_gone"):
        await leave_upload(second.public_id, **leave)


async def test_a_run_that_was_cut_off_goes_on_and_makes_nothing_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_upload, "AT_ONCE", 2)
    job = await room.start(await room.ready([PAGE, *(comment(str(n)) for n in range(1, 8))]))

    class Killed(Exception):
        pass

    def kill(job: Job) -> None:
        if job.done > 3:
            raise Killed

    async def run_until_killed(*args: Any, **more: Any) -> Job:
        return await run_import(*args, told=kill, **more)

    monkeypatch.setattr(run_upload, "run_import", run_until_killed)
    with pytest.raises(Killed):
        await room.run(job)
    monkeypatch.setattr(run_upload, "run_import", run_import)
    cut = await room.now(job)
    assert 0 < cut.done < cut.total

    worker = room.worker(IMPORT)
    await until(worker, lambda: has_told(room, "done"))
    assert (await room.now(job)).position["counts"]["created"] == 7
    assert room.told == [("done", job.public_id)]
    await until(worker, lambda: is_empty(room))


async def test_an_undo_stops_a_file_that_is_still_read(room: Room) -> None:
    job = await room.start(await room.ready([PAGE, comment("1")]))
    room.uploads.gate.clear()
    running = asyncio.create_task(room.run(job))
    async with asyncio.timeout(20):
        while not (await room.now(job)).position.get("read"):  # noqa: ASYNC110 -- the storage tells nobody
            await asyncio.sleep(0)
    told = {"runner": "server", "token": TERMINAL, **room.acts}
    undo = await undo_import(job.public_id, **told)
    assert await undo_import(job.public_id, **told) == undo

    with pytest.raises(Conflict, match="job_moved"):
        await running
    assert (await room.now(job)).position["counts"]["created"] == 0


async def test_reading_goes_on_while_the_database_is_away(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = await room.look([PAGE])
    room.uploads.gate.clear()
    asked = 0
    keep = run_upload._keep

    async def away(*args: Any) -> Job:
        nonlocal asked
        asked += 1
        if asked == 3:
            room.uploads.gate.set()
        if asked < 3:
            raise Unavailable
        return await keep(*args)

    monkeypatch.setattr(run_upload, "_keep", away)
    done = await run_upload.run_look(look, room.uploads, **room.acts)
    assert done.position["stage"] == "ready"


async def test_a_site_that_is_gone_is_told(room: Room) -> None:
    look = replace(await room.look([PAGE]), site_id=404)
    with pytest.raises(NotFound, match="unknown_site"):
        await run_upload.run_look(look, room.uploads, **room.acts)
