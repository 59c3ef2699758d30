# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads statements, functions and classes."""

from __future__ import annotations

from ..errors import ParseFault
from .expressions import ExpressionParser
from .patterns import to_pattern
from .primaries import node_at
from .syntax import Node
from .tokens import Token


class Parser(ExpressionParser):
    """Reads a whole script."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.statement_parsers = {
            "var": self._parse_declaration, "const": self._parse_declaration, "if": self._parse_if,
            "for": self._parse_for, "while": self._parse_while, "do": self._parse_do, "switch": self._parse_switch,
            "return": self._parse_return, "throw": self._parse_throw, "try": self._parse_try,
            "break": self._parse_jump, "continue": self._parse_jump,
            "function": self._parse_function_declaration, "class": self._parse_class_declaration,
        }  # fmt: skip

    def parse_program(self) -> Node:
        """The whole script; ``return`` outside functions is allowed, simple scripts have one."""
        body: list[Node] = []
        while self.token.kind != "end":
            body.append(self.parse_statement())
        return Node("Program", 1, 1, body=body)

    def parse_statement(self) -> Node:
        """Read one statement or declaration."""
        self.enter()
        node = self._parse_any_statement()
        self.leave()
        return node

    def _parse_any_statement(self) -> Node:
        token = self.token
        if token.kind == "keyword":
            parse = self.statement_parsers.get(str(token.value))
            if parse is not None:
                return parse()
            if token.value in ("import", "export", "with", "debugger"):
                raise self.unexpected("this statement is not supported")
        elif token.kind == "punct":
            if token.value == "{":
                return self.parse_block()
            if token.value == ";":
                self.advance()
                return node_at(token, "EmptyStatement")
        elif token.kind == "name":
            following = self.tokens[self.index + 1]
            if token.value == "let" and (following.kind == "name" or following.value in ("[", "{")):
                return self._parse_declaration()
            if token.value == "async" and following.value == "function" and not following.newline_before:
                return self._parse_function_declaration()
            if following.kind == "punct" and following.value == ":":
                return self._parse_labelled()
        expression = self.parse_expression()
        self.end_statement()
        return node_at(token, "ExpressionStatement", expression=expression)

    def _parse_labelled(self) -> Node:
        token = self.advance()
        self.expect(":")
        return node_at(token, "LabeledStatement", label=token.value, body=self.parse_statement())

    def parse_block(self) -> Node:
        """Read ``{ … }``."""
        start = self.expect("{")
        body: list[Node] = []
        while not self.at("}"):
            if self.token.kind == "end":
                raise ParseFault("} is missing, the block starts here", start.line, start.column)
            body.append(self.parse_statement())
        self.advance()
        return node_at(start, "BlockStatement", body=body)

    def _parse_declaration(self) -> Node:
        node = self._parse_variables()
        for item in node.declarations:
            if item.init is None and (node.kind == "const" or item.id.type != "Identifier"):
                raise ParseFault("the declaration needs a value", item.line, item.column)
        self.end_statement()
        return node

    def _parse_variables(self) -> Node:
        start = self.advance()
        declarations: list[Node] = []
        while True:
            token = self.token
            if self.at("[") or self.at("{"):
                target = to_pattern(self.parse_primary(), True)
            else:
                target = self.identifier()
            init = self.parse_assignment() if self.take("=") else None
            declarations.append(node_at(token, "VariableDeclarator", id=target, init=init))
            if not self.take(","):
                return node_at(start, "VariableDeclaration", kind=start.value, declarations=declarations)

    def _parse_condition(self) -> Node:
        self.expect("(")
        test = self.parse_inside()
        self.expect(")")
        return test

    def _parse_if(self) -> Node:
        first = last = None
        while True:
            start = self.expect_word("if")
            test = self._parse_condition()
            node = node_at(start, "IfStatement", test=test, consequent=self.parse_statement(), alternate=None)
            if last is None:
                first = node
            else:
                last.alternate = node
            last = node
            if not self.at_word("else"):
                return first
            self.advance()
            if not self.at_word("if"):
                last.alternate = self.parse_statement()
                return first

    def _parse_for(self) -> Node:
        start = self.advance()
        if self.at_word("await"):
            raise self.unexpected("for await is not supported")
        self.expect("(")
        init = None
        self.no_in = True
        following = self.tokens[self.index + 1]
        declares = self.at_word("let") and (following.kind == "name" or following.value in ("[", "{"))
        if self.at_word("var") or self.at_word("const") or declares:
            init = self._parse_variables()
        elif not self.at(";"):
            init = self.parse_expression()
        self.no_in = False
        if init is not None and (self.at_word("of") or self.at_word("in")):
            return self._parse_for_each(start, init)
        self.expect(";")
        test = None if self.at(";") else self.parse_expression()
        self.expect(";")
        update = None if self.at(")") else self.parse_expression()
        self.expect(")")
        body = self.parse_statement()
        return node_at(start, "ForStatement", init=init, test=test, update=update, body=body)

    def _parse_for_each(self, start: Token, left: Node) -> Node:
        kind = "ForOfStatement" if self.advance().value == "of" else "ForInStatement"
        if left.type != "VariableDeclaration":
            left = to_pattern(left)
        elif len(left.declarations) != 1 or left.declarations[0].init is not None:
            raise ParseFault("the loop needs exactly one variable", left.line, left.column)
        right = self.parse_expression()
        self.expect(")")
        return node_at(start, kind, left=left, right=right, body=self.parse_statement())

    def _parse_while(self) -> Node:
        start = self.advance()
        test = self._parse_condition()
        return node_at(start, "WhileStatement", test=test, body=self.parse_statement())

    def _parse_do(self) -> Node:
        start = self.advance()
        body = self.parse_statement()
        self.expect_word("while")
        test = self._parse_condition()
        self.take(";")
        return node_at(start, "DoWhileStatement", test=test, body=body)

    def _parse_switch(self) -> Node:
        start = self.advance()
        discriminant = self._parse_condition()
        self.expect("{")
        cases: list[Node] = []
        while not self.take("}"):
            token = self.token
            test = None
            if self.at_word("default"):
                self.advance()
            else:
                self.expect_word("case")
                test = self.parse_expression()
            self.expect(":")
            body: list[Node] = []
            while not (self.at("}") or self.at_word("case") or self.at_word("default")):
                body.append(self.parse_statement())
            cases.append(node_at(token, "SwitchCase", test=test, consequent=body))
        if sum(1 for case in cases if case.test is None) > 1:
            raise ParseFault("switch has more than one default", start.line, start.column)
        return node_at(start, "SwitchStatement", discriminant=discriminant, cases=cases)

    def _parse_return(self) -> Node:
        start = self.advance()
        argument = None
        if not (self.at(";") or self.at("}") or self.token.kind == "end" or self.token.newline_before):
            argument = self.parse_expression()
        self.end_statement()
        return node_at(start, "ReturnStatement", argument=argument)

    def _parse_throw(self) -> Node:
        start = self.advance()
        argument = self.parse_expression()
        self.end_statement()
        return node_at(start, "ThrowStatement", argument=argument)

    def _parse_try(self) -> Node:
        start = self.advance()
        block = self.parse_block()
        handler = finalizer = None
        if self.at_word("catch"):
            token = self.advance()
            param = None
            if self.take("("):
                param = to_pattern(self.parse_primary(), True)
                self.expect(")")
            handler = node_at(token, "CatchClause", param=param, body=self.parse_block())
        if self.at_word("finally"):
            self.advance()
            finalizer = self.parse_block()
        if handler is None and finalizer is None:
            raise self.unexpected("catch or finally is missing")
        return node_at(start, "TryStatement", block=block, handler=handler, finalizer=finalizer)

    def _parse_jump(self) -> Node:
        start = self.advance()
        label = None
        if self.token.kind == "name" and not self.token.newline_before:
            label = self.advance().value
        self.end_statement()
        kind = "BreakStatement" if start.value == "break" else "ContinueStatement"
        return node_at(start, kind, label=label)

    def _parse_function_declaration(self) -> Node:
        return self.parse_function(declaration=True)

    def parse_function(self, declaration: bool) -> Node:
        """Read ``function name(…) { … }``."""
        start = self.token
        is_async = start.value == "async"
        self.index += 2 if is_async else 1
        is_generator = self.take("*")
        name = self.identifier() if declaration or self.token.kind == "name" else None
        outside = self.in_generator, self.in_async
        self.in_generator, self.in_async = is_generator, is_async
        node = self.parse_method(start)
        self.in_generator, self.in_async = outside
        node.unsupported = is_async or is_generator
        node.type = "FunctionDeclaration" if declaration else "FunctionExpression"
        node.id = name
        return node

    def parse_method(self, token: Token) -> Node:
        """Read ``(…) { … }``."""
        params = self.parse_parameters()
        return node_at(token, "FunctionExpression", id=None, params=params, body=self.parse_function_body())

    def parse_special_method(self, token: Token, modifier: str) -> Node:
        """Read a method behind ``get``, ``set``, ``async`` or ``*``."""
        outside = self.in_generator, self.in_async
        self.in_generator, self.in_async = modifier == "generator", modifier == "async"
        node = self.parse_method(token)
        self.in_generator, self.in_async = outside
        node.unsupported = modifier in ("async", "generator")
        return node

    def parse_function_body(self) -> Node:
        """Read the block of a function."""
        no_in, self.no_in = self.no_in, False
        body = self.parse_block()
        self.no_in = no_in
        return body

    def _parse_class_declaration(self) -> Node:
        return self.parse_class(declaration=True)

    def parse_class(self, declaration: bool) -> Node:
        """Read ``class Name extends Other { … }``."""
        start = self.advance()
        name = self.identifier() if declaration or self.token.kind == "name" else None
        parent = None
        if self.at_word("extends"):
            self.advance()
            parent = self.parse_subscripts(self.parse_primary(), True)
        self.expect("{")
        members: list[Node] = []
        while not self.take("}"):
            if not self.take(";"):
                members.append(self._parse_member())
        kind = "ClassDeclaration" if declaration else "ClassExpression"
        return node_at(start, kind, id=name, parent=parent, members=members)

    def _parse_member(self) -> Node:
        token = self.token
        static = False
        if self.at_word("static"):
            following = self.tokens[self.index + 1]
            static = not (following.kind == "punct" and following.value in ("(", "=", ";", "}"))
        if static:
            self.advance()
            if self.at("{"):
                raise self.unexpected("static blocks are not supported")
        modifier = self.takes_modifier("get", "set", "async")
        if self.take("*"):
            modifier = "generator"
        key, computed = self.parse_key()
        if not self.at("("):
            value = None
            if self.take("="):
                value = self._parse_field_value()
            self.end_statement()
            return node_at(token, "FieldDefinition", key=key, computed=computed, static=static, value=value)
        name = getattr(key, "name", getattr(key, "value", ""))
        kind = modifier if modifier in ("get", "set") else "method"
        if not static and not computed and name == "constructor":
            kind = "constructor"
        value = self.parse_special_method(token, modifier)
        return node_at(token, "MethodDefinition", key=key, computed=computed, static=static, kind=kind, value=value)

    def _parse_field_value(self) -> Node:
        """The value of a field is computed per object, with ``this``: the body of a small method."""
        start = self.token
        value = self.parse_assignment()
        body = node_at(start, "BlockStatement", body=[node_at(start, "ReturnStatement", argument=value)])
        return node_at(start, "FunctionExpression", id=None, params=[], body=body)
