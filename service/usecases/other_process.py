"""Work that takes seconds, done in a process of its own so that no visitor waits for it."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import BinaryIO

import service
from service.domain.errors import Unavailable
from service.domain.lesson import Lesson
from service.rules.learning import learned_state


async def fit_apart(lessons: Sequence[Lesson]) -> bytes | None:
    """`learned_state` in a new process that ends with it: between fits it takes no memory.

    Who stops waiting stops the process too. Raises Unavailable when it was killed before its end.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", __name__),
        env=os.environ | {"PYTHONPATH": str(Path(service.__file__).parents[1])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        asked = json.dumps([astuple(lesson) for lesson in lessons]).encode()
        state, _ = await process.communicate(asked)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise Unavailable
    return state or None


def fit(asked: BinaryIO, answer: BinaryIO) -> None:
    """The other side of `fit_apart`: reads the lessons, writes the state, or nothing for None."""
    lessons = [Lesson(text, tuple(facts), is_bad) for text, facts, is_bad in json.load(asked)]
    answer.write(learned_state(lessons) or b"")


if __name__ == "__main__":
    fit(sys.stdin.buffer, sys.stdout.buffer)
