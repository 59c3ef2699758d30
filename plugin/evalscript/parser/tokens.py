# SPDX-License-Identifier: GPL-2.0-or-later
"""Splits a script into tokens."""

from __future__ import annotations

import re

from ..errors import ParseFault

KEYWORDS = frozenset(
    "break case catch class const continue debugger default delete do else export extends finally for function if "
    "import in instanceof new return super switch this throw try typeof var void while with null true false".split()
)
_PUNCTUATION = (
    ">>>= ... === !== **= <<= >>= >>> &&= ||= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= "
    "<< >> ** { } ( ) [ ] ; , < > + - * / % & | ^ ! ~ ? : = . @ #"
).split()
_TOKEN = re.compile(
    r"(?P<space>[ \t\v\f\u00a0\ufeff\u2000-\u200a\u3000]+)"
    r"|(?P<newline>\r\n|[\n\r\u2028\u2029])"
    r"|(?P<comment>(?://|<!--)[^\n\r\u2028\u2029]*)"
    r"|(?P<block>/\*)"
    r"|(?P<number>0[xX][0-9a-fA-F_]+n?|0[bB][01_]+n?|0[oO][0-7_]+n?"
    r"|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9]+)?n?)"
    r"|(?P<name>(?:[^\W\d]|\$|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\})"
    r"(?:[\w$\u200c\u200d]|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\})*)"
    r"|(?P<quote>[\"'`])"
    r"|(?P<optional>\?\.(?![0-9]))"
    r"|(?P<punct>" + "|".join(re.escape(p) for p in _PUNCTUATION if p != "?.") + ")"
)
_REGEX = re.compile(r"/((?:[^/\\\[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+)/([a-z]*)")
_LINE_END = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_CODE_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\})")
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_VALUE_KEYWORDS = frozenset(("this", "super", "null", "true", "false"))


def to_utf16(text: str) -> str:
    """A text in JavaScript's units: characters beyond U+FFFF are two surrogates."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    data = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(data[k] | data[k + 1] << 8) for k in range(0, len(data), 2))


def _named_character(escape: re.Match[str]) -> str:
    """The character that an escape in a name stands for."""
    code = int(escape.group(2) or escape.group(3), 16)
    return to_utf16(chr(code)) if code <= 0x10FFFF else "\ufffd"


class Token:
    """A word of the script."""

    __slots__ = ("column", "flags", "kind", "line", "newline_before", "raw", "tail", "value")

    def __init__(self, kind: str, value: object, line: int, column: int, newline_before: bool) -> None:
        self.kind = kind
        self.value = value
        self.line = line
        self.column = column
        self.newline_before = newline_before
        self.tail = False
        self.raw = ""
        self.flags = ""


class Lexer:
    """Turns text into a list of tokens that ends with one of kind ``end``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line = 1
        self.line_start = 0
        self.newline_before = False
        self.tokens: list[Token] = []
        self.braces: list[bool] = []  # True where the brace belongs to a template

    def run(self) -> list[Token]:
        """All tokens.

        :raises ParseFault: at the first character that cannot be read.
        """
        if self.text.startswith("#!"):
            self.position = len(self.text.split("\n", 1)[0])
        while self.position < len(self.text):
            self._next()
        self._add("end", "", self.position)
        return self.tokens

    def fail(self, message: str, position: int) -> ParseFault:
        """An error at a position of the current line."""
        return ParseFault(message, self.line, position - self.line_start + 1)

    def _next(self) -> None:
        start = self.position
        if self.text[start] == "/" and self._regex_allowed() and self.text[start + 1 : start + 2] not in ("/", "*"):
            self._read_regex(start)
            return
        match = _TOKEN.match(self.text, start)
        if match is None:
            raise self.fail(f"unexpected character {self.text[start]!r}", start)
        kind = match.lastgroup
        self.position = match.end()
        if kind == "punct" and match.group() == "--" and self._ends_html_comment(start):
            return
        if kind == "newline":
            self._count_line(match.end())
        elif kind == "block":
            self._skip_comment(start)
        elif kind == "number":
            self._read_number(match.group(), start)
        elif kind == "name":
            word = match.group()
            if "\\" in word:
                word = _CODE_ESCAPE.sub(_named_character, word)
            self._add("keyword" if word in KEYWORDS else "name", word, start)
        elif kind == "quote":
            if match.group() == "`":
                self._read_template(start)
                self.tokens[-1].flags = "head"
            else:
                self._read_string(match.group(), start)
        elif kind in ("punct", "optional"):
            self._read_punctuation(match.group(), start)

    def _ends_html_comment(self, start: int) -> bool:
        """``-->`` at the beginning of a line opens a comment, as in pages."""
        if self.text[start + 2 : start + 3] != ">" or not (self.newline_before or not self.tokens):
            return False
        end = _LINE_END.search(self.text, start)
        self.position = end.start() if end else len(self.text)
        return True

    def _add(self, kind: str, value: object, start: int) -> Token:
        token = Token(kind, value, self.line, start - self.line_start + 1, self.newline_before)
        self.newline_before = False
        self.tokens.append(token)
        return token

    def _count_line(self, next_start: int) -> None:
        self.line += 1
        self.line_start = next_start
        self.newline_before = True

    def _skip_comment(self, start: int) -> None:
        end = self.text.find("*/", start + 2)
        if end < 0:
            raise self.fail("a comment is not closed", start)
        for match in _LINE_END.finditer(self.text, start, end):
            self._count_line(match.end())
        self.position = end + 2

    def _regex_allowed(self) -> bool:
        if not self.tokens:
            return True
        last = self.tokens[-1]
        if last.kind == "punct":
            if last.value == ")":
                return self._closes_condition()
            return last.value not in ("]", "}", "++", "--") or (last.value == "}" and self._ends_block())
        if last.kind == "template":
            return not last.tail
        return last.kind == "keyword" and last.value not in _VALUE_KEYWORDS

    def _closes_condition(self) -> bool:
        """Does the last ``)`` belong to if, while, for or with, so that a statement follows?"""
        depth = 0
        for k in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[k]
            if token.kind == "punct" and token.value in ("(", ")"):
                depth += 1 if token.value == ")" else -1
                if depth == 0:
                    before = self.tokens[k - 1] if k else None
                    return before is not None and before.kind == "keyword" and before.value in ("if", "while", "for")
        return False

    def _ends_block(self) -> bool:
        """A ``/`` behind ``}`` on a new line begins a regular expression: nobody divides there."""
        return self.newline_before

    def _read_regex(self, start: int) -> None:
        match = _REGEX.match(self.text, start)
        if match is None:
            raise self.fail("a regular expression is not closed", start)
        self.position = match.end()
        self._add("regex", match.group(1), start).flags = match.group(2)

    def _read_number(self, word: str, start: int) -> None:
        following = self.text[self.position : self.position + 1]
        if word.endswith("n") or following.isalnum() or following in ("_", "$") and following:
            raise self.fail(f"{word + following} is not a number this engine knows", start)
        digits = word.replace("_", "")
        prefix = digits[:2].lower()
        if prefix in ("0x", "0b", "0o"):
            if len(digits) == 2:
                raise self.fail(f"{word} is not a number", start)
            value = float(int(digits, 0)) if len(digits) < 250 else float("inf")
        elif len(digits) > 1 and digits[0] == "0" and digits.isdigit() and set(digits) <= set("01234567"):
            value = float(int(digits, 8)) if len(digits) < 250 else float("inf")
        else:
            value = float(digits)
        self._add("number", value, start)

    def _read_punctuation(self, mark: str, start: int) -> None:
        if mark == "{":
            self.braces.append(False)
        elif mark == "}" and self.braces and self.braces.pop():
            self._read_template(start)
            return
        self._add("punct", mark, start)

    def _read_string(self, quote: str, start: int) -> None:
        parts: list[str] = []
        text = self.text
        token = self._add("string", "", start)
        while True:
            char = text[self.position : self.position + 1]
            if char == quote:
                self.position += 1
                break
            if char in ("", "\n", "\r"):
                raise self.fail("a text is not closed", start)
            parts.append(self._read_character(char))
        token.value = to_utf16("".join(parts))

    def _read_template(self, start: int) -> None:
        parts: list[str] = []
        text, first = self.text, self.position
        token = self._add("template", "", start)
        while True:
            char = text[self.position : self.position + 1]
            if char == "`" or text.startswith("${", self.position):
                token.raw = text[first : self.position].replace("\r\n", "\n").replace("\r", "\n")
                self.position += 1 if char == "`" else 2
                token.tail = char == "`"
                break
            if char == "":
                raise self.fail("a template text is not closed", start)
            parts.append(self._read_character(char))
        if not token.tail:
            self.braces.append(True)
        token.value = to_utf16("".join(parts))

    def _read_character(self, char: str) -> str:
        if char == "\\":
            return self._read_escape()
        match = _LINE_END.match(self.text, self.position)
        if match is None:
            self.position += 1
            return char
        self.position = match.end()
        self.line += 1
        self.line_start = self.position
        return "\n"

    def _read_escape(self) -> str:
        start = self.position
        line_end = _LINE_END.match(self.text, start + 1)
        if line_end is not None:
            self.position = line_end.end()
            self.line += 1
            self.line_start = self.position
            return ""
        match = _CODE_ESCAPE.match(self.text, start)
        if match is not None:
            self.position = match.end()
            code = int(match.group(1) or match.group(2) or match.group(3), 16)
            return chr(code) if code <= 0x10FFFF else "\ufffd"
        char = self.text[start + 1 : start + 2]
        if char in ("x", "u", ""):
            raise self.fail("a broken escape sequence in a text", start)
        self.position = start + 2
        return _SIMPLE_ESCAPES.get(char, char)
