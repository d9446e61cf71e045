"""The one table of errors: which status each has, and how it is answered."""

import errno
from collections.abc import Mapping
from http import HTTPStatus

from aiohttp import web

from service.domain.decision import Decision
from service.domain.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    ReactieError,
    TooMany,
    Unauthorized,
    Unavailable,
)
from service.locales import text
from service.web import headers
from service.web.answers import json_answer
from service.web.call import Call
from service.web.event_log import EventLog
from service.web.pages import notice
from service.web.shown.decision import shown_decision
from service.web.shown.problem import ConflictProblem, Problem

STATUS_OF_KIND: Mapping[type[ReactieError], int] = {
    Malformed: 400,
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
}

STATUS_OF_CODE: Mapping[str, int] = {
    "method_not_allowed": 405,
    "body_timeout": 408,
    "body_too_large": 413,
    "unsupported_media_type": 415,
    "unsupported_encoding": 415,
    "expect": 417,
    "internal": 500,
}

_UNREAD = frozenset({408, 413, 415, 417})
"""Their body was not read to its end: the connection cannot carry another request."""

_LACK = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC})
"""What the system has too little of just now, and may have more of soon."""

_log = EventLog("reactie.web")


def status_of(error: ReactieError) -> int:
    """The HTTP status of an error: its code's own, else its kind's."""
    known = STATUS_OF_CODE.get(error.code)
    if known is not None:
        return known
    return next((status for kind, status in STATUS_OF_KIND.items() if isinstance(error, kind)), 500)


def as_reactie_error(error: Exception) -> ReactieError:
    """Our own error, or the one that stands for a framework's; what nobody foresaw is logged."""
    if isinstance(error, ReactieError):
        return error
    if isinstance(error, web.HTTPNotFound):
        return NotFound("not_found")
    if isinstance(error, web.HTTPException) and error.status < 500:
        return Malformed("bad_request")
    if isinstance(error, web.RequestPayloadError):
        return Malformed("bad_request")
    _log.error("request failed", exc_info=error)
    lacks = isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _LACK)
    return Unavailable() if lacks else ReactieError("internal")


def answer_error(
    error: ReactieError,
    call: Call,
    *,
    as_page: bool = False,
    to_moderator: bool = False,
    allowed: str | None = None,
) -> web.Response:
    """The answer that tells of an error: a page for people who sent a form, else JSON.

    `allowed` is the Allow header of a 405. The decision behind a conflict is for moderators only.
    """
    status = status_of(error)
    sentence = sentence_of(error, call.language)
    response = _page(call, sentence, status) if as_page else None
    if response is None:
        problem = _problem(error, status, sentence, to_moderator=to_moderator)
        body = problem.model_dump_json(by_alias=True, exclude_unset=False).encode()
        response = json_answer(body, status, headers.PRIVATE)
        response.headers["Content-Type"] = headers.PROBLEM
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers.update(extra_headers(error, status, allowed))
    # After an upgrade that was asked for, aiohttp reads what follows as the other protocol's.
    if status in _UNREAD or "Upgrade" in call.request.headers:
        response.force_close()
    return response


def _page(call: Call, sentence: str, status: int) -> web.Response | None:
    """The page that says so; None when pages cannot be loaded just now."""
    try:
        return notice.notice_page(call, sentence, status)
    except Exception as error:  # noqa: BLE001 -- what tells of errors has none itself
        _log.error("page cannot be made", exc_info=error)
        return None


def sentence_of(error: ReactieError, language: str) -> str:
    """What is the matter, for people."""
    said = {"field": error.field or "", **error.params}
    if "needed" in said:
        said["needed"] = text(language, f"role.{said['needed']}")
    # A comment's text is measured in bytes, all else in characters.
    in_bytes = error.code == "too_long" and "size" in said
    try:
        return text(language, "post.too_long" if in_bytes else f"error.{error.code}", **said)
    except OSError:  # the language cannot be read just now
        return HTTPStatus(status_of(error)).phrase


def _problem(error: ReactieError, status: int, sentence: str, *, to_moderator: bool) -> Problem:
    title = HTTPStatus(status).phrase
    if to_moderator and isinstance(error, Conflict):
        first = error.decision
        return ConflictProblem(
            title=title,
            status=status,
            detail=sentence,
            code=error.code,
            field=error.field,
            decision=shown_decision(first) if isinstance(first, Decision) else None,
        )
    return Problem(title=title, status=status, detail=sentence, code=error.code, field=error.field)


def extra_headers(error: ReactieError, status: int, allowed: str | None = None) -> dict[str, str]:
    """What an error's status obliges to say. `allowed` is the Allow header of a 405."""
    extra: dict[str, str] = {}
    if isinstance(error, TooMany | Unavailable):
        extra["Retry-After"] = str(error.retry_after)
    if status == 401:
        extra["WWW-Authenticate"] = "Bearer"
    if allowed is not None:
        extra["Allow"] = allowed
    return extra
