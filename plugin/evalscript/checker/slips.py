# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns what stopped the parser into the slip behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import ParseFault
from ..parser.tokens import Lexer, Token
from .findings import Findings
from .spelling import find_nearest

_CLOSING = {"{": "}", "(": ")", "[": "]"}
_QUOTES = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u2032\u2033\u00b4"
_UNCLOSED = {
    "a text is not closed": "unclosed_text",
    "a template text is not closed": "unclosed_text",
    "a comment is not closed": "unclosed_comment",
    "a regular expression is not closed": "unclosed_pattern",
}
_FOREIGN = {
    "and": "&&", "or": "||", "not": "!", "elif": "else if", "def": "function", "None": "null", "True": "true",
    "False": "false", "lambda": "=>",
}  # fmt: skip
_KEYWORDS = (
    "function",
    "return",
    "const",
    "while",
    "else",
    "switch",
    "case",
    "break",
    "continue",
    "typeof",
    "for",
    "var",
)
_UNKNOWN_HERE = ("is not a number this engine knows", "is not supported", "nested too deeply", "is too long", "longer")
_REVERSED = {"=>": ">=", "=<": "<="}
_CONDITIONS = ("if", "while", "for", "switch")
_MISSING = re.compile(r"unexpected (?P<seen>.*), (?P<mark>\S+) is missing", re.S)


def explain_fault(text: str, fault: ParseFault, findings: Findings) -> None:
    """Report why a text cannot be read."""
    place = (fault.line, fault.column)
    message = fault.message
    if message in _UNCLOSED:
        findings.add(_UNCLOSED[message], place)
        return
    if message.startswith("unexpected character"):
        _explain_character(text, place, findings)
        return
    tokens = _tokens(text)
    before = _token_before(tokens, place)
    here = next((t for t in tokens if (t.line, t.column) == place), None)
    if here is not None and here.value in ("import", "export") and here.kind == "keyword":
        findings.add("no_modules", place, word=here.value)
        return
    if any(part in message for part in _UNKNOWN_HERE):
        findings.add("unsupported_here", place, message=message)
        return
    alone = _return_alone(tokens, place)
    if alone is not None:
        findings.add("return_alone", (alone.line, alone.column))
        return
    if here is not None and here.kind == "punct" and here.value in _REVERSED:
        findings.add("reversed_comparison", place, word=here.value, replacement=_REVERSED[here.value])
        return
    if here is not None and here.kind == "punct" and here.value == "#":
        findings.add("foreign_word", place, word="#", replacement="//")
        return
    foreign = _foreign_word(before, here)
    if foreign is not None:
        findings.add("foreign_word", (foreign.line, foreign.column), word=foreign.value,
                     replacement=_FOREIGN[str(foreign.value)])  # fmt: skip
        return
    misspelt = _misspelt_keyword(before, here)
    if misspelt is not None:
        word = str(misspelt.value)
        findings.add("misspelt_keyword", (misspelt.line, misspelt.column), word=word,
                     suggestion=find_nearest(word, _KEYWORDS, 0.8))  # fmt: skip
        return
    if _explain_missing(message, tokens, before, here, findings):
        return
    if _explain_brackets(text, tokens, findings):
        return
    if message.startswith("nothing can be assigned"):
        findings.add("cannot_assign", place)
    else:
        findings.add("parse_error", place, message=message)


def _explain_character(text: str, place: tuple[int, int], findings: Findings) -> None:
    lines = re.split(r"\r\n|[\n\r\u2028\u2029]", text)
    line = lines[place[0] - 1] if place[0] <= len(lines) else ""
    character = line[place[1] - 1 : place[1]]
    if character == "\\" or not character:
        findings.add("strange_character", place, character=character or "?")
    else:
        findings.add("smart_quote" if character in _QUOTES else "strange_character", place, character=character)


def _tokens(text: str) -> Sequence[Token]:
    """The tokens up to what cannot be read."""
    lexer = Lexer(text)
    try:
        return lexer.run()
    except ParseFault:
        return lexer.tokens


def _token_before(tokens: Sequence[Token], place: tuple[int, int]) -> Token | None:
    earlier = [token for token in tokens if (token.line, token.column) < place and token.kind != "end"]
    return earlier[-1] if earlier else None


def _return_alone(tokens: Sequence[Token], place: tuple[int, int]) -> Token | None:
    """``return`` with its ``{`` on the next line, before the place where reading stopped."""
    found = None
    for token, following in zip(tokens, tokens[1:]):
        if (following.line, following.column) >= place:
            break
        if token.kind == "keyword" and token.value == "return" and following.newline_before and following.value == "{":
            found = token
    return found


def _foreign_word(before: Token | None, here: Token | None) -> Token | None:
    """A word of Python or Basic at the place where reading stopped, or just before it."""
    for token in (here, before):
        if token is not None and token.kind == "name" and token.value in _FOREIGN:
            return token
    return None


def _misspelt_keyword(before: Token | None, here: Token | None) -> Token | None:
    """``functon f()`` and ``retrun x``: a name stands where only a keyword makes sense."""
    if before is None or before.kind != "name" or here is None or here.kind == "end":
        return None
    return (
        before
        if find_nearest(str(before.value), _KEYWORDS, 0.8) and here.kind in ("name", "number", "string", "punct")
        else None
    )


def _open_brackets(tokens: Sequence[Token], end: Token) -> list[tuple[Token, Token | None]]:
    """The brackets that are open before a token, each with the token before it."""
    found: list[tuple[Token, Token | None]] = []
    previous: Token | None = None
    for token in tokens:
        if token is end:
            break
        if token.kind == "punct" and token.value in _CLOSING:
            found.append((token, previous))
        elif token.kind == "punct" and token.value in _CLOSING.values() and found:
            found.pop()
        previous = token
    return found


def _explain_missing(
    message: str, tokens: Sequence[Token], before: Token | None, here: Token | None, findings: Findings
) -> bool:
    match = _MISSING.search(message)
    if match is None or here is None or before is None:
        return False
    place, mark = (here.line, here.column), match["mark"]
    ended = here.kind == "end" or (here.kind == "punct" and here.value in ("}", ")", "]", ";"))
    if mark == "(" and before.value in _CONDITIONS:
        findings.add("missing_parenthesis", (before.line, before.column), word=before.value)
        return True
    if mark == ")" and here.kind == "punct" and here.value == "{":
        around = _open_brackets(tokens, here)
        word = around[-1][1].value if around and around[-1][1] is not None else ""
        if word in _CONDITIONS:
            findings.add("missing_parenthesis", place, word=word)
        else:
            findings.add("missing_arrow", place)
        return True
    if mark == "{" and not ended:
        findings.add("missing_brace", _end_of(before, here), before=_shown(here))
        return True
    if mark in (",", ":") and not ended and (here.kind != "punct" or here.value in _CLOSING):
        if mark == ":" or _is_key(tokens, before):
            findings.add("missing_colon", place, before=_shown(here))
        else:
            findings.add("missing_comma", _end_of(before, here), before=_shown(here))
        return True
    return False


def _is_key(tokens: Sequence[Token], word: Token) -> bool:
    """Does a name stand where a part of an object begins, behind { or a comma?"""
    around = _open_brackets(tokens, word)
    previous = tokens[max(0, list(tokens).index(word) - 1)]
    return word.kind == "name" and bool(around) and around[-1][0].value == "{" and previous.value in ("{", ",")


def _end_of(before: Token, here: Token) -> tuple[int, int]:
    """Where the mark should stand: behind the token before."""
    if before.line == here.line:
        return here.line, here.column
    return before.line, before.column + len(str(before.value if before.kind != "number" else ""))


def _shown(token: Token) -> str:
    value = token.value
    if token.kind in ("string", "template"):
        return f'"{value}"'
    return f"{value:g}" if isinstance(value, float) else str(value)


def _explain_brackets(text: str, tokens: Sequence[Token], findings: Findings) -> bool:
    """Point to the bracket that was opened and not closed, or closed and not opened."""
    open_ones: list[Token] = []
    suspect: Token | None = None
    indents = [len(line) - len(line.lstrip()) for line in text.split("\n")]
    for index, token in enumerate(tokens):
        if token.kind != "punct":
            continue
        if token.value in _CLOSING:
            open_ones.append(token)
        elif token.value in _CLOSING.values():
            if not open_ones:
                findings.add("unexpected_closing", (token.line, token.column), bracket=token.value)
                return True
            opened = open_ones.pop()
            if _CLOSING[str(opened.value)] != token.value:
                findings.add(
                    "bracket_mismatch", (token.line, token.column), bracket=opened.value, opened_line=opened.line,
                    closing=token.value, expected=_CLOSING[str(opened.value)],
                )  # fmt: skip
                return True
            is_first = index == 0 or tokens[index - 1].line != token.line
            if suspect is None and is_first and opened.line != token.line and token.value == "}":
                if max(opened.line, token.line) <= len(indents) and indents[token.line - 1] < indents[opened.line - 1]:
                    suspect = opened
    if not open_ones:
        return False
    opened = suspect or open_ones[-1]
    findings.add("unclosed_bracket", (opened.line, opened.column), bracket=opened.value,
                 closing=_CLOSING[str(opened.value)])  # fmt: skip
    return True
