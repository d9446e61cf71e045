"""A blog to do harm to: a database with a site and a moderator's token, made once and copied."""

import asyncio
import atexit
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.domain.clock import utc_ms
from service.domain.moderator import Role
from service.storage import open_storage
from service.usecases.create_token import create_token
from service.usecases.manage_moderators import read_roles
from service.usecases.set_up_site import set_up_site
from service.usecases.site_settings import SiteSettings

SITE = "blog"
ORIGIN = "https://blog.example"
PAGE = "/2015/02/co-creatie.html"


@dataclass(frozen=True, slots=True)
class Blog:
    """A database (a file, or a postgresql:// address) and the token of its moderators."""

    database: str
    token: str

    @property
    def is_file(self) -> bool:
        return not self.database.startswith("postgres")

    def copied(self, to: Path) -> "Blog":
        """The same in another file, flushed to its disk. Only while nobody has it open."""
        shutil.copyfile(self.database, to)
        for flushed in (to, to.parent):
            opened = os.open(flushed, os.O_RDONLY)
            os.fsync(opened)
            os.close(opened)
        return Blog(str(to), self.token)


async def make_blog(database: str) -> Blog:
    """Sets up the site and its token in a new database."""
    async with open_storage(database, clock=utc_ms) as storage:
        settings = SiteSettings(name="Blog", language="nl", origins=(ORIGIN,))
        await set_up_site(SITE, settings, storage=storage, clock=utc_ms)
        roles = await read_roles({"*": Role.ADMIN}, storage=storage)
        _, token = await create_token(
            "faults", roles, expires_at=None, storage=storage, clock=utc_ms
        )
    return Blog(database, token)


async def new_blog(folder: Path) -> Blog:
    """A blog in a SQLite file in the folder."""
    return _template().copied(folder / "blog.db")


@cache
def _template() -> Blog:
    """Made once a process. In a thread: whoever asks is in an event loop, which waits."""
    folder = Path(tempfile.mkdtemp(prefix="reactie-faults-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, make_blog(str(folder / "blog.db"))).result()
