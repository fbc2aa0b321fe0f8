"""Dataclasses as selections of the graph: one declaration says what is asked for and how it is read."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class At:
    """Of a field that stands elsewhere in the graph: `Annotated[str, At("variant.key")]`. Null on the way is None."""

    path: str


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def selection(shape: type) -> str:
    """The fields of a dataclass as a GraphQL selection, without its braces."""
    return " ".join(_selected(path, _dataclass_in(hint)) for path, _, hint in _fields(shape))


def read(shape: type[Shape], data: Mapping[str, Any]) -> Shape:
    """An instance from what the graph answered to its selection."""
    return shape(**{name: _value(hint, _found(data, path)) for path, name, hint in _fields(shape)})


def _fields(shape: type) -> tuple[tuple[tuple[str, ...], str, Any], ...]:
    """Of each field: its path in the graph, its name, and its type."""
    if shape not in _known:
        hints = get_type_hints(shape, include_extras=True).items()
        _known[shape] = tuple((_path(name, hint), name, _bare(hint)) for name, hint in hints)
    return _known[shape]


#: Types are looked at once.
_known: dict[type, tuple[tuple[tuple[str, ...], str, Any], ...]] = {}


def _path(name: str, hint: Any) -> tuple[str, ...]:
    elsewhere = next((extra.path for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, At)), camel(name))
    return tuple(elsewhere.split("."))


def _bare(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _selected(path: tuple[str, ...], inner: type | None) -> str:
    first, *rest = path
    if rest:
        return f"{first} {{ {_selected(tuple(rest), inner)} }}"
    return f"{first} {{ {selection(inner)} }}" if inner else first


def _found(data: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = data
    for name in path:
        if value is None:
            return None
        value = value[name]
    return value


def _dataclass_in(hint: Any) -> type | None:
    if is_dataclass(hint) and isinstance(hint, type):
        return hint
    return next((found for part in get_args(hint) if (found := _dataclass_in(part))), None)


def _value(hint: Any, value: Any) -> Any:
    if value is None or hint is Any:
        return value
    if is_dataclass(hint) and isinstance(hint, type):
        return read(hint, value)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _value(next(part for part in get_args(hint) if part is not type(None)), value)
    if origin is tuple:
        return tuple(_value(get_args(hint)[0], one) for one in value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is float:
        return float(value)
    return value

