"""What is logged: one line an event, and nothing that anybody typed."""

import json
import logging
from collections.abc import Iterator

import pytest
from aiohttp.http_exceptions import BadHttpMessage

from service.settings import Settings
from service.usecases.learn_site import Learned
from service.web import log_lines
from service.web.event_log import EventLog


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("reactie")
    handlers, level, our_level = list(root.handlers), root.level, ours.level
    yield
    ours.setLevel(our_level)
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_event_is_one_json_object_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings())

    EventLog("reactie").info("hello", who="a\nb")

    line = _lines(capsys.readouterr().err)[0]
    assert (line["event"], line["who"], line["level"]) == ("hello", "a\nb", "info")


def test_a_failure_tells_where_and_not_what_was_typed(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings())

    try:
        int("jan@example.org")
    except ValueError as error:
        EventLog("reactie").error("failed", exc_info=error)
        EventLog("reactie").error("failed", exc_info=True)
        logging.getLogger("library").exception("library failed")

    written = capsys.readouterr().err
    assert [line["error"] for line in _lines(written)] == ["ValueError"] * 3
    assert "test_log_lines.py" in written
    assert "jan@example.org" not in written


def test_requests_that_are_no_http_write_no_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings())

    logging.getLogger("aiohttp.server").error("bad", exc_info=BadHttpMessage("x"))

    assert capsys.readouterr().err == ""


def test_the_libraries_chatter_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings(log_level="debug"))

    logging.getLogger("alembic").info("setup plugin")

    assert capsys.readouterr().err == ""


def test_less_than_the_level_asked_for_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings(log_level="error", log_format="console"))

    EventLog("reactie").warning("quiet")
    EventLog("reactie").error("loud")

    written = capsys.readouterr().err
    assert "loud" in written
    assert "quiet" not in written


def test_an_old_or_slow_aiohttp_is_warned_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log_lines.set_up_logging(Settings())
    monkeypatch.setattr(log_lines.aiohttp, "__version__", "3.14.4")
    parser = log_lines.http_parser
    monkeypatch.setattr(parser, "HttpRequestParser", parser.HttpRequestParserPy)

    log_lines.warn_of_weak_http_parser()

    assert len(_lines(capsys.readouterr().err)) == 2


def test_the_aiohttp_that_we_run_on_is_not_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings())

    log_lines.warn_of_weak_http_parser()

    assert capsys.readouterr().err == ""


def test_what_became_of_a_model_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    log_lines.set_up_logging(Settings(log_level="info"))

    log_lines.tell_of_learning("learned", 7, Learned(40, 2))
    log_lines.tell_of_learning("damaged", 7, None)

    learned, damaged = _lines(capsys.readouterr().err)
    assert (learned["level"], learned["outcome"], learned["version"]) == ("info", "learned", 2)
    assert (damaged["level"], damaged["outcome"], damaged["site"]) == ("warning", "damaged", 7)
