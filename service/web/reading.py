"""From a pydantic model's complaint, or none, to one of our errors with its code and field."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from service.domain.errors import Invalid, Malformed

M = TypeVar("M", bound=BaseModel)

_NAME_SHOWN = 100
_CHOICE = re.compile("'([^']+)'")
"""One of those that pydantic lists, with an English word before the last."""


def read(model: type[M], parse: Callable[[type[M]], M]) -> M:
    """What `parse` makes of the request.

    Raises Malformed `malformed_json`, `missing_field`, `unknown_field`, `unknown_value`,
    `out_of_range` or `wrong_type`, and Invalid `control_character` for a NUL in any string.
    """
    try:
        parsed = parse(model)
    except ValidationError as error:
        # The first in the order of the model, so that the same request gets the same answer.
        raise _malformed(error.errors(include_url=False, include_input=False)[0]) from None
    for name in model.model_fields:
        if _holds_nul(getattr(parsed, name)):
            raise Invalid("control_character", name)
    return parsed


def read_pairs(model: type[M], given: Sequence[tuple[str, str]]) -> M:
    """The names and values of a query or a form as the model. A name may be there more than once
    only where the model has a list. Raises Malformed `duplicate_field` and what `read` does."""
    lists = _lists(model)
    refuse_repeated([name for name, _ in given if name not in lists])
    values: dict[str, str | list[str]] = {}
    for name, value in given:
        values[name] = [*values.get(name, ()), value] if name in lists else value
    # Not validate_strings: that one knows no lists. The models are not strict, so "5" is a number.
    return read(model, lambda wanted: wanted.model_validate(values, strict=False))


@cache
def _lists(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(
        name for name, field in model.model_fields.items() if get_origin(field.annotation) is list
    )


def refuse_repeated(names: list[str]) -> None:
    """Raises Malformed `duplicate_field` for the first name that is there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Malformed("duplicate_field", name[:_NAME_SHOWN])
        seen.add(name)


def _malformed(error: ErrorDetails) -> Malformed:
    kind = error["type"]
    where = str(error["loc"][0])[:_NAME_SHOWN] if error["loc"] else None
    if kind == "json_invalid":
        return Malformed("malformed_json")
    if kind == "missing":
        return Malformed("missing_field", where)
    if kind == "extra_forbidden":
        return Malformed("unknown_field", where)
    if kind in ("literal_error", "enum"):
        choices = _CHOICE.findall(str(_context(error).get("expected", "")))
        return Malformed("unknown_value", where, allowed=", ".join(choices))
    if kind in ("greater_than_equal", "less_than_equal"):
        return Malformed("out_of_range", where)
    return Malformed("wrong_type", where or "body")


def _context(error: ErrorDetails) -> Mapping[str, Any]:
    return error.get("ctx", {})


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_holds_nul, value)) or any(map(_holds_nul, value.values()))
    return isinstance(value, list | tuple) and any(map(_holds_nul, value))
