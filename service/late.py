"""Code that runs when it is first needed, not when it is imported: a start pays for what a start
needs, in time and in memory. `LATE` is all of it.

Importing a late module only finds it. Its code runs when something of it is first asked for, so
whoever imports it names it whole (`from service.cli import backup`, then `backup.command`). Of a
late package, what lies in it can be had (`from aiohttp import web`) without the package's own
code, which imports all the rest.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.abc import Loader  # loads much that nobody needs

LATE: frozenset[str] = frozenset(
    {
        # What one command needs is no matter of the others.
        "service.cli.*",
        # The wings of the house, and what is shown to people who have no script.
        "service.web.admin_routes",
        "service.web.page_routes",
        "service.web.pages.demo",
        "service.web.pages.desk",
        "service.web.pages.desk.trouble",
        "service.web.pages.notice",
        "service.web.pages.templates",
        "babel",
        "babel.dates",
        "babel.numbers",
        # What a first comment, feed or person who signs in may wait for.
        "service.web.atom",
        "service.web.commonmark",
        "argon2",
        "pyotp",
        # Imports, exports and other long work.
        "service.storage.exports",
        "service.storage.import_writes",
        "service.storage.imports",
        "service.usecases.run_bulk",
        "service.usecases.run_import",
        "service.usecases.run_replay",
        "service.usecases.run_upload",
        # The rules themselves, until there is a text to judge.
        "service.rules.builtin",
        # The description of the API, which lists all doors.
        "service.web.openapi",
        "service.web.route_table",
        # Its client, with every certificate authority that the system knows.
        "aiohttp",
        # Sessions, and with them the whole ORM.
        "sqlalchemy.ext.asyncio",
        # Five drivers; our tables hold types of it.
        "sqlalchemy.dialects.postgresql",
    }
)
"""Names of modules; `.*`: all that lie right in a package."""


class LateModule(ModuleType):
    """A module whose code has not run yet. Threads that ask at once wait for one that runs it."""

    def __init__(self, name: str, loader: "Loader") -> None:
        super().__init__(name)
        self.__dict__["_late"] = (loader, RLock())

    def __getattr__(self, name: str) -> Any:
        """What the module does not have yet. Raises AttributeError."""
        if name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415 -- it is slow to import itself

            return version(self.__name__)
        if name.startswith("__"):
            raise AttributeError(name)
        if "__path__" in self.__dict__ and _lies_in(self, name):
            return import_module(f"{self.__name__}.{name}")
        _run(self)
        try:
            return self.__dict__[name]
        except KeyError:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        """Sets a name for good: the module's own code, which might set it too, runs before."""
        if not name.startswith("__") and not isinstance(value, ModuleType):
            _run(self)
        ModuleType.__setattr__(self, name, value)  # after running it is no late one any more


class LateLoader:
    """Makes late modules for the loader that can run them."""

    def __init__(self, real: "Loader") -> None:
        self._real = real

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module without anything in it."""
        return LateModule(spec.name, self._real)

    def get_code(self, name: str) -> Any:
        """The module's code, which `python -m` runs at once."""
        return self._real.get_code(name)  # type: ignore[attr-defined]

    def exec_module(self, module: ModuleType) -> None:
        """Runs nothing; from now on the module looks as if its own loader had made it."""
        module.__loader__ = self._real
        if module.__spec__ is not None:
            module.__spec__.loader = self._real


class LateFinder:
    """Finds what is `LATE`."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's place, None for what is not late."""
        if fullname not in LATE and f"{fullname.rpartition('.')[0]}.*" not in LATE:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LateLoader(spec.loader)  # type: ignore[assignment]
        return spec


def wait_for_need() -> None:
    """From now on what is `LATE` is imported late."""
    if not any(isinstance(finder, LateFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, LateFinder())


def _lies_in(package: ModuleType, name: str) -> bool:
    return PathFinder.find_spec(f"{package.__name__}.{name}", package.__path__) is not None


def _run(module: LateModule) -> None:
    """Runs the module's code once. Who asks for more of it meanwhile, from within, gets what is
    there, as in any circle of imports."""
    loader, lock = module.__dict__["_late"]
    with lock:
        if type(module) is not LateModule or "_runs" in module.__dict__:
            return
        module.__dict__["_runs"] = True
        try:
            loader.exec_module(module)
            module.__class__ = ModuleType  # type: ignore[assignment]
        except AttributeError as error:
            # Whoever asks whether there is such a name would take it for "no".
            told = ImportError(f"{module.__name__} cannot run: {error}", name=module.__name__)
            raise told.with_traceback(error.__traceback__) from error
        finally:
            del module.__dict__["_runs"]
