"""Holds an answer to what /openapi.json says of the route."""

from typing import Any

from jsonschema import Draft202012Validator

from service.web.route import Route
from tests.hostile.wire import Answer

PROBLEM = "application/problem+json"


def check_documented(description: dict[str, Any], route: Route, answer: Answer) -> None:
    """Raises AssertionError for a status or a media type that the description does not name, and
    jsonschema's ValidationError for a body that does not fit its schema."""
    said = description["paths"][route.path][route.method.lower()]["responses"]
    assert str(answer.status) in said, f"{route.name} does not document {answer.status}"
    content = said[str(answer.status)].get("content", {})
    assert answer.media_type in content or not (content or answer.body), answer
    schema = content.get(answer.media_type, {}).get("schema")
    if schema is not None and answer.media_type.endswith("json"):
        check_schema(description, schema, answer.json())


def check_problem(description: dict[str, Any], answer: Answer) -> None:
    """The same for an error of no route in particular."""
    assert answer.media_type == PROBLEM, answer
    check_schema(description, {"$ref": "#/components/schemas/Problem"}, answer.json())


def check_schema(description: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = {"components": description["components"], **schema}
    Draft202012Validator(whole).validate(value)
