"""Work that takes seconds, done in a process of its own so that no visitor waits for it."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from service.domain.lesson import Lesson
from service.rules.learning import learned_state


async def fit_apart(lessons: Sequence[Lesson]) -> bytes | None:
    """`learned_state` in a new process that ends with it: between fits it takes no memory."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, learned_state, lessons)
