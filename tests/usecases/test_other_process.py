"""Long work in a process of its own: the same result, and nobody left waiting or running."""

import asyncio
import io
import json
import os
import sys
from pathlib import Path

import pytest

from service.domain.comment import Author
from service.domain.errors import Unavailable
from service.domain.judged_text import JudgedText
from service.domain.lesson import Lesson
from service.rules.builtin import RULES
from service.rules.learning import learned_state
from service.rules.replay import tally_replay
from service.rules.rule_set import content_of, parse_rule_set
from service.usecases import other_process
from service.usecases.other_process import OtherProcess, Worker, fit_apart
from tests.rules.judging import context

LESSONS = [
    Lesson(f"Kijk op mijn kanaal {n}" if n % 2 else f"Dank voor het verhaal {n}", (), n % 2 == 1)
    for n in range(60)
]
STATE = learned_state(LESSONS)
TEXT = JudgedText((1, 1), "a", Author("Jan"), "Hallo", 0, "publish", context().snapshot(), None)


def frame(value: object) -> bytes:
    content = json.dumps(value).encode()
    return len(content).to_bytes(8) + content


async def test_a_fit_in_another_process_gives_the_same_model() -> None:
    assert await fit_apart(LESSONS) == STATE


async def test_a_fit_in_another_process_can_come_to_nothing() -> None:
    assert await fit_apart(LESSONS[:3]) is None


async def test_a_replay_in_another_process_gives_the_same_tally() -> None:
    rules = parse_rule_set(RULES, {"hold_at": 2}, 0)

    async with OtherProcess() as other:
        await other.use_rules(content_of(rules))
        tally = await other.replay([TEXT])

    assert tally == tally_replay(rules, [TEXT])


def test_the_other_side_works_off_what_it_is_asked() -> None:
    lessons = [[lesson.text, lesson.facts, lesson.is_bad] for lesson in LESSONS[:3]]
    text = [[1, 1], "a", ["Jan", None, None], "Hallo", 0, "hold", context().snapshot(), None, None]
    asked = [["fit", lessons], ["use_rules", {}], ["replay", [text]]]
    answers = io.BytesIO()

    Worker().run(io.BytesIO(b"".join(map(frame, asked))), answers)

    content = answers.getvalue()
    assert content.startswith(frame(None) + frame(None))
    assert json.loads(content[2 * len(frame(None)) + 8 :])["changes"] == {"hold>publish": 1}


def test_the_other_side_fits_models() -> None:
    lessons = [[lesson.text, lesson.facts, lesson.is_bad] for lesson in LESSONS]
    answers = io.BytesIO()

    Worker().run(io.BytesIO(frame(["fit", lessons])), answers)

    assert len(answers.getvalue()) > 1000


def test_a_replay_needs_a_rule_set_first() -> None:
    with pytest.raises(ValueError, match="use_rules"):
        Worker().run(io.BytesIO(frame(["replay", []])), io.BytesIO())


async def test_nobody_waits_for_a_process_that_cannot_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(Unavailable):
        await fit_apart(LESSONS)


async def test_who_stops_waiting_stops_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = tmp_path / "python"
    endless.write_text('#!/bin/sh\necho $$ > "$0.pid"\nexec sleep 600\n')
    endless.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(endless))
    fitting = asyncio.create_task(fit_apart(LESSONS))
    written = tmp_path / "python.pid"
    async with asyncio.timeout(30):
        while not written.exists() or not written.read_text():  # noqa: ASYNC110 -- not our event
            await asyncio.sleep(0)

    fitting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fitting

    with pytest.raises(ProcessLookupError):
        os.kill(int(written.read_text()), 0)


async def test_many_lessons_go_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_process, "LESSONS_AT_ONCE", 7)

    async with OtherProcess() as other:
        twice = [await other.fit(LESSONS) for _ in range(2)]

    assert twice == [STATE, STATE]
