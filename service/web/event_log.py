"""The lines of the log: each an event and its details, over Python's own `logging`."""

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_FRAMES = 12


class EventLog:
    """Tells of events under a logger's name. Details are never texts, addresses or tokens.

    `exc_info` is the exception behind the event, or True for the one that is handled just now.
    """

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def info(self, event: str, /, *, exc_info: Any = None, **details: object) -> None:
        """What went as it should."""
        self._tell(logging.INFO, event, exc_info, details)

    def warning(self, event: str, /, *, exc_info: Any = None, **details: object) -> None:
        """What somebody may want to mend."""
        self._tell(logging.WARNING, event, exc_info, details)

    def error(self, event: str, /, *, exc_info: Any = None, **details: object) -> None:
        """What somebody has to mend."""
        self._tell(logging.ERROR, event, exc_info, details)

    def _tell(self, level: int, event: str, exc_info: Any, details: Mapping[str, object]) -> None:
        self._logger.log(level, event, exc_info=exc_info, extra={"details": details})


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; what JSON has no word for is shown as Python shows it."""
        return json.dumps(told(record), default=repr)


class PlainLines(logging.Formatter):
    """Text for people, a line an event."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: moment, level, event, details."""
        said = told(record)
        moment, level, event = (said.pop(name) for name in ("timestamp", "level", "event"))
        details = (f"{name}={value!r}" for name, value in said.items())
        return " ".join([f"{moment} [{level}]", *str(event).splitlines(), *details])


def told(record: logging.LogRecord) -> dict[str, object]:
    """What a record says, ours or a library's."""
    moment = datetime.fromtimestamp(record.created, UTC)
    return {
        **getattr(record, "details", {}),
        **_bare(record.exc_info[1] if record.exc_info else None),
        "event": record.getMessage(),
        "level": record.levelname.lower(),
        "timestamp": moment.isoformat().replace("+00:00", "Z"),
    }


def _bare(error: BaseException | None) -> dict[str, object]:
    """An exception as its type and where it came from. Its message may hold what a visitor typed
    (a database driver quotes the row), so it stays out."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {
        "error": type(error).__qualname__,
        "where": [f"{frame.name} {frame.filename}:{frame.lineno}" for frame in frames],
    }
