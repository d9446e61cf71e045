"""Reads a request's body: its size and time bounded, its encoding strict, its fields known."""

import asyncio
import json
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel

from service.domain.errors import Malformed
from service.web.reading import read, read_pairs, refuse_repeated
from service.web.services import SERVICES
from service.web.urlencoded import UrlencodedError, pairs

M = TypeVar("M", bound=BaseModel)

MAX_BYTES = 65_536
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


async def parse_body(model: type[M], request: web.Request, *, form: bool, seconds: float) -> M:
    """The body as the model, from JSON or (where `form`) from an HTML form.

    Raises Malformed: `unsupported_media_type`, `unsupported_encoding`, `body_too_large`,
    `body_timeout`, `bad_request` when its sender hangs up, `bad_utf8`, `malformed_form`,
    `duplicate_field`, and what `web.reading` says; and TooMany `too_fast` (see
    `Connections.waiting`).
    """
    refuse_what_is_never_read(request)
    if not model.model_fields and not request.body_exists:
        return model()
    _refuse_media_type(request, form=form)
    raw = await _bounded(request, seconds)
    await request.app[SERVICES].pace.turn()  # what is too large or too slow has ended by now
    if request.content_type == FORM:
        return _from_form(model, raw)
    return _from_json(model, raw)


def refuse_what_is_never_read(request: web.Request) -> None:
    """Raises Malformed `bad_request` for an upgrade and `unsupported_encoding` for a packed body:
    unpacking would let a small request grow without bound."""
    if "Upgrade" in request.headers:
        raise Malformed("bad_request")
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Malformed("unsupported_encoding")


def _refuse_media_type(request: web.Request, *, form: bool) -> None:
    if request.content_type != JSON and not (form and request.content_type == FORM):
        raise Malformed("unsupported_media_type")
    if (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise Malformed("unsupported_encoding")


async def _bounded(request: web.Request, seconds: float) -> bytes:
    if (request.content_length or 0) > MAX_BYTES:
        raise Malformed("body_too_large")
    if request.content.is_eof() and request.content.total_bytes <= MAX_BYTES:
        return await request.content.read()
    parts: list[bytes] = []
    size = 0
    try:
        with request.app[SERVICES].connections.waiting(request):
            async with asyncio.timeout(seconds):
                while part := await request.content.readany():
                    parts.append(part)
                    size += len(part)
                    if size > MAX_BYTES:
                        raise Malformed("body_too_large")
    except TimeoutError:
        raise Malformed("body_timeout") from None
    except ConnectionError:
        # Nobody hears it; and no line is logged, with which he could fill the disk.
        raise Malformed("bad_request") from None
    return b"".join(parts)


def _from_json(model: type[M], raw: bytes) -> M:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("bad_utf8") from None
    if not text.strip():
        raise Malformed("malformed_json")
    parsed = read(model, lambda wanted: wanted.model_validate_json(raw, strict=True))
    # Only now: what pydantic took is flat and of known fields, so this pass is cheap and safe.
    _STRICT.decode(text)
    return parsed


def _refuse_repeated_keys(found: list[tuple[str, Any]]) -> None:
    refuse_repeated([name for name, _ in found])


_STRICT = json.JSONDecoder(object_pairs_hook=_refuse_repeated_keys, parse_int=str, parse_float=str)


def _from_form(model: type[M], raw: bytes) -> M:
    try:
        given = pairs(raw)
    except UrlencodedError as error:
        raise Malformed("bad_utf8" if error.bad_utf8 else "malformed_form") from None
    return read_pairs(model, given)
