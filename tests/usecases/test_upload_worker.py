"""What works off what is asked about files that were sent in, and clears them away."""

import pytest

from service.domain.errors import Conflict, Invalid, Unavailable
from service.domain.job import LOOK, JobState
from service.domain.moderator import TERMINAL
from service.domain.site import Site
from service.domain.upload import ReadAs
from service.usecases import run_upload, upload_worker
from service.usecases.look_at_upload import look_again
from tests.transfer.engine import thread
from tests.usecases.acting import Desk
from tests.usecases.uploading_acts import (
    Room,
    has_looked,
    has_read,
    has_told,
    holds,
    is_empty,
    stands,
    until,
)

PAGE = thread("1", "https://blog.example/oud.html")


@pytest.fixture
def room(desk: Desk, blog: Site) -> Room:
    return Room(desk, blog)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_upload, "LOOK_SECONDS", 0)
    monkeypatch.setattr(upload_worker, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(upload_worker, "IDLE_SECONDS", 0.01)


async def test_the_worker_does_what_is_asked_where_the_file_is(room: Room) -> None:
    look = await room.look([PAGE])
    away = await room.look([PAGE], "away")
    del room.uploads.files["away"]
    taken = await room.look([PAGE], "taken")
    room.uploads.held.add("taken")
    room.uploads.files["left"] = ()

    worker = room.worker(LOOK)
    worker.wake()
    await until(worker, lambda: holds(room, {"a", "taken"}))
    await until(worker, lambda: has_told(room, "done"))

    assert await stands(room, look, "ready")
    assert not await stands(room, away, "ready")
    assert not await stands(room, taken, "ready")
    assert room.told == [("done", look.public_id)]


@pytest.mark.parametrize(
    ("failure", "code", "told"),
    [(Invalid("import_bomb", "file"), "import_bomb", []), (OSError(), "internal", ["failed"])],
)
async def test_what_fails_is_kept_with_why_and_its_file_goes(
    room: Room, failure: Exception, code: str, told: list[str]
) -> None:
    look = await room.look([PAGE])
    room.uploads.failure = failure

    worker = room.worker(LOOK)
    await until(worker, lambda: is_empty(room))

    assert (await room.now(look)).position["error"]["code"] == code
    assert [what for what, _ in room.told] == told


async def test_what_other_words_may_mend_waits_for_them(room: Room) -> None:
    look = await room.look([PAGE])
    room.uploads.failure = Invalid("import_several_blogs", "blog", blogs="een, twee")
    worker = room.worker(LOOK)
    await until(worker, lambda: stands(room, look, "ready"))
    with pytest.raises(Conflict, match="upload_not_ready"):
        await room.start(look)
    room.uploads.failure = None
    again = await look_again(look.public_id, ReadAs(blog="een"), token=TERMINAL, **room.acts)
    await until(worker, lambda: stands(room, again, "ready"))
    with pytest.raises(Invalid, match="import_nothing"):
        await room.start(again)


async def test_what_the_database_keeps_waiting_is_done_later(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = await room.look([PAGE])
    room.uploads.failure = Unavailable()
    worker = room.worker(LOOK)
    await until(worker, lambda: has_told(room, "interrupted"))
    room.uploads.failure = None
    await until(worker, lambda: stands(room, look, "ready"))


async def test_a_look_that_was_stopped_is_not_gone_on_with(room: Room) -> None:
    look = await room.look([PAGE])
    room.uploads.failure = Conflict("job_moved")
    worker = room.worker(LOOK)
    await until(worker, lambda: has_read(room))
    await room.desk.storage.write(lambda tx: tx.stop_job(look.public_id))
    room.uploads.failure = Invalid("import_bomb")
    await worker._fail(look, Invalid("import_bomb"))
    assert (await room.now(look)).state is JobState.STOPPED
    await worker._work_off(look)
    await until(worker, lambda: is_empty(room))


async def test_a_file_that_nobody_comes_back_to_is_left(room: Room) -> None:
    look = await room.ready([PAGE])
    worker = room.worker(LOOK)
    room.desk.clock.pass_minutes(23 * 60)
    await worker._clear_away()
    assert room.uploads.files
    room.desk.clock.pass_minutes(2 * 60)
    await until(worker, lambda: is_empty(room))
    assert (await room.now(look)).state is JobState.STOPPED


async def test_what_waits_for_somebody_is_looked_at_seldom(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_worker, "IDLE_SECONDS", 3_600)
    await room.ready([PAGE])
    await until(room.worker(LOOK), lambda: has_looked(room, 4))
    assert (room.told, [*room.uploads.files]) == ([], ["a"])
