"""Reads a request's query string as its route's model, strictly."""

from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel

from service.domain.errors import Malformed
from service.web.reading import read_pairs
from service.web.urlencoded import UrlencodedError, pairs

M = TypeVar("M", bound=BaseModel)


def parse_query(model: type[M], request: web.Request) -> M:
    """The query as the model.

    A parameter may be given more than once only where the model has a list. Raises Malformed with
    `malformed_query`, `bad_utf8`, `duplicate_field` and what `web.reading` says.
    """
    _, _, raw = request.raw_path.partition("?")
    try:
        given = pairs(raw.partition("#")[0].encode("utf-8", "surrogateescape"))
    except UrlencodedError as error:
        raise Malformed("bad_utf8" if error.bad_utf8 else "malformed_query") from None
    return read_pairs(model, given)
