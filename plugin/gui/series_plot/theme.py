# SPDX-License-Identifier: GPL-2.0-or-later
"""The colours of a plot, out of a widget's palette, each with enough contrast."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtGui import QColor, QPalette

from .palette import Colour, blend, contrast, format_colour, luminance, parse_colour, readable, year_colour
from .tracks import Shade

TEXT_CONTRAST = 4.5
"""WCAG 2.1, success criterion 1.4.3."""

_SECOND = "#cc79a7"
_PALEST = 0.6


@dataclass(frozen=True)
class Theme:
    """All colours are ``#rrggbb``."""

    background: str
    text: str
    muted: str
    grid: str
    axis: str
    mark: str
    second_mark: str

    @property
    def is_dark(self) -> bool:
        """Whether light things stand out."""
        return luminance(parse_colour(self.background)) < 0.179

    def ink(self, colour: str, shade: Shade | None = None, has_one_colour: bool = False) -> QColor:
        """What to draw in, readable on the background.

        :param shade: of the year, for seasons: earlier years are paler.
        :param has_one_colour: the years have colours of their own, which then tell nothing else.
        """
        ground = parse_colour(self.background)
        if shade is not None and has_one_colour:
            return _colour(readable(year_colour(shade.number, shade.count, self.is_dark), ground, 1.5))
        drawn = readable(parse_colour(colour), ground)
        if shade is not None and shade.count > 1:
            drawn = blend(ground, drawn, 1 - _PALEST * (1 - shade.number / (shade.count - 1)))
        return _colour(drawn)


def theme_of(palette: QPalette) -> Theme:
    """Text on the base colour, as in lists; a palette with too little contrast is helped."""
    return build_theme(palette.color(QPalette.ColorRole.Base).name(), palette.color(QPalette.ColorRole.Text).name(),
                       palette.color(QPalette.ColorRole.Highlight).name())  # fmt: skip


def light_theme() -> Theme:
    """For files: dark on white, whatever the desktop looks like."""
    return build_theme("#ffffff", "#1a1a1a", "#0b57d0")


def build_theme(background: str, text: str, accent: str) -> Theme:
    """The other colours lie between the two."""
    ground = parse_colour(background)
    ink = readable(parse_colour(text), ground, 7.0 if contrast(parse_colour(text), ground) < TEXT_CONTRAST else 1.0)
    return Theme(
        background,
        format_colour(ink),
        format_colour(readable(blend(ink, ground, 0.35), ground, TEXT_CONTRAST)),
        format_colour(blend(ground, ink, 0.11)),
        format_colour(blend(ground, ink, 0.4)),
        format_colour(readable(parse_colour(accent), ground)),
        format_colour(readable(parse_colour(_SECOND), ground)),
    )


def _colour(colour: Colour) -> QColor:
    return QColor(format_colour(colour))
