# SPDX-License-Identifier: GPL-2.0-or-later
"""What both halves of the parser share: the token list, positions and the nesting limit."""

from __future__ import annotations

from ..errors import ParseFault
from .syntax import Node
from .tokens import Lexer, Token

MAX_NESTING = 100
MAX_CHAIN = 400


class TokenReader:
    """A place in the token list, with small questions about it."""

    def __init__(self, text: str) -> None:
        self.tokens = Lexer(text).run()
        self.index = 0
        self.depth = 0
        self.no_in = False
        self.in_generator = False
        self.in_async = False
        self.closing = self._match_parentheses()

    def _match_parentheses(self) -> dict[int, int]:
        open_at: list[int] = []
        closing: dict[int, int] = {}
        for index, token in enumerate(self.tokens):
            if token.kind == "punct" and token.value == "(":
                open_at.append(index)
            elif token.kind == "punct" and token.value == ")" and open_at:
                closing[open_at.pop()] = index
        return closing

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.index]

    def advance(self) -> Token:
        """Take one token."""
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def at(self, mark: str) -> bool:
        """Is a punctuation mark next?"""
        token = self.tokens[self.index]
        return token.kind == "punct" and token.value == mark

    def at_word(self, word: str) -> bool:
        """Is a keyword or contextual word next?"""
        token = self.tokens[self.index]
        return token.kind in ("keyword", "name") and token.value == word

    def take(self, mark: str) -> bool:
        """Take a punctuation mark when it is next."""
        if self.at(mark):
            self.index += 1
            return True
        return False

    def expect(self, mark: str) -> Token:
        """Take a punctuation mark that must be next."""
        if not self.at(mark):
            raise self.unexpected(f"{mark} is missing")
        return self.advance()

    def expect_word(self, word: str) -> Token:
        """Take a keyword that must be next."""
        if not self.at_word(word):
            raise self.unexpected(f"{word} is missing")
        return self.advance()

    def unexpected(self, what: str = "") -> ParseFault:
        """The error for the next token."""
        token = self.token
        seen = "the end of the script" if token.kind == "end" else str(token.value)[:30]
        if token.kind in ("string", "template"):
            seen = f'"{seen}"'
        return ParseFault(f"unexpected {seen}" + (f", {what}" if what else ""), token.line, token.column)

    def end_statement(self) -> None:
        """Take a semicolon, or accept that JavaScript inserts one here."""
        if self.take(";") or self.at("}") or self.token.kind == "end" or self.token.newline_before:
            return
        raise self.unexpected("; or a new line is missing")

    def enter(self) -> None:
        """Go one level deeper.

        :raises ParseFault: when the script is nested too deeply.
        """
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise ParseFault("the script is nested too deeply", self.token.line, self.token.column)

    def leave(self) -> None:
        """Come back one level."""
        self.depth -= 1

    def identifier(self) -> Node:
        """Take a variable name."""
        token = self.token
        if token.kind != "name":
            raise self.unexpected("a name is missing")
        self.index += 1
        return Node("Identifier", token.line, token.column, name=token.value)
