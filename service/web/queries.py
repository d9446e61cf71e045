"""Reads a request's query string as its route's model, strictly."""

from functools import cache
from typing import TypeVar, get_origin

from aiohttp import web
from pydantic import BaseModel

from service.domain.errors import Malformed
from service.web.reading import read, refuse_repeated
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
    lists = _lists(model)
    refuse_repeated([name for name, _ in given if name not in lists])
    values: dict[str, str | list[str]] = {}
    for name, value in given:
        if name in lists:
            values[name] = [*values.get(name, ()), value]
        else:
            values[name] = value
    # Not validate_strings: that one knows no lists. The models are not strict, so "5" is a number.
    return read(model, lambda wanted: wanted.model_validate(values))


@cache
def _lists(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    )
