# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads expressions: precedence climbing for operators, recursive descent for the rest."""

from __future__ import annotations

from ..errors import ParseFault
from .base import MAX_CHAIN
from .patterns import to_pattern
from .primaries import PrimaryParser, node_at
from .syntax import Node
from .tokens import Token

_PRECEDENCE = {
    "??": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6,
    "==": 7, "!=": 7, "===": 7, "!==": 7,
    "<": 8, ">": 8, "<=": 8, ">=": 8, "in": 8, "instanceof": 8,
    "<<": 9, ">>": 9, ">>>": 9, "+": 10, "-": 10, "*": 11, "/": 11, "%": 11, "**": 12,
}  # fmt: skip
_LOGICAL = ("??", "||", "&&")
_ASSIGNMENTS = frozenset("= += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??=".split())
_UNARY = frozenset(("-", "+", "!", "~"))
_UNARY_WORDS = frozenset(("typeof", "void", "delete"))


class ExpressionParser(PrimaryParser):
    """Operators, arrow functions, calls and assignment around the simple values."""

    def parse_expression(self) -> Node:
        """Read one expression, commas included."""
        start = self.token
        first = self.parse_assignment()
        if not self.at(","):
            return first
        items = [first]
        while self.take(","):
            items.append(self.parse_assignment())
        return node_at(start, "SequenceExpression", expressions=items)

    def parse_assignment(self) -> Node:
        """Read one expression without commas."""
        self.enter()
        start = self.token
        if self.token.kind == "name" and self.token.value == "yield" and self.in_generator:
            node = self._parse_yield()
        elif self._at_arrow():
            node = self._parse_arrow()
        else:
            node = self._parse_conditional()
            if self.token.kind == "punct" and self.token.value in _ASSIGNMENTS:
                node = self._parse_assigned(start, node)
        self.leave()
        return node

    def _parse_yield(self) -> Node:
        start = self.advance()
        self.take("*")
        argument = None
        if not (self.token.newline_before or self.token.kind == "end" or self.token.value in (")", "]", "}", ",", ";")):
            argument = self.parse_assignment()
        return node_at(start, "Unsupported", what="yield", argument=argument)

    def _parse_assigned(self, start: Token, left: Node) -> Node:
        operator = self.advance().value
        if operator == "=" and not getattr(left, "parenthesised", False):
            left = to_pattern(left)
        elif left.type not in ("Identifier", "MemberExpression"):
            raise ParseFault("nothing can be assigned to this expression", start.line, start.column)
        right = self.parse_assignment()
        return node_at(start, "AssignmentExpression", operator=operator, left=left, right=right)

    def _at_arrow(self) -> bool:
        token = self.token
        after = None
        if token.kind == "name":
            following = self.tokens[self.index + 1]
            after = self.index + 1
            if token.value == "async" and following.kind == "name" and not following.newline_before:
                after = self.index + 2
            elif token.value == "async" and following.kind == "punct" and following.value == "(":
                closing = self.closing.get(self.index + 1)
                arrow = None if closing is None else self.tokens[closing + 1]
                if arrow is not None and arrow.kind == "punct" and arrow.value == "=>":
                    after = closing + 1 if closing is not None else after
        elif token.kind == "punct" and token.value == "(":
            closing = self.closing.get(self.index)
            after = None if closing is None else closing + 1
        if after is None or after >= len(self.tokens):
            return False
        arrow = self.tokens[after]
        return arrow.kind == "punct" and arrow.value == "=>" and not arrow.newline_before

    def _parse_arrow(self) -> Node:
        start = self.token
        is_async = start.value == "async" and not (
            self.tokens[self.index + 1].kind == "punct" and self.tokens[self.index + 1].value == "=>"
        )
        if is_async:
            self.advance()
        params = [self.identifier()] if self.token.kind == "name" else self.parse_parameters()
        self.expect("=>")
        outside, self.in_async = self.in_async, is_async or (self.in_async and not is_async)
        body = self.parse_function_body() if self.at("{") else self.parse_assignment()
        self.in_async = outside
        return node_at(start, "ArrowFunctionExpression", id=None, params=params, body=body, unsupported=is_async)

    def parse_parameters(self) -> list[Node]:
        """Read ``(a, {b}, c = 1, ...d)``."""
        self.expect("(")
        params: list[Node] = []
        while not self.at(")"):
            if self.at("..."):
                start = self.advance()
                params.append(node_at(start, "RestElement", argument=to_pattern(self._parse_unary(), True)))
                break
            params.append(to_pattern(self.parse_assignment(), True))
            if not self.take(","):
                break
        self.expect(")")
        return params

    def _parse_conditional(self) -> Node:
        start = self.token
        node = self._parse_binary(0)
        first = node
        last = None
        while self.at("?"):
            self.advance()
            no_in, self.no_in = self.no_in, False
            consequent = self.parse_assignment()
            self.no_in = no_in
            self.expect(":")
            chained = node_at(start, "ConditionalExpression", test=node, consequent=consequent, alternate=None)
            if last is None:
                first = chained
            else:
                last.alternate = chained
            last = chained
            if self._at_arrow():
                last.alternate = self.parse_assignment()
                return first
            start = self.token
            node = self._parse_binary(0)
        if last is not None:
            last.alternate = node
            if self.token.kind == "punct" and self.token.value in _ASSIGNMENTS:
                last.alternate = self._parse_assigned(start, node)
        return first

    def _operator(self) -> str:
        token = self.token
        if token.kind == "punct" or token.kind == "keyword" and token.value in ("in", "instanceof"):
            if token.value == "in" and self.no_in:
                return ""
            return str(token.value)
        return ""

    def _parse_binary(self, lowest: int) -> Node:
        start = self.token
        left = self._parse_unary()
        while True:
            operator = self._operator()
            precedence = _PRECEDENCE.get(operator, 0)
            if precedence <= lowest:
                return left
            self.advance()
            if operator == "**":
                self.enter()
                right = self._parse_binary(precedence - 1)
                self.leave()
            else:
                right = self._parse_binary(precedence)
            kind = "LogicalExpression" if operator in _LOGICAL else "BinaryExpression"
            left = node_at(start, kind, operator=operator, left=left, right=right)

    def _parse_unary(self) -> Node:
        token = self.token
        if token.kind == "name" and token.value == "await" and self.in_async:
            self.advance()
            return node_at(token, "Unsupported", what="await", argument=self._parse_unary())
        if self.at("#") and [found.value for found in self.tokens[self.index + 2 : self.index + 3]] == ["in"]:
            name = self.property_name().name
            return node_at(token, "Literal", value=name)
        is_mark = token.kind == "punct" and token.value in _UNARY
        if is_mark or token.kind == "keyword" and token.value in _UNARY_WORDS:
            self.advance()
            self.enter()
            argument = self._parse_unary()
            self.leave()
            return node_at(token, "UnaryExpression", operator=token.value, argument=argument)
        if self.at("++") or self.at("--"):
            self.advance()
            self.enter()
            target = to_pattern(self._parse_unary())
            self.leave()
            return node_at(token, "UpdateExpression", operator=token.value, prefix=True, argument=target)
        node = self.parse_subscripts(self.parse_primary(), True)
        if (self.at("++") or self.at("--")) and not self.token.newline_before:
            operator = self.advance().value
            node = node_at(token, "UpdateExpression", operator=operator, prefix=False, argument=to_pattern(node))
        return node

    def parse_subscripts(self, node: Node, calls: bool) -> Node:
        """Read what follows a value: ``.a``, ``[b]``, ``(c)``, ``?.d``."""
        length = 0
        chained = False
        while True:
            token = self.token
            if token.kind == "template" and token.flags == "head":
                node = node_at(token, "TaggedTemplate", tag=node, quasi=self.parse_template())
                continue
            if token.kind != "punct":
                break
            length += 1
            if length > MAX_CHAIN:
                raise ParseFault("a chain of calls and properties is too long", token.line, token.column)
            optional = token.value == "?." and calls
            chained = chained or optional
            if optional:
                self.advance()
            if self.at("(") and calls:
                node = node_at(
                    token, "CallExpression", callee=node, arguments=self.parse_arguments(), optional=optional
                )
            elif self.take("["):
                key = self.parse_inside()
                self.expect("]")
                node = node_at(token, "MemberExpression", object=node, property=key, computed=True, optional=optional)
            elif optional or self.take("."):
                key = self.property_name()
                node = node_at(token, "MemberExpression", object=node, property=key, computed=False, optional=optional)
            else:
                break
        return node_at(self.token, "ChainExpression", expression=node) if chained else node
