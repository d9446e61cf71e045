"""The `reactie` command, run beside a server."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.faults.served import ROOT


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    said: str


async def reactie(folder: Path, *arguments: str, database: str | None = None) -> Ran:
    """Runs the command to its end, without any settings of the folder it is run from."""
    given = {} if database is None else {"REACTIE_DATABASE": database}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service",
        *arguments,
        cwd=ROOT,
        env={**os.environ, "REACTIE_CONFIG": os.devnull, **given},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return Ran(process.returncode or 0, said.decode(errors="replace"))
