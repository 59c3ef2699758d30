# SPDX-License-Identifier: GPL-2.0-or-later
"""``Object``, ``JSON``, ``Map``, ``Set``, ``Error`` and the methods of functions."""

from __future__ import annotations

import json
import math
from typing import Any, Callable

import numpy as np

from ..budget import check_text
from ..engine.calendar import iso_text
from ..engine.changes import is_whole, write
from ..engine.compile_calls import RaggedSpread, as_array, call_by_length
from ..engine.compile_expressions import copy_properties_of
from ..engine.conversion import number_to_text, to_key, to_text
from ..engine.keys import has_property, is_index, is_listed, own_keys, rank_of, sort_keys
from ..engine.lanes import DEAD, Lanes, narrow
from ..engine.lanewise import each_case, join_results, run_cases, value_at, varies
from ..engine.merging import distribute, fill_holes
from ..engine.methods import FUNCTION_METHODS, OBJECT_METHODS, argument, method
from ..engine.properties import read
from ..engine.scopes import read_name, write_name
from ..engine.values import (
    HOLE,
    UNDEFINED,
    Accessor,
    Choice,
    Function,
    HostFunction,
    JsArray,
    JsDate,
    JsObject,
    is_nullish,
)
from ..errors import JsThrow, Refusal
from ..parser.tokens import to_utf16
from .tables import make_table
from .typed_arrays import ARRAY_FROM

MAX_JSON_DEPTH = 40
MAX_JSON_TEXTS = 200


def _assign(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    target = argument(arguments, 0)
    for source in arguments[1:]:
        if isinstance(source, Choice):
            distribute(lanes, source, lambda one, part: copy_properties_of(runtime, target, one, part))
        else:
            copy_properties_of(runtime, target, source, lanes)
        if isinstance(target, JsObject) and isinstance(source, JsObject) and target.origin is None:
            target.origin = source.origin
    return target


def _from_entries(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    made: JsObject = runtime.new_object({}, lanes)
    pairs = as_array(runtime, argument(arguments, 0), lanes)
    for position, pair in enumerate(pairs.items):
        part = lanes if pairs.count is None else narrow(lanes, pairs.count > position)
        if part is not DEAD:
            key = to_key(read(runtime, pair, 0, part), part)
            write(runtime, made, key, read(runtime, pair, 1, part), part)
    return made


def _listing(what: str) -> Any:
    """``Object.keys``, ``values`` and ``entries``."""

    def run(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsArray:
        value = argument(arguments, 0)
        names = own_keys(runtime, value, lanes)
        items: list[Any] = []
        for position, name in enumerate(names.items):
            part = lanes if names.count is None else narrow(lanes, names.count > position)
            if part is DEAD:
                items.append(HOLE)
                continue
            item = name if what == "keys" else read(runtime, value, _as_key(name), part)
            items.append(runtime.new_array([name, item], lanes) if what == "entries" else item)
        made: JsArray = runtime.new_array(items, lanes)
        made.count = names.count
        return made

    return run


def _as_key(name: Any) -> Any:
    return int(name) if isinstance(name, str) and is_index(name) else name


def _freeze(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, (JsObject, JsArray)) and not value.frozen:
        if not is_whole(value, lanes) or (runtime.in_pixel and value.shared):
            raise Refusal("an object is frozen for some pixels only")
        value.frozen = True
    return value


def _seal(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    raise Refusal("Object.seal and Object.preventExtensions are not supported")


def _create(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    above = argument(arguments, 0)
    if len(arguments) > 1 and arguments[1] is not UNDEFINED:
        raise Refusal("Object.create with property descriptions is not supported")
    if above is not None and not isinstance(above, JsObject):
        raise Refusal("an object cannot be made from this prototype")
    made: JsObject = runtime.new_object({}, lanes, "Null" if above is None else "Object")
    if above is not None and above.kind != "Prototype":
        made.proto = above
        made.partial = None if above.partial is None else {}
    return made


def _prototype_of(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value = argument(arguments, 0)
    if isinstance(value, JsObject) and value.proto is not None:
        return value.proto
    if isinstance(value, Choice):
        return distribute(lanes, value, lambda one, part: _prototype_of(runtime, part, this, [one]))
    if is_nullish(value) or (isinstance(value, JsObject) and value.kind == "Null"):
        raise Refusal("the prototype of this value is not known")
    return read(runtime, runtime.constructor_of(value), "prototype", lanes)


def _is_same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return (a != a and b != b) or (a == b and math.copysign(1.0, a) == math.copysign(1.0, b))
    return a is b or (type(a) is type(b) and isinstance(a, (str, bool)) and a == b)


def _define_property(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    target, description = argument(arguments, 0), argument(arguments, 2)
    name = to_key(argument(arguments, 1), lanes)
    if not isinstance(description, JsObject) or not isinstance(name, (str, int)):
        raise Refusal("this use of Object.defineProperty is not supported")
    if "value" not in description.props or description.props.get("enumerable") is not True:
        raise Refusal("Object.defineProperty with getters or hidden properties is not supported")
    write(runtime, target, name, description.props["value"], lanes)
    return target


def object_namespace() -> HostFunction:
    """``Object``."""

    def make(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
        if not arguments or is_nullish(arguments[0]):
            return runtime.new_object({}, lanes)
        if isinstance(arguments[0], (str, float, bool, np.ndarray)):
            raise Refusal("Object(value) is not supported")
        return arguments[0]

    props: dict[str, Any] = {
        "keys": _listing("keys"),
        "values": _listing("values"),
        "entries": _listing("entries"),
        "getOwnPropertyNames": _listing("keys"),
        "assign": _assign,
        "freeze": _freeze,
        "isFrozen": lambda rt, lanes, this, a: getattr(argument(a, 0), "frozen", True),
        "seal": _seal,
        "preventExtensions": _seal,
        "fromEntries": _from_entries,
        "create": _create,
        "getPrototypeOf": _prototype_of,
        "defineProperty": _define_property,
        "is": lambda rt, lanes, this, a: each_case(rt, lanes, [argument(a, 0), argument(a, 1)], _is_same),
    }
    return HostFunction("Object", make, make, {name: HostFunction(name, call) for name, call in props.items()})


@method(OBJECT_METHODS, "hasOwnProperty")
def has_own_property(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Does an object have a property itself?"""
    return has_property(this, to_key(argument(arguments, 0), lanes), lanes, False)


@method(OBJECT_METHODS, "isPrototypeOf", "propertyIsEnumerable")
def is_prototype_of(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Not offered."""
    raise Refusal("isPrototypeOf() and propertyIsEnumerable() are not supported")


@method(OBJECT_METHODS, "toString", "toLocaleString")
def object_to_string(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """The object as text."""
    return to_text(this, lanes)


@method(OBJECT_METHODS, "valueOf")
def object_value_of(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """The object."""
    return this


@method(FUNCTION_METHODS, "call")
def function_call(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Call with a chosen ``this``."""
    return runtime.call(this, argument(arguments, 0), arguments[1:], lanes)


@method(FUNCTION_METHODS, "apply")
def function_apply(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    """Call with an array of arguments."""
    values, owner = argument(arguments, 1), argument(arguments, 0)
    if is_nullish(values):
        return runtime.call(this, owner, [], lanes)
    if isinstance(values, JsObject) and values.kind == "Object":
        values = ARRAY_FROM[0](runtime, lanes, this, [values])
    array = as_array(runtime, values, lanes)
    if array.count is None:
        return runtime.call(this, owner, [fill_holes(item) for item in array.items], lanes)
    return call_by_length(
        runtime, [RaggedSpread(array)], lanes, lambda plain, part: runtime.call(this, owner, plain, part)
    )


@method(FUNCTION_METHODS, "bind")
def function_bind(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> HostFunction:
    """A function with ``this`` and first arguments fixed."""
    owner, first = argument(arguments, 0), arguments[1:]
    return HostFunction("bound", lambda rt, part, _, rest: rt.call(this, owner, first + rest, part))


class Differs(Refusal):
    """Data that differs per lane, where no lane was named."""


def to_plain(value: Any, depth: int = 0, lane: int | None = None) -> Any:
    """A script's value as plain Python, as JSON would carry it; undefined becomes :data:`UNDEFINED`.

    :param lane: the lane to look at, None when the value is the same in all.
    :raises Refusal: when it differs from pixel to pixel or is nested too deeply.
    """
    if depth > MAX_JSON_DEPTH:
        raise Refusal("the data is nested too deeply")
    if lane is not None:
        value = value_at(value, lane)
    if value is None or isinstance(value, (str, bool)):
        return from_utf16(value) if isinstance(value, str) else value
    if isinstance(value, float):
        return _plain_number(value)
    if value is UNDEFINED or value is HOLE or isinstance(value, (Function, HostFunction)):
        return UNDEFINED
    if isinstance(value, JsDate) and isinstance(value.time, float):
        return None if value.time != value.time else iso_text(value.time)
    if isinstance(value, JsArray) and value.element is None:
        if value.count is not None and lane is None:
            raise Differs("data that differs from pixel to pixel cannot be written as text")
        length = len(value.items) if value.count is None or lane is None else int(value.count[lane])
        items = [to_plain(item, depth + 1, lane) for item in value.items[:length]]
        return [None if item is UNDEFINED else item for item in items]
    if isinstance(value, JsObject):
        return _plain_object(value, depth, lane)
    if varies(value):
        raise Differs("data that differs from pixel to pixel cannot be written as text")
    raise Refusal("this value cannot be written as JSON")


def _plain_number(value: float) -> Any:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def from_utf16(text: str) -> str:
    """Pairs of surrogates as the characters they stand for."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain_object(value: JsObject, depth: int, lane: int | None) -> Any:
    if "toJSON" in value.props or (value.proto is not None and "toJSON" in value.proto.props):
        raise Refusal("an object with its own toJSON() is written as JSON")
    if value.kind in ("Map", "Set", "RegExp"):
        return {}
    names = [name for name in sort_keys(value.props) if is_listed(value, name)]
    if value.partial:
        if lane is None:
            raise Differs("data that differs from pixel to pixel cannot be written as text")
        names = [name for name in names if name not in value.partial or value.partial[name][lane]]
        rest = [name for name in names if not is_index(name)]
        rest.sort(key=lambda name: _rank_at(value, name, lane))
        names = [name for name in names if is_index(name)] + rest
    if any(type(value.props[name]) is Accessor for name in names):
        raise Refusal("an object with getters is written as JSON")
    pairs = ((name, to_plain(value.props[name], depth + 1, lane)) for name in names)
    return {from_utf16(name): item for name, item in pairs if item is not UNDEFINED}


def _rank_at(value: JsObject, name: str, lane: int) -> int:
    rank = rank_of(value, name)
    return int(rank[lane]) if isinstance(rank, np.ndarray) else rank


def from_plain(runtime: Any, value: Any, lanes: Lanes) -> Any:
    """Plain Python data as a script's value."""
    if isinstance(value, str):
        return to_utf16(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if isinstance(value, dict):
        return runtime.new_object({str(k): from_plain(runtime, v, lanes) for k, v in value.items()}, lanes)
    if isinstance(value, (list, tuple)):
        return runtime.new_array([from_plain(runtime, v, lanes) for v in value], lanes)
    raise Refusal("this kind of data cannot be given to a script")


def _stringify(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    value, indent = argument(arguments, 0), argument(arguments, 2, None)
    if argument(arguments, 1, None) is not None or isinstance(indent, (np.ndarray, Choice)):
        raise Refusal("JSON.stringify with a replacer")
    layout: Any = (
        min(10, int(indent)) if isinstance(indent, float) else indent[:10] if isinstance(indent, str) else None
    )

    def write_plain(lane: Any) -> Any:
        plain = to_plain(value, 0, lane)
        if plain is UNDEFINED:
            return UNDEFINED
        text = write_json(plain, layout if isinstance(layout, str) else " " * (layout or 0), "")
        check_text(len(text))
        return to_utf16(text)

    try:
        return write_plain(None)
    except Differs:
        return _each_lane(runtime, lanes, write_plain)


def _each_lane(runtime: Any, lanes: Lanes, operation: Callable[[int], Any]) -> Any:
    """Run an operation lane by lane."""
    active = np.arange(runtime.lane_count) if lanes is None else np.flatnonzero(lanes)
    index = np.zeros(runtime.lane_count, np.int64)
    index[active] = np.arange(len(active))
    return join_results(None, lanes, run_cases(active.tolist(), operation), index)


def write_json(value: Any, indent: str, before: str) -> str:
    """Plain data as JSON with JavaScript's numbers.

    :param indent: what each level is moved in by; without it everything is on one line.
    :param before: what the lines of this level begin with.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number_to_text(float(value))
    if not isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    inner = before + indent
    if isinstance(value, list):
        parts = [write_json(item, indent, inner) for item in value]
    else:
        colon = ": " if indent else ":"
        parts = [json.dumps(k, ensure_ascii=False) + colon + write_json(v, indent, inner) for k, v in value.items()]
    first, last = ("[", "]") if isinstance(value, list) else ("{", "}")
    if not parts:
        return first + last
    check_text(sum(map(len, parts)))
    if not indent:
        return first + ",".join(parts) + last
    return f"{first}\n{inner}" + f",\n{inner}".join(parts) + f"\n{before}{last}"


def _parse_json(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> Any:
    if len(arguments) > 1 and arguments[1] is not UNDEFINED:
        raise Refusal("JSON.parse with a reviver")
    text = to_text(argument(arguments, 0), lanes)
    if isinstance(text, Choice):
        if len(text.options) > MAX_JSON_TEXTS:
            raise Refusal("JSON.parse of many different texts for different pixels")
        return distribute(lanes, text, lambda one, part: _parse_json(runtime, part, this, [one]))
    try:
        return from_plain(runtime, json.loads(text, parse_constant=_no_constant), lanes)
    except RecursionError as error:
        raise Refusal("the JSON text is nested too deeply") from error
    except ValueError as error:
        raise JsThrow("the text is not valid JSON", "SyntaxError", lanes=lanes) from error


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def json_namespace() -> JsObject:
    """``JSON``."""
    return JsObject(
        {"stringify": HostFunction("stringify", _stringify), "parse": HostFunction("parse", _parse_json)}, None, True
    )


def _make_error(name: str) -> HostFunction:
    def make(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
        message = to_text(argument(arguments, 0, ""), lanes)
        props = {"name": name, "message": message, "stack": name}
        made: JsObject = runtime.new_object(props, lanes, "Error")
        made.origin = name
        return made

    return HostFunction(name, make, make)


def _with_error_prototype(error: HostFunction) -> HostFunction:
    error.props["prototype"] = JsObject({}, None, True, "ErrorPrototype")
    return error


class GlobalObject:
    """``globalThis``: the script's global variables as properties."""

    def read_property(self, runtime: Any, key: Any, lanes: Lanes) -> Any:
        """A global variable, undefined when there is none."""
        if not isinstance(key, str) or runtime.globals.holder(key) is None:
            return UNDEFINED
        return read_name(runtime, runtime.globals, key, lanes)

    def write_property(self, runtime: Any, key: Any, value: Any, lanes: Lanes) -> None:
        """Set a global variable."""
        if not isinstance(key, str):
            raise Refusal("this property of globalThis cannot be set")
        write_name(runtime, runtime.globals, key, value, lanes)


def object_globals() -> dict[str, Any]:
    """Everything this module offers to scripts."""
    errors = ("Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError")
    found: dict[str, Any] = {name: _with_error_prototype(_make_error(name)) for name in errors}
    found.update(Object=object_namespace(), JSON=json_namespace(), globalThis=GlobalObject())
    found.update({name: make_table(name) for name in ("Map", "Set", "WeakMap", "WeakSet")})
    silent = HostFunction("log", lambda rt, lanes, this, a: UNDEFINED)
    names = (
        "log",
        "info",
        "warn",
        "error",
        "debug",
        "trace",
        "time",
        "timeEnd",
        "table",
        "assert",
        "group",
        "groupEnd",
    )
    found["console"] = JsObject(dict.fromkeys(names, silent), None, True)
    return found
