# SPDX-License-Identifier: GPL-2.0-or-later
"""``RegExp`` and the text methods that take one."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..budget import check_items, check_text
from ..engine.changes import write
from ..engine.compile_expressions import REGEX_FACTORY
from ..engine.conversion import to_number, to_text
from ..engine.lanes import Lanes
from ..engine.lanewise import each_case
from ..engine.methods import REGEX_METHODS, TEXT_METHODS, argument, method
from ..engine.operators import join_texts
from ..engine.values import UNDEFINED, Choice, Function, HostFunction, JsArray, JsObject
from ..errors import JsThrow, Refusal
from .regex_matcher import Regex


def make_regex(runtime: Any, source: str, flags: str, lanes: Lanes) -> JsObject:
    """A RegExp object."""
    made: JsObject = runtime.new_object({"lastIndex": 0.0}, lanes, "RegExp")
    made.origin = Regex(source, flags)
    return made


REGEX_FACTORY.append(make_regex)


def is_regex(value: Any) -> bool:
    """Is it a RegExp object?"""
    return isinstance(value, JsObject) and value.kind == "RegExp"


def _construct(runtime: Any, lanes: Lanes, this: Any, arguments: list) -> JsObject:
    source, flags = argument(arguments, 0, ""), argument(arguments, 1)
    if isinstance(source, JsObject) and source.kind == "RegExp":
        flags = source.origin.flags if flags is UNDEFINED else flags
        source = source.origin.source
    texts = to_text(source, lanes), "" if flags is UNDEFINED else to_text(flags, lanes)
    if isinstance(texts[0], Choice) or isinstance(texts[1], Choice):
        raise Refusal("a regular expression differs from pixel to pixel")
    return make_regex(runtime, texts[0], texts[1], lanes)


def regexp_namespace() -> HostFunction:
    """``RegExp``."""
    return HostFunction("RegExp", _construct, _construct)


def match_array(runtime: Any, regex: Regex, text: str, found: Any) -> JsArray:
    """What ``exec`` returns."""
    parts: list[Any] = []
    for k in range(regex.groups + 1):
        first, last = found[2 * k], found[2 * k + 1]
        parts.append(text[first:last] if first >= 0 and last >= 0 else UNDEFINED)
    made: JsArray = runtime.new_array(parts, None)
    groups: Any = UNDEFINED
    if regex.names:
        groups = runtime.new_object({name: parts[number] for name, number in regex.names.items()}, None)
    made.props = {"index": float(found[0]), "input": text, "groups": groups}
    return made


def find_all(runtime: Any, regex: Regex, text: str) -> list:
    """All matches from the beginning on."""
    found, position = [], 0
    while position <= len(text):
        slots = regex.search(text, position, runtime.budget, regex.is_sticky)
        if slots is None:
            break
        found.append(slots)
        check_items(len(found))
        position = slots[1] + 1 if slots[1] == slots[0] else slots[1]
    return found


@method(REGEX_METHODS, "exec")
def regex_exec(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    """The next match with its groups, or null."""
    regex: Regex = this.origin
    text = to_text(argument(arguments, 0), lanes)
    keeps_place = regex.is_global or regex.is_sticky
    start = to_number(this.props["lastIndex"]) if keeps_place else 0.0

    def search(plain: str, first: float) -> Any:
        begin = int(first) if 0 <= first <= len(plain) else len(plain) + 1 if first == first and first > 0 else 0
        return regex.search(plain, begin, runtime.budget, regex.is_sticky)

    def match(plain: str, first: float) -> Any:
        found = search(plain, first)
        return None if found is None else match_array(runtime, regex, plain, found)

    def place(plain: str, first: float) -> float:
        found = search(plain, first)
        return 0.0 if found is None else float(found[1])

    result = each_case(runtime, lanes, [text, start], match)
    if keeps_place:
        _move(runtime, this, each_case(runtime, lanes, [text, start], place), lanes)
    return result


def _move(runtime: Any, regex: JsObject, position: Any, lanes: Lanes) -> None:
    old = regex.props["lastIndex"]
    if isinstance(position, np.ndarray) or isinstance(old, np.ndarray) or old != position:
        write(runtime, regex, "lastIndex", position, lanes)


@method(REGEX_METHODS, "test")
def regex_test(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    """Is there a match?"""
    regex: Regex = this.origin
    if regex.is_global or regex.is_sticky:
        found = regex_exec(runtime, lanes, this, arguments)
        return each_case(runtime, lanes, [found], lambda one: one is not None)
    text = to_text(argument(arguments, 0), lanes)
    return each_case(runtime, lanes, [text], lambda plain: regex.search(plain, 0, runtime.budget) is not None)


@method(REGEX_METHODS, "toString")
def regex_text(runtime: Any, lanes: Lanes, this: JsObject, arguments: list) -> Any:
    """The expression between slashes."""
    return to_text(this, lanes)


def _regex_argument(runtime: Any, arguments: list, lanes: Lanes, flags: str = "") -> JsObject:
    value = argument(arguments, 0)
    if is_regex(value):
        found: JsObject = value
        return found
    return make_regex(runtime, "(?:)" if value is UNDEFINED else str(to_text(value, lanes)), flags, lanes)


@method(TEXT_METHODS, "match")
def text_match(runtime: Any, lanes: Lanes, text: str, arguments: list) -> Any:
    """The first match with its groups, or with flag g all matches; null without one."""
    holder = _regex_argument(runtime, arguments, lanes)
    regex: Regex = holder.origin
    if not regex.is_global:
        return regex_exec(runtime, lanes, holder, [text])
    _move(runtime, holder, 0.0, lanes)
    found = find_all(runtime, regex, text)
    return runtime.new_array([text[slots[0] : slots[1]] for slots in found], lanes) if found else None


@method(TEXT_METHODS, "matchAll")
def text_match_all(runtime: Any, lanes: Lanes, text: str, arguments: list) -> Any:
    """All matches with their groups."""
    regex: Regex = _regex_argument(runtime, arguments, lanes, "g").origin
    if not regex.is_global:
        raise JsThrow("String.prototype.matchAll called with a non-global RegExp argument", lanes=lanes)
    return runtime.new_array([match_array(runtime, regex, text, s) for s in find_all(runtime, regex, text)], lanes)


@method(TEXT_METHODS, "search")
def text_search(runtime: Any, lanes: Lanes, text: str, arguments: list) -> float:
    """The position of the first match, or -1."""
    found = _regex_argument(runtime, arguments, lanes).origin.search(text, 0, runtime.budget)
    return -1.0 if found is None else float(found[0])


def replace_matches(runtime: Any, lanes: Lanes, text: str, arguments: list, everywhere: bool) -> Any:
    """``replace`` and ``replaceAll``; a text is searched for as it is."""
    pattern, replacement = argument(arguments, 0), argument(arguments, 1)
    regex: Any = None
    if is_regex(pattern):
        regex = pattern.origin
        if everywhere and not regex.is_global:
            raise JsThrow("replaceAll must be called with a global RegExp", lanes=lanes)
        if regex.is_global:
            _move(runtime, pattern, 0.0, lanes)
            found = find_all(runtime, regex, text)
        elif regex.is_sticky:
            raise Refusal("replace() with a sticky regular expression")
        else:
            first = regex.search(text, 0, runtime.budget)
            found = [] if first is None else [first]
    else:
        found = _find_text(text, str(to_text(pattern, lanes)), everywhere)
    result: Any = ""
    end = 0
    for slots in found:
        new = _replacement(runtime, lanes, text, slots, replacement, regex)
        result = join_texts(join_texts(result, text[end : slots[0]], lanes), new, lanes)
        end = slots[1]
    return join_texts(result, text[end:], lanes)


def _find_text(text: str, part: str, everywhere: bool) -> list:
    found, position = [], text.find(part)
    while position >= 0:
        found.append((position, position + len(part)))
        check_items(len(found))
        if not everywhere or position >= len(text):
            break
        position = text.find(part, position + max(1, len(part)))
    return found


def _replacement(runtime: Any, lanes: Lanes, text: str, slots: Any, replacement: Any, regex: Any) -> Any:
    groups = [
        text[slots[k] : slots[k + 1]] if slots[k] >= 0 and slots[k + 1] >= 0 else UNDEFINED
        for k in range(2, 2 * (regex.groups if regex is not None else 0) + 2, 2)
    ]
    matched = text[slots[0] : slots[1]]
    if isinstance(replacement, (Function, HostFunction)):
        values = [matched, *groups, float(slots[0]), text]
        if regex is not None and regex.names:
            values.append(runtime.new_object({n: groups[k - 1] for n, k in regex.names.items()}, lanes))
        return to_text(runtime.call(replacement, UNDEFINED, values, lanes), lanes)
    shown = to_text(replacement, lanes)
    names = regex.names if regex is not None else {}
    return each_case(runtime, lanes, [shown], lambda pattern: expand(pattern, text, matched, slots, groups, names))


def expand(pattern: str, text: str, matched: str, slots: Any, groups: list, names: dict[str, int]) -> str:
    """Fill in ``$1``, ``$&`` and the like."""
    if "$" not in pattern:
        return pattern
    parts: list[str] = []
    k = 0
    while k < len(pattern):
        following = pattern[k + 1 : k + 2]
        if pattern[k] != "$" or not following:
            parts.append(pattern[k])
            k += 1
            continue
        simple = {"$": "$", "&": matched, "`": text[: slots[0]], "'": text[slots[1] :]}
        size = 2
        if following in simple:
            parts.append(simple[following])
        elif following == "<" and names:
            end = pattern.find(">", k)
            group = groups[names[pattern[k + 2 : end]] - 1] if pattern[k + 2 : end] in names else ""
            parts.append(group if isinstance(group, str) else "")
            size = end + 1 - k
        else:
            size = 3 if _group_number(pattern[k + 1 : k + 3], groups) else 2
            number = _group_number(pattern[k + 1 : k + size], groups)
            group = groups[number - 1] if number else pattern[k : k + size]
            parts.append(group if isinstance(group, str) else "")
        k += size
    result = "".join(parts)
    check_text(len(result))
    return result


def _group_number(digits: str, groups: list) -> int:
    number = int(digits) if digits.isascii() and digits.isdigit() else 0
    return number if 0 < number <= len(groups) else 0


def split_by_regex(runtime: Any, lanes: Lanes, text: str, regex: Regex, limit: int) -> JsArray:
    """The pieces between matches, with the groups of the matches."""
    pieces: list[Any] = []
    start = position = 0
    if not text:
        whole = regex.search(text, 0, runtime.budget, True)
        return runtime.new_array([] if whole is not None else [""], lanes)  # type: ignore[no-any-return]
    while position < len(text):
        found = regex.search(text, position, runtime.budget, True)
        if found is None or found[1] == start:
            position += 1
            continue
        pieces.append(text[start:position])
        start = found[1]
        for k in range(2, 2 * regex.groups + 2, 2):
            pieces.append(text[found[k] : found[k + 1]] if found[k] >= 0 else UNDEFINED)
        check_items(len(pieces))
        position = start if start > position else position + 1
    pieces.append(text[start:])
    return runtime.new_array(pieces[:limit], lanes)  # type: ignore[no-any-return]
