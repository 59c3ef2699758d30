# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles calls, ``new`` and the lists of values they take."""

from __future__ import annotations

import re
from typing import Any, Callable

import numpy as np

from ..budget import check_items
from ..errors import Fault, JsThrow, Refusal
from ..parser import Node
from .changes import push
from .compile_members import compile_key, link_lanes
from .compiler import Run, compile_expression, expression
from .conversion import to_truth
from .lanes import DEAD, Lanes, narrow
from .merging import check_length, fill_holes, merge
from .properties import call_method, read
from .scopes import Scope
from .values import HOLE, UNDEFINED, Choice, Function, HostFunction, JsArray, JsObject, is_nullish

ITERATOR_KEY = "@@iterator"
_CHARACTER = re.compile("[\ud800-\udbff][\udc00-\udfff]|.", re.DOTALL)


def compile_items(nodes: list) -> Callable[[Any, Scope, Lanes], list]:
    """Arguments or array elements, spreads included."""
    parts = []
    has_spread = False
    for node in nodes:
        if node is None:
            parts.append((False, lambda runtime, scope, lanes: HOLE))
        elif node.type == "SpreadElement":
            parts.append((True, compile_expression(node.argument)))
            has_spread = True
        else:
            parts.append((False, compile_expression(node)))
    plain = [part for _, part in parts]
    if not has_spread:
        return lambda runtime, scope, lanes: [part(runtime, scope, lanes) for part in plain]

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> list:
        values: list[Any] = []
        for is_spread, part in parts:
            value = part(runtime, scope, lanes)
            if not is_spread:
                values.append(value)
                continue
            items = as_array(runtime, value, lanes)
            if items.count is None:
                values.extend(fill_holes(item) for item in items.items)
            else:
                values.append(RaggedSpread(items))
            check_items(len(values))
        return values

    return run


class RaggedSpread:
    """A spread array among arguments or elements whose length differs per lane."""

    __slots__ = ("array",)

    def __init__(self, array: JsArray) -> None:
        self.array = array


def join_ragged(runtime: Any, values: list, lanes: Lanes) -> JsArray:
    """One array from values among which are arrays whose length differs per lane."""
    result = runtime.new_array([], lanes)
    for value in values:
        if not isinstance(value, RaggedSpread):
            push(runtime, result, [value], lanes)
            continue
        for position, item in enumerate(value.array.items):
            part = narrow(lanes, value.array.count > position)
            if part is not DEAD:
                push(runtime, result, [fill_holes(item)], part)
    return result


def call_by_length(runtime: Any, values: list, lanes: Lanes, call: Callable[[list, Lanes], Any]) -> Any:
    """Call something with arguments whose number may differ per lane, once per number."""
    if not any(type(value) is RaggedSpread for value in values):
        return call(values, lanes)
    joined = join_ragged(runtime, values, lanes)
    if joined.count is None:
        return call(joined.items, lanes)
    result: Any = UNDEFINED
    for length in np.unique(joined.count if lanes is None else joined.count[lanes]):
        mask = joined.count == length
        part = narrow(lanes, mask)
        value = call(joined.items[: int(length)], part)
        result = value if part is lanes else merge(mask, value, result)
    return result


def iterate(value: Any, lanes: Lanes, runtime: Any = None) -> list:
    """The values that ``for…of`` and ``...`` see; the number must not depend on the pixel."""
    if isinstance(value, JsArray) and value.count is None:
        check_length(value.items)
        return [fill_holes(item) for item in value.items]
    array = as_array(runtime, value, lanes)
    if array.count is None:
        return [fill_holes(item) for item in array.items]
    counts = np.unique(array.count if lanes is None else array.count[lanes])
    if len(counts) == 1:
        return [fill_holes(item) for item in array.items[: int(counts[0])]]
    raise Refusal("the number of values differs from pixel to pixel")


def as_array(runtime: Any, value: Any, lanes: Lanes) -> JsArray:
    """The values of an iterable as an array; arrays come back as they are.

    :raises JsThrow: when it is not iterable.
    """
    if isinstance(value, JsArray):
        check_length(value.items)
        return value
    if isinstance(value, str):
        return JsArray(list_characters(value), lanes, False)
    if isinstance(value, JsObject) and hasattr(value.origin, "listing"):
        return value.origin.listing(lanes)
    if isinstance(value, Choice):
        return _array_of_choice(runtime, value, lanes)
    if isinstance(value, JsObject) and runtime is not None:
        return _run_iterator(runtime, value, lanes)
    shown = "undefined" if value is UNDEFINED else "null" if value is None else "the value"
    raise JsThrow(f"{shown} is not iterable", lanes=lanes)


def list_characters(text: str) -> list:
    """The characters of a text; a pair of surrogates is one."""
    check_items(len(text))
    return list(text) if text.isascii() else _CHARACTER.findall(text)


def _array_of_choice(runtime: Any, value: Choice, lanes: Lanes) -> JsArray:
    size = len(value.index)
    lengths, arrays = np.zeros(size, np.int32), []
    for position, option in enumerate(value.options):
        part = narrow(lanes, value.index == position)
        if part is not DEAD:
            array = as_array(runtime, option, part)
            mask = value.index == position
            lengths = np.where(mask, len(array.items) if array.count is None else array.count, lengths)
            arrays.append((mask, array))
    active = lengths if lanes is None else lengths[lanes]
    items: list[Any] = []
    for slot in range(int(active.max())):
        item: Any = HOLE
        for mask, array in arrays:
            if slot < len(array.items):
                item = merge(mask, array.items[slot], item)
        items.append(item)
    made = JsArray(items, lanes, False)
    if (active != active[0]).any():
        made.count = lengths.astype(np.int32)
    return made


def _run_iterator(runtime: Any, value: JsObject, lanes: Lanes) -> JsArray:
    """Ask an object's own iterator until it is done in all lanes."""
    start = read(runtime, value, ITERATOR_KEY, lanes)
    if not isinstance(start, (Function, HostFunction)):
        raise JsThrow("the value is not iterable", lanes=lanes)
    iterator = runtime.call(start, value, [], lanes)
    step = read(runtime, iterator, "next", lanes)
    made = runtime.new_array([], lanes)
    active = lanes
    while active is not DEAD:
        runtime.budget.tick()
        result = runtime.call(step, iterator, [], active)
        done = to_truth(read(runtime, result, "done", active))
        if isinstance(done, np.ndarray):
            active = narrow(active, ~done)
        elif done:
            break
        if active is not DEAD:
            push(runtime, made, [read(runtime, result, "value", active)], active)
    return made


@expression("CallExpression")
def compile_call(node: Node) -> Run:
    """``f(a)`` and ``a.f(b)``."""
    arguments_of = compile_items(node.arguments)
    line, column = node.line, node.column
    callee = node.callee
    if callee.type == "MemberExpression":
        return _compile_method_call(node, arguments_of)
    if callee.type == "Super":
        return _compile_super_call(arguments_of)
    if callee.type == "Identifier" and callee.name == "eval":
        return _compile_eval(node, arguments_of)
    function_of = compile_expression(callee)
    optional = node.optional
    shown = getattr(callee, "name", "the value")
    in_chain = getattr(node, "in_chain", False)
    has_spread = any(n is not None and n.type == "SpreadElement" for n in node.arguments)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        try:
            function = function_of(runtime, scope, lanes)
            if in_chain:
                lanes = link_lanes(runtime, function, optional)
            if (
                function is UNDEFINED
                or function is None
                or isinstance(function, (float, str, bool, np.ndarray, JsArray))
            ):
                raise JsThrow(f"{shown} is not a function", lanes=lanes)
            arguments = arguments_of(runtime, scope, lanes)
            if not has_spread:
                return runtime.call(function, UNDEFINED, arguments, lanes)
            return call_by_length(
                runtime, arguments, lanes, lambda values, part: runtime.call(function, UNDEFINED, values, part)
            )
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


def _compile_eval(node: Node, arguments_of: Any) -> Run:
    """``eval(text)`` sees the variables around it."""
    function_of = compile_expression(node.callee)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        from .compile_text import run_text

        function, arguments = function_of(runtime, scope, lanes), arguments_of(runtime, scope, lanes)
        try:
            if isinstance(function, HostFunction):
                return run_text(runtime, scope, arguments, lanes)
            return call_by_length(
                runtime, arguments, lanes, lambda values, part: runtime.call(function, UNDEFINED, values, part)
            )
        except Fault as fault:
            fault.locate(node.line, node.column)
            raise

    return run


def _compile_super_call(arguments_of: Any) -> Run:
    from .compile_functions import call_super

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        values = arguments_of(runtime, scope, lanes)
        return call_by_length(runtime, values, lanes, lambda plain, part: call_super(runtime, scope, plain, part))

    return run


@expression("TaggedTemplate")
def compile_tagged(node: Node) -> Run:
    """``tag`text ${value}` ``."""
    texts, raws = node.quasi.texts, node.quasi.raws
    values = [compile_expression(part) for part in node.quasi.expressions]
    is_method = node.tag.type == "MemberExpression"
    holder_of = compile_expression(node.tag.object) if is_method else None
    key_of = compile_key(node.tag) if is_method else None
    tag = None if is_method else compile_expression(node.tag)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        first = runtime.new_array(list(texts), lanes)
        first.props = {"raw": runtime.new_array(list(raws), lanes)}
        if tag is not None:
            function, this = tag(runtime, scope, lanes), UNDEFINED
        else:
            this = holder_of(runtime, scope, lanes)  # type: ignore[misc]
            function = read(runtime, this, key_of(runtime, scope, lanes), lanes)  # type: ignore[misc]
        return runtime.call(function, this, [first, *(value(runtime, scope, lanes) for value in values)], lanes)

    return run


def _compile_method_call(node: Node, arguments_of: Any) -> Run:
    callee = node.callee
    holder_of, key_of = compile_expression(callee.object), compile_key(callee)
    optional, optional_call = callee.optional, node.optional
    line, column = callee.property.line, callee.property.column
    is_super = callee.object.type == "Super"
    in_chain = getattr(node, "in_chain", False)
    has_spread = any(n is not None and n.type == "SpreadElement" for n in node.arguments)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        holder = holder_of(runtime, scope, lanes)
        if is_super:
            return _call_of_parent(runtime, scope, holder, key_of, arguments_of, lanes)
        try:
            if in_chain:
                lanes = link_lanes(runtime, holder, optional)
            key = key_of(runtime, scope, lanes)
            if is_nullish(holder):
                read(runtime, holder, key, lanes)
            if optional_call:
                lanes = link_lanes(runtime, read(runtime, holder, key, lanes), True)
            arguments = arguments_of(runtime, scope, lanes)
            if not has_spread:
                return call_method(runtime, holder, key, arguments, lanes)
            return call_by_length(
                runtime, arguments, lanes, lambda values, part: call_method(runtime, holder, key, values, part)
            )
        except Fault as fault:
            fault.locate(line, column)
            raise

    return run


def _call_of_parent(runtime: Any, scope: Scope, parent: Any, key_of: Run, arguments_of: Any, lanes: Lanes) -> Any:
    """``super.method(…)``: found in the parent, called on the present object."""
    function = read(runtime, parent, key_of(runtime, scope, lanes), lanes)
    owner = scope.holder("this")
    this = UNDEFINED if owner is None else owner.names["this"]
    values = arguments_of(runtime, scope, lanes)
    return call_by_length(runtime, values, lanes, lambda plain, part: runtime.call(function, this, plain, part))


@expression("NewExpression")
def compile_new(node: Node) -> Run:
    """``new F(a)``."""
    function_of, arguments_of = compile_expression(node.callee), compile_items(node.arguments)

    def run(runtime: Any, scope: Scope, lanes: Lanes) -> Any:
        try:
            function = function_of(runtime, scope, lanes)
            return call_by_length(
                runtime,
                arguments_of(runtime, scope, lanes),
                lanes,
                lambda values, part: runtime.construct(function, values, part),
            )
        except Fault as fault:
            fault.locate(node.line, node.column)
            raise

    return run
