# SPDX-License-Identifier: GPL-2.0-or-later
"""Colours for JavaScript in a plain text editor, and the font for code."""

from __future__ import annotations

import re

from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase, QPalette, QSyntaxHighlighter, QTextCharFormat, QTextDocument

_KEYWORDS = (
    "break case catch class const continue default delete do else finally for function if in instanceof let new of "
    "return switch this throw try typeof var void while true false null undefined NaN Infinity"
)
_TOKENS = re.compile(
    r"(?P<comment>//.*|/\*(?:[^*]|\*(?!/))*(?:\*/|$))"
    r"|(?P<text>\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)"
    r"|(?P<number>\b(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][+-]?\d+)?)|\.\d+)"
    rf"|(?P<keyword>\b(?:{'|'.join(_KEYWORDS.split())})\b)"
)
_ON_LIGHT = {"comment": "#6a737d", "text": "#22863a", "number": "#005cc5", "keyword": "#a3219b"}
_ON_DARK = {"comment": "#8b949e", "text": "#7ee787", "number": "#79c0ff", "keyword": "#ff9bce"}
_IN_COMMENT = 1


def monospace_font() -> QFont:
    """The system's font for code."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


class ScriptHighlighter(QSyntaxHighlighter):  # type: ignore[misc]
    """Comments, texts, numbers and keywords; colours fit a light or a dark ground."""

    def __init__(self, document: QTextDocument, palette: QPalette) -> None:
        super().__init__(document)
        is_dark = palette.color(QPalette.ColorRole.Base).lightness() < 128
        self._formats = {}
        for kind, colour in (_ON_DARK if is_dark else _ON_LIGHT).items():
            self._formats[kind] = QTextCharFormat()
            self._formats[kind].setForeground(QColor(colour))

    def highlightBlock(self, text: str) -> None:  # noqa: N802
        """Colour one line; a comment may come from the line before and go on to the next one."""
        begin = 0
        if self.previousBlockState() == _IN_COMMENT:
            end = text.find("*/")
            begin = len(text) if end < 0 else end + 2
            self.setFormat(0, begin, self._formats["comment"])
            if end < 0:
                self.setCurrentBlockState(_IN_COMMENT)
                return
        self.setCurrentBlockState(0)
        for token in _TOKENS.finditer(text, begin):
            kind = str(token.lastgroup)
            self.setFormat(token.start(), token.end() - token.start(), self._formats[kind])
            if kind == "comment" and token[0].startswith("/*") and (len(token[0]) < 4 or not token[0].endswith("*/")):
                self.setCurrentBlockState(_IN_COMMENT)
