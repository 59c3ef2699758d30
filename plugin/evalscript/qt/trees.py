# SPDX-License-Identifier: GPL-2.0-or-later
"""Trees of :mod:`..scene_objects` as JSON; ``{"$": mark, …}`` stands for what JSON cannot say."""

from __future__ import annotations

import math
from datetime import timezone
from typing import Any

from ..engine.calendar import from_datetime
from ..errors import Refusal
from ..scene_objects import Listing, Member, Moment


def encode_tree(tree: Any) -> Any:
    """A tree as JSON data that the runner's ``revive`` reads."""
    if tree is None or isinstance(tree, (bool, str)):
        return tree
    if isinstance(tree, (int, float)):
        return tree if math.isfinite(tree) else {"$": "number", "v": _number_name(tree)}
    if isinstance(tree, Moment):
        return {"$": "date", "v": from_datetime(tree.time.astimezone(timezone.utc))}
    if isinstance(tree, Member):
        return {"$": "member", "v": _encode_values(tree.props), "o": list(tree.origin)}
    if isinstance(tree, Listing):
        return {"$": "list", "v": [encode_tree(value) for value in tree.items], "p": _encode_values(tree.props)}
    if isinstance(tree, dict):
        return {"$": "object", "v": _encode_values(tree)}
    if isinstance(tree, (list, tuple)):
        return [encode_tree(value) for value in tree]
    raise Refusal("this kind of data cannot be given to a script")


def _encode_values(values: Any) -> dict[str, Any]:
    return {str(name): encode_tree(value) for name, value in values.items()}


def _number_name(value: float) -> str:
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def decode_tree(node: Any) -> Any:
    """What the runner's exact form of a value says, as plain data."""
    if isinstance(node, list):
        return [decode_tree(item) for item in node]
    if isinstance(node, dict):
        if node.get("$") == "number":
            return float(node["v"])
        return {name: decode_tree(value) for name, value in node.get("v", {}).items()}
    return node
