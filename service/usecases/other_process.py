"""Work that takes long, done in a process of its own so that no visitor waits for it.

What goes either way are frames of JSON, each with its length before it: nothing that is read can
run anything.
"""

import asyncio
import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

import service
from service.domain.comment import Author
from service.domain.errors import Unavailable
from service.domain.judged_text import JudgedText
from service.domain.lesson import Lesson
from service.rules import builtin
from service.rules.learning import learned_state
from service.rules.replay import Tally, tally_replay
from service.rules.rule_set import RuleSet, parse_rule_set

LESSONS_AT_ONCE = 100
"""Lessons packed into one frame: few enough that packing them holds up nobody, however long."""
_LENGTH = 8


class OtherProcess:
    """A process that works off what it is asked, one thing at a time; it ends with the context.

    Its acts raise Unavailable when the process came to its end before its work did.
    """

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", __name__),
            env=os.environ | {"PYTHONPATH": str(Path(service.__file__).parents[1])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C at the terminal is for us: we end the process, and it has nothing to say.
            start_new_session=True,
        )
        self._writer = cast("asyncio.StreamWriter", self._process.stdin)
        self._reader = cast("asyncio.StreamReader", self._process.stdout)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._writer.close()
        else:
            with suppress(ProcessLookupError):  # it may have come to its end by itself
                self._process.kill()
        await self._process.wait()

    async def fit(self, lessons: Sequence[Lesson]) -> bytes | None:
        """`learned_state` of the lessons."""
        values = [astuple(lesson) for lesson in lessons]
        while len(values) > LESSONS_AT_ONCE:
            await self._ask("more", values[:LESSONS_AT_ONCE])
            del values[:LESSONS_AT_ONCE]
        state = await self._ask("fit", values)
        return None if state is None else b64decode(state)

    async def use_rules(self, content: Mapping[str, Any]) -> None:
        """Sets the rule set of the replays that follow."""
        await self._ask("use_rules", content)

    async def replay(self, texts: Sequence[JudgedText]) -> Tally:
        """`tally_replay` of the texts."""
        return Tally.restore(await self._ask("replay", list(map(_values_of, texts))))

    async def _ask(self, act: str, about: Any) -> Any:
        try:
            self._writer.write(_frame([act, about]))
            await self._writer.drain()
            length = int.from_bytes(await self._reader.readexactly(_LENGTH))
            return json.loads(await self._reader.readexactly(length))
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            raise Unavailable from error


async def fit_apart(lessons: Sequence[Lesson]) -> bytes | None:
    """`learned_state` in a new process that ends with it: between fits it takes no memory.

    Who stops waiting stops the process too. Raises Unavailable when it was killed before its end.
    """
    async with OtherProcess() as other:
        return await other.fit(lessons)


class Worker:
    """The other side of OtherProcess: what each act is there."""

    def __init__(self) -> None:
        self._rules: RuleSet | None = None
        self._lessons: list[Lesson] = []

    def run(self, asked: BinaryIO, answers: BinaryIO) -> None:
        """Works off what is asked until there is no more."""
        acts: Mapping[str, Callable[[Any], Any]] = {
            "more": self._more,
            "fit": self._fit,
            "use_rules": self._use_rules,
            "replay": self._replay,
        }
        while length := asked.read(_LENGTH):
            act, about = json.loads(asked.read(int.from_bytes(length)))
            answers.write(_frame(acts[act](about)))
            answers.flush()

    def _more(self, lessons: list[Any]) -> None:
        self._lessons += [Lesson(text, tuple(facts), is_bad) for text, facts, is_bad in lessons]

    def _fit(self, lessons: list[Any]) -> str | None:
        self._more(lessons)
        state = learned_state(self._lessons)
        self._lessons = []
        return None if state is None else b64encode(state).decode()

    def _use_rules(self, content: Mapping[str, Any]) -> None:
        self._rules = parse_rule_set(builtin.RULES, content, 0)

    def _replay(self, texts: list[Any]) -> dict[str, Any]:
        if self._rules is None:
            raise ValueError("use_rules comes first")
        return tally_replay(self._rules, map(_text_of, texts)).snapshot()


def _values_of(text: JudgedText) -> list[Any]:
    # Not `astuple`, which copies all that is in the context.
    author = [text.author.name, text.author.email, text.author.website]
    judged = [text.text, text.rule_set, text.verdict, text.context]
    return [text.place, text.comment, author, *judged, text.is_bad, text.shadow]


def _text_of(values: list[Any]) -> JudgedText:
    place, comment, author, *rest = values
    return JudgedText(tuple(place), comment, Author(*author), *rest)


def _frame(value: Any) -> bytes:
    content = json.dumps(value).encode()
    return len(content).to_bytes(_LENGTH) + content


if __name__ == "__main__":
    os.nice(10)  # who waits for an answer of the server goes first
    Worker().run(sys.stdin.buffer, sys.stdout.buffer)
