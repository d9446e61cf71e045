"""The API's description (OpenAPI 3.1), made from the route table and the pydantic models."""

import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from service.web.principal import CSRF_HEADER
from service.web.route import AUTHOR, PERSON, PUBLIC, NoBody, Route
from service.web.session_cookie import SECURE_NAME
from service.web.shown.problem import ConflictProblem, Problem
from service.web.uploading import RAW

_PATH_PARAMETER = re.compile(r"\{(\w+)\}")
_REF = "#/components/schemas/{model}"

OF_EVERY_DOOR: Mapping[int, tuple[str, ...]] = {
    400: (
        "bad_request",
        "bad_utf8",
        "duplicate_field",
        "malformed_query",
        "missing_field",
        "out_of_range",
        "unknown_field",
        "unknown_value",
        "wrong_type",
    ),
    415: ("unsupported_encoding",),
    417: ("expect",),
    422: ("control_character",),
    500: ("internal",),
    503: ("unavailable",),
}
"""The codes that any route may answer with, by status."""

OF_BODIES: Mapping[int, tuple[str, ...]] = {
    400: ("malformed_json",),
    408: ("body_timeout",),
    413: ("body_too_large",),
    415: ("unsupported_media_type",),
    429: ("too_fast",),
}
OF_FORMS: Mapping[int, tuple[str, ...]] = {400: ("malformed_form",)}
OF_AUTHORS: Mapping[int, tuple[str, ...]] = {401: ("bad_token", "token_expired")}
OF_ROLES: Mapping[int, tuple[str, ...]] = {
    401: ("bad_token", "session_ended", "token_expired"),
    403: ("csrf_required", "foreign_request", "role_too_low"),
}
OF_PERSONS: Mapping[int, tuple[str, ...]] = {
    401: ("bad_token", "session_ended"),
    403: ("csrf_required", "foreign_request", "session_required"),
}


def error_codes(route: Route) -> dict[int, tuple[str, ...]]:
    """Every code that a route may answer with, by status."""
    parts: list[Mapping[int, tuple[str, ...]]] = [OF_EVERY_DOOR, route.errors]
    if route.body is not None:
        parts.append(OF_BODIES)
    if route.form:
        parts.append(OF_FORMS)
    if route.access is AUTHOR:
        parts.append(OF_AUTHORS)
    if route.access is PERSON:
        parts.append(OF_PERSONS)
    if route.role is not None:
        parts.append(OF_ROLES)
    codes: dict[int, set[str]] = {}
    for part in parts:
        for status, some in part.items():
            codes.setdefault(status, set()).update(some)
    return {status: tuple(sorted(codes[status])) for status in sorted(codes)}


def describe(routes: Iterable[Route]) -> dict[str, Any]:
    """The whole description as JSON values."""
    listed = list(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in listed:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reactie",
            "version": version("reactie"),
            "summary": "Comment moderation for blogs.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(listed),
            "securitySchemes": {
                "moderator": {"type": "http", "scheme": "bearer"},
                "author": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": SECURE_NAME},
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        "responses": _responses(route),
        "security": _security(route),
    }
    if route.role is not None:
        operation["description"] = (
            f"Takes a token or a session of the role {route.role.value} or above. A change by "
            f"session comes from a page of this service, or carries {CSRF_HEADER}."
        )
    if route.access is PERSON:
        operation["description"] = "Takes a session: it is about the person who signed in."
    if route.body is not None:
        operation["requestBody"] = _request_body(route, route.body)
    if route.upload:
        operation["requestBody"] = {"required": True, "content": {RAW: {}}}
    return operation


def _security(route: Route) -> list[dict[str, list[str]]]:
    if route.access is PUBLIC:
        return []
    if route.access is AUTHOR:
        return [{"author": []}]
    if route.access is PERSON:
        return [{"session": []}]
    return [{"moderator": []}, {"session": []}]


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PATH_PARAMETER.findall(route.path)
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    schema = route.query.model_json_schema(ref_template=_REF)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": field}
        for name, field in schema.get("properties", {}).items()
    ]


def _request_body(route: Route, body: type[BaseModel]) -> dict[str, Any]:
    schema = {"$ref": _REF.format(model=body.__name__)}
    media: dict[str, Any] = {"schema": schema}
    if route.example.body is not None:
        media["example"] = dict(route.example.body)
    content = {"application/json": media}
    if route.form:
        content["application/x-www-form-urlencoded"] = {"schema": schema}
    return {"required": body is not NoBody, "content": content}


def _responses(route: Route) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, model in route.responses.items():
        responses[str(status)] = {"description": route.summary}
        if model is not None:
            reference = {"$ref": _REF.format(model=model.__name__)}
            responses[str(status)]["content"] = {route.content_type: {"schema": reference}}
        elif status == 200:
            kind = "text/html" if route.form else route.content_type
            responses["200"]["content"] = {kind: {}}
    for status, codes in error_codes(route).items():
        responses[str(status)] = _error(route, status, codes)
    return responses


def _error(route: Route, status: int, codes: tuple[str, ...]) -> dict[str, Any]:
    model = ConflictProblem if status == 409 and route.role is not None else Problem
    schema = {
        "allOf": [{"$ref": _REF.format(model=model.__name__)}],
        "properties": {"code": {"enum": list(codes)}, "status": {"const": status}},
    }
    content: dict[str, Any] = {"application/problem+json": {"schema": schema}}
    if route.form:
        content["text/html"] = {"schema": {"type": "string"}}
    return {"description": ", ".join(codes), "content": content}


def _schemas(routes: list[Route]) -> dict[str, Any]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for model in (Problem, ConflictProblem):
        wanted[model, "serialization"] = None
    for route in routes:
        if route.body is not None:
            wanted[route.body, "validation"] = None
        for answered in route.responses.values():
            if answered is not None:
                wanted[answered, "serialization"] = None
    _, schema = models_json_schema(list(wanted), ref_template=_REF)
    schemas: dict[str, Any] = schema["$defs"]
    return schemas
