"""The folder of a server's own backups. Each is made by `reactie backup` in a process of its own,
so that no visitor waits for it."""

import asyncio
import os
import re
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import service
from service.domain.backup import BackupFailed

_MOMENT = "%Y%m%dT%H%M%SZ"


class FileBackups:
    """Files `NAME-20261126T100500Z.db`, after the database's NAME; nothing else is ever touched."""

    def __init__(self, database: Path, folder: Path) -> None:
        self._database = database
        self._folder = folder
        name = re.escape(database.stem) + r"-(\d{8}T\d{6}Z)\.db"
        self._whole = re.compile(name)
        self._part = re.compile(rf"\.{name}\..*\.part.*")

    def moments(self) -> list[int]:
        """When those that are there were begun, the oldest first. Raises OSError."""
        found = []
        for path in self._folder.glob("*.db"):
            if named := self._whole.fullmatch(path.name):
                with suppress(ValueError):
                    at = datetime.strptime(named[1], _MOMENT).replace(tzinfo=UTC)
                    found.append(int(at.timestamp()) * 1000)
        return sorted(found)

    async def make(self, at: int) -> int:
        """Makes one; its size in bytes. Raises BackupFailed, and OSError."""
        # Only its owner may look: a backup holds what the database does.
        self._folder.mkdir(mode=0o700, exist_ok=True)
        file = self._named(at)
        self._sweep()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "service", "backup", str(file), "--gently"),
            *("--database", str(self._database)),
            env=os.environ
            | {"PYTHONPATH": str(Path(service.__file__).parents[1]), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            # Ctrl-C at the terminal is for us: we end the process.
            start_new_session=True,
        )
        try:
            _, told = await process.communicate()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
                self._sweep()
        if process.returncode != 0:
            lines = told.decode(errors="replace").strip().splitlines()
            raise BackupFailed(lines[-1] if lines else f"exit code {process.returncode}")
        return file.stat().st_size

    def remove(self, at: int) -> None:
        """Removes that one. Raises OSError."""
        self._named(at).unlink(missing_ok=True)

    def _named(self, at: int) -> Path:
        moment = datetime.fromtimestamp(at / 1000, UTC)
        return self._folder / f"{self._database.stem}-{moment:{_MOMENT}}.db"

    def _sweep(self) -> None:
        """Removes what those left behind that came to an unhappy end."""
        for path in self._folder.iterdir():
            if self._part.fullmatch(path.name):
                path.unlink(missing_ok=True)
