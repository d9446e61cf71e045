"""What a route's models say of their fields, as JSON schema: which are text, which numbers."""

from typing import Any

from pydantic import BaseModel


def fields_of(model: type[BaseModel] | None) -> dict[str, dict[str, Any]]:
    """The fields with their schemas."""
    if model is None:
        return {}
    schema = model.model_json_schema()
    described = {f"#/$defs/{name}": each for name, each in schema.get("$defs", {}).items()}
    return {
        name: _without_references(each, described)
        for name, each in schema.get("properties", {}).items()
    }


def text_fields(model: type[BaseModel] | None) -> list[str]:
    """The fields that take any text: no enumerations."""
    return [name for name, schema in fields_of(model).items() if _takes_text(schema)]


def number_fields(model: type[BaseModel] | None) -> list[str]:
    return [name for name, schema in fields_of(model).items() if "integer" in _types(schema)]


def choice_fields(model: type[BaseModel] | None) -> list[str]:
    """The fields that take one of a few words."""
    known = {*text_fields(model), *number_fields(model)}
    return [name for name in fields_of(model) if name not in known]


def _without_references(
    schema: dict[str, Any], described: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    if "anyOf" in schema:
        return {"anyOf": [_without_references(each, described) for each in schema["anyOf"]]}
    return described.get(schema.get("$ref", ""), schema)


def takes_list(schema: dict[str, Any]) -> bool:
    return "array" in _types(schema)


def takes_boolean(schema: dict[str, Any]) -> bool:
    return "boolean" in _types(schema)


def is_list(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "array"


def takes_null(schema: dict[str, Any]) -> bool:
    return "null" in _types(schema)


def takes_object(schema: dict[str, Any]) -> bool:
    return "object" in _types(schema)


def required_fields(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    required: list[str] = model.model_json_schema().get("required", [])
    return required


def _takes_text(schema: dict[str, Any]) -> bool:
    kinds = schema.get("anyOf", [schema])
    return any(
        (kind.get("type") == "string" and "enum" not in kind and "const" not in kind)
        or (is_list(kind) and _takes_text(kind["items"]))
        for kind in kinds
    )


def _types(schema: dict[str, Any]) -> set[str]:
    return {str(kind.get("type")) for kind in schema.get("anyOf", [schema])}
