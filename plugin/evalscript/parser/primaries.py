# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads values: literals, names, arrays, objects, templates and what stands in brackets."""

from __future__ import annotations

from .base import TokenReader
from .syntax import Node
from .tokens import Token

_CONSTANTS = {"true": True, "false": False, "null": None}


def node_at(token: Token, node_type: str, **parts: object) -> Node:
    """A node that starts at a token."""
    return Node(node_type, token.line, token.column, **parts)


class PrimaryParser(TokenReader):
    """Values; what is around them comes from the subclasses."""

    def parse_function(self, declaration: bool) -> Node:
        """Read ``function …``; given by the statement half."""
        raise self.unexpected()

    def parse_class(self, declaration: bool) -> Node:
        """Read ``class …``; given by the statement half."""
        raise self.unexpected()

    def parse_function_body(self) -> Node:
        """Read ``{ … }`` of a function; given by the statement half."""
        raise self.unexpected()

    def parse_special_method(self, token: Token, modifier: str) -> Node:
        """Read a method behind ``get``, ``set``, ``async`` or ``*``; given by the statement half."""
        raise self.unexpected()

    def parse_method(self, token: Token) -> Node:
        """Read ``(…) { … }``; given by the statement half."""
        raise self.unexpected()

    def parse_expression(self) -> Node:
        """Read one expression, commas included; given by the expression half."""
        raise self.unexpected()

    def parse_assignment(self) -> Node:
        """Read one expression without commas; given by the expression half."""
        raise self.unexpected()

    def parse_subscripts(self, node: Node, calls: bool) -> Node:
        """Read what follows a value; given by the expression half."""
        raise self.unexpected()

    def parse_inside(self) -> Node:
        """Read one expression within brackets, where ``in`` is always an operator."""
        no_in, self.no_in = self.no_in, False
        node = self.parse_expression()
        self.no_in = no_in
        return node

    def property_name(self) -> Node:
        """Take a name after a dot; keywords are allowed there."""
        token = self.token
        if token.kind == "punct" and token.value == "#":
            self.advance()
            following = self.advance()
            return node_at(token, "Identifier", name=f"@@#{following.value}")
        if token.kind not in ("name", "keyword"):
            raise self.unexpected("a property name is missing")
        self.advance()
        return node_at(token, "Identifier", name=token.value)

    def parse_arguments(self) -> list[Node]:
        """Read ``(a, ...b)``."""
        self.expect("(")
        no_in, self.no_in = self.no_in, False
        arguments: list[Node] = []
        while not self.at(")"):
            arguments.append(self._parse_spreadable())
            if not self.take(","):
                break
        self.no_in = no_in
        self.expect(")")
        return arguments

    def _parse_spreadable(self) -> Node:
        if self.at("..."):
            start = self.advance()
            return node_at(start, "SpreadElement", argument=self.parse_assignment())
        return self.parse_assignment()

    def parse_primary(self) -> Node:
        """Read one value."""
        token = self.token
        if token.kind in ("number", "string"):
            self.advance()
            return node_at(token, "Literal", value=token.value)
        if token.kind == "name":
            return self.identifier()
        if token.kind == "template":
            return self.parse_template()
        if token.kind == "regex":
            self.advance()
            return node_at(token, "Literal", value=None, regex=token.value, flags=token.flags)
        if token.kind == "keyword":
            return self._parse_keyword()
        if self.at("("):
            return self._parse_parenthesised()
        if self.at("["):
            return self._parse_array()
        if self.at("{"):
            return self._parse_object()
        raise self.unexpected()

    def _parse_keyword(self) -> Node:
        token = self.token
        word = str(token.value)
        if word == "function":
            return self.parse_function(declaration=False)
        if word == "class":
            return self.parse_class(declaration=False)
        if word not in _CONSTANTS and word not in ("this", "new", "super"):
            raise self.unexpected()
        self.advance()
        if word == "super":
            if not (self.at("(") or self.at(".") or self.at("[")):
                raise self.unexpected("super stands alone")
            return node_at(token, "Super")
        if word == "this":
            return node_at(token, "ThisExpression")
        if word == "new":
            return self._parse_new(token)
        return node_at(token, "Literal", value=_CONSTANTS[word])

    def _parse_new(self, start: Token) -> Node:
        if self.at(".") and self.tokens[self.index + 1].value == "target":
            self.index += 2
            return node_at(start, "Unsupported", what="new.target")
        self.enter()
        callee = self.parse_subscripts(self.parse_primary(), False)
        self.leave()
        arguments = self.parse_arguments() if self.at("(") else []
        return node_at(start, "NewExpression", callee=callee, arguments=arguments)

    def _parse_parenthesised(self) -> Node:
        self.expect("(")
        node = self.parse_inside()
        self.expect(")")
        node.parenthesised = True
        return node

    def parse_template(self) -> Node:
        start = self.advance()
        texts, raws, expressions = [start.value], [start.raw], []
        tail = start.tail
        while not tail:
            expressions.append(self.parse_inside())
            token = self.advance()
            if token.kind != "template":
                self.index -= 1
                raise self.unexpected("} of a template text is missing")
            texts.append(token.value)
            raws.append(token.raw)
            tail = token.tail
        return node_at(start, "TemplateLiteral", texts=texts, raws=raws, expressions=expressions)

    def _parse_array(self) -> Node:
        start = self.expect("[")
        no_in, self.no_in = self.no_in, False
        elements: list[Node | None] = []
        while not self.at("]"):
            if self.take(","):
                elements.append(None)
                continue
            elements.append(self._parse_spreadable())
            if not self.at("]"):
                self.expect(",")
        self.no_in = no_in
        self.expect("]")
        return node_at(start, "ArrayExpression", elements=elements)

    def _parse_object(self) -> Node:
        start = self.expect("{")
        no_in, self.no_in = self.no_in, False
        properties: list[Node] = []
        while not self.at("}"):
            properties.append(self._parse_spreadable() if self.at("...") else self._parse_property())
            if not self.at("}"):
                self.expect(",")
        self.no_in = no_in
        self.expect("}")
        return node_at(start, "ObjectExpression", properties=properties)

    def parse_key(self) -> tuple[Node, bool]:
        """Read a property key; the second value tells whether it is computed."""
        token = self.token
        if self.take("["):
            key = self.parse_inside()
            self.expect("]")
            return key, True
        if token.kind in ("string", "number"):
            self.advance()
            return node_at(token, "Literal", value=token.value), False
        return self.property_name(), False

    def takes_modifier(self, *words: str) -> str:
        """Take ``get``, ``set``, ``async`` or ``static`` when a property name follows it."""
        token = self.token
        if token.kind != "name" or token.value not in words:
            return ""
        following = self.tokens[self.index + 1]
        if following.kind == "punct" and following.value not in ("[", "#", "*"):
            return ""
        if following.kind == "end" or following.kind == "template":
            return ""
        self.advance()
        return str(token.value)

    def _parse_property(self) -> Node:
        start = self.token
        modifier = self.takes_modifier("get", "set", "async")
        if self.take("*"):
            modifier = "generator"
        key, computed = self.parse_key()
        if modifier:
            value = self.parse_special_method(start, modifier)
            kind = modifier if modifier in ("get", "set") else "init"
            return node_at(start, "Property", key=key, computed=computed, value=value, method=True, kind=kind)
        if self.take(":"):
            return node_at(start, "Property", key=key, computed=computed, value=self.parse_assignment(), method=False)
        if self.at("("):
            return node_at(start, "Property", key=key, computed=computed, value=self.parse_method(start), method=True)
        if start.kind != "name" or computed:
            raise self.unexpected(": is missing")
        value = node_at(start, "Identifier", name=key.name)
        if self.take("="):
            value = node_at(start, "AssignmentPattern", left=value, right=self.parse_assignment())
        return node_at(start, "Property", key=key, computed=False, value=value, method=False)
