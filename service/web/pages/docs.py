"""GET /docs: the API for people, made on the server from the same description as for programs."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from service.locales import WHOLE, text
from service.web.answers import page_answer
from service.web.call import Call
from service.web.pages import templates
from service.web.route import PUBLIC, Route
from service.web.services import DESCRIPTION

_METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or one field of a body, as the page lists it."""

    name: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path, as the page lists it."""

    name: str
    method: str
    path: str
    summary: str
    access: str | None
    parameters: tuple[Field, ...]
    fields: tuple[Field, ...]
    example: str | None
    answers: tuple[tuple[str, str, tuple[str, ...]], ...]


async def handle(call: Call) -> web.Response:
    """The list of all routes with what they take and answer."""
    language = call.language
    description = await asyncio.to_thread(call.request.app[DESCRIPTION])
    html = templates.TEMPLATES.get_template("docs.html").render(
        say=lambda key: text(language, key),
        language=language,
        languages=WHOLE,
        operations=operations(description),
    )
    return page_answer(html, private=False)


def operations(description: Mapping[str, Any]) -> list[Operation]:
    """Every operation of an OpenAPI description, in its order."""
    schemas = description["components"]["schemas"]
    return [
        _operation(method, path, item[method], schemas)
        for path, item in description["paths"].items()
        for method in _METHODS
        if method in item
    ]


def _operation(
    method: str, path: str, said: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Operation:
    media = said.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = schemas[_name(media["schema"])] if media else {}
    example = media.get("example")
    security = said.get("security") or [{}]
    return Operation(
        name=said["operationId"],
        method=method.upper(),
        path=path,
        summary=said["summary"],
        access=next(iter(security[0]), None),
        parameters=tuple(
            Field(one["name"], _kind(one["schema"]), one["required"]) for one in said["parameters"]
        ),
        fields=tuple(
            Field(name, _kind(schema), name in body.get("required", ()))
            for name, schema in body.get("properties", {}).items()
        ),
        example=None if example is None else json.dumps(example, ensure_ascii=False, indent=2),
        answers=tuple(_answer(status, one) for status, one in said["responses"].items()),
    )


def _answer(status: str, said: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    content = said.get("content", {})
    problem = content.get("application/problem+json")
    if problem is not None:
        return status, "", tuple(problem["schema"]["properties"]["code"]["enum"])
    schema = content.get("application/json", {}).get("schema")
    return status, _name(schema) if schema else "", ()


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}…"
    return str(schema.get("type", "string"))


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


ROUTE = Route(
    method="GET",
    path="/docs",
    name="documentation",
    summary="This API, for people.",
    access=PUBLIC,
    handler=handle,
    responses={200: None},
    content_type="text/html",
)
