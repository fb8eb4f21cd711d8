"""What no form and no document may break on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TYPED = ("9" * 30, "-1", "1\x00", "²", "2026-13-45", "0001-01-01T00:00", "9999-12-31T23:59", "a" * 5000, "")


def bodies(schema: Any, known: Any) -> Iterator[Any]:
    """Documents of a schema's own shape with something hostile in each place."""
    if "$ref" in schema:
        schema = known[schema["$ref"].rsplit("/", 1)[1]]
    names = schema.get("properties", {})
    yield from ({}, [], None, "1", 10**30)
    for text, number in (("1\x00", 2**31), ("9" * 30, -1), ("²", 10**30), ("a" * 5000, 0)):
        yield {name: _value(one, text, number, known) for name, one in names.items()}


def _value(schema: Any, text: str, number: int, known: Any) -> Any:
    if "$ref" in schema:
        found = known[schema["$ref"].rsplit("/", 1)[1]]
        return {n: _value(one, text, number, known) for n, one in found.get("properties", {}).items()}
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], text, number, known)
    if schema.get("format") == "date":
        return "9999-12-31"
    if schema.get("type") == "array":
        return [_value(schema.get("items", {}), text, number, known)]
    return {"integer": number, "number": number, "boolean": True}.get(schema.get("type", ""), text)
