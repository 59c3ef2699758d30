# SPDX-License-Identifier: GPL-2.0-or-later
"""Which variables of a script hold samples or scenes, as far as its text tells."""

from __future__ import annotations

from collections.abc import Sequence

from ..parser import Node
from ..parser.syntax import FUNCTION_TYPES
from .reading import Reading, call_of, property_of

LIST, ONE = "list", "one"
_SAME_LIST = ("filter", "slice", "sort", "reverse", "concat", "splice")
_ITEM = ("find", "pop", "shift", "at")
_CALLBACKS = ("map", "filter", "forEach", "find", "findIndex", "some", "every", "flatMap")
_ROUNDS = 6


class Roles:
    """Names that hold the samples, one sample, the scenes or one scene.

    A name counts for the whole script, whatever function it stands in, except that a name which is used for
    something else too is left out by :meth:`is_sure`.
    """

    def __init__(self, reading: Reading, is_list: bool, is_fusion: bool) -> None:
        """Follow the first two parameters of evaluatePixel through the script.

        :param is_list: the samples are an array (ORBIT, TILE).
        :param is_fusion: the samples are an object of arrays; nothing is followed then.
        """
        self.samples: dict[str, str] = {}
        self._reading = reading
        self._declarations: dict[str, int] = {}
        for node in reading.nodes:
            for name in _declared_here(node):
                self._declarations[name] = self._declarations.get(name, 0) + 1
        function = reading.pixel_function
        params = function.params if function is not None else []
        self.sample_name = _param_name(params, 0)
        self.scenes_name = _param_name(params, 1)
        if is_fusion or not self.sample_name:
            return
        self.samples[self.sample_name] = LIST if is_list else ONE
        for _ in range(_ROUNDS):
            before = dict(self.samples)
            for node in reading.nodes:
                self._follow(node)
            if self.samples == before:
                break

    def role(self, node: Node) -> str:
        """:data:`LIST`, :data:`ONE`, or empty for anything else."""
        if node.type == "ChainExpression":
            node = node.expression
        if node.type == "Identifier":
            return self.samples.get(node.name, "")
        if node.type == "MemberExpression" and node.computed and property_of(node) is None:
            return ONE if self.role(node.object) == LIST else ""
        called = call_of(node)
        if called is not None and self.role(called[0]) == LIST:
            return LIST if called[1] in _SAME_LIST else ONE if called[1] in _ITEM else ""
        return ""

    def is_sure(self, name: str) -> bool:
        """Is the name declared just once, so that it can only be what it was followed to?"""
        return self._declarations.get(name, 0) == 1

    def _follow(self, node: Node) -> None:
        if node.type == "VariableDeclarator" and node.init is not None and node.id.type == "Identifier":
            self._learn(node.id.name, self.role(node.init))
        elif node.type == "ForOfStatement" and node.left.type == "VariableDeclaration":
            target = node.left.declarations[0].id
            if target.type == "Identifier" and self.role(node.right) == LIST:
                self._learn(target.name, ONE)
        elif node.type == "CallExpression":
            self._follow_call(node)

    def _follow_call(self, node: Node) -> None:
        called = call_of(node)
        if called is not None and self.role(called[0]) == LIST and node.arguments:
            position = {"reduce": 1}.get(called[1], 0 if called[1] in _CALLBACKS else -1)
            function = node.arguments[0]
            if position >= 0 and function.type in FUNCTION_TYPES:
                self._learn(_param_name(function.params, position), ONE)
        elif node.callee.type == "Identifier":
            function = self._reading.functions.get(node.callee.name)
            if function is not None:
                for position, argument in enumerate(node.arguments):
                    self._learn(_param_name(function.params, position), self.role(argument))

    def _learn(self, name: str, role: str) -> None:
        if name and role and name not in self.samples:
            self.samples[name] = role


def _param_name(params: Sequence[Node], position: int) -> str:
    if position < len(params):
        param = params[position]
        if param.type == "AssignmentPattern":
            param = param.left
        if param.type == "Identifier":
            return str(param.name)
    return ""


def _declared_here(node: Node) -> list[str]:
    if node.type == "VariableDeclarator" and node.id.type == "Identifier":
        return [node.id.name]
    if node.type in FUNCTION_TYPES:
        return [name for name in (_param_name(node.params, k) for k in range(len(node.params))) if name]
    if node.type == "AssignmentExpression" and node.left.type == "Identifier":
        return [node.left.name]
    return []
