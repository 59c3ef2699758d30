# SPDX-License-Identifier: GPL-2.0-or-later
"""Colours that most colour-blind people can tell apart, and their contrast."""

from __future__ import annotations

from .content import SYMBOLS

OKABE_ITO = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#000000")
"""Source: M. Okabe and K. Ito, Color Universal Design (2008); black and yellow last, each hard on one background."""

_YEARS = ("#440154", "#414487", "#2a788e", "#22a884", "#7ad151", "#fde725")
"""Six stops of viridis (S. van der Walt and N. Smith, 2015): even steps in lightness for every kind of sight."""

LEAST_CONTRAST = 3.0
"""For graphics, WCAG 2.1, success criterion 1.4.11."""

Colour = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""


def default_style(number: int) -> tuple[str, str]:
    """Colour and symbol for the n-th series, counted from 0; pairs repeat only after 24 of them."""
    return OKABE_ITO[number % len(OKABE_ITO)], SYMBOLS[number % len(SYMBOLS)]


def parse_colour(text: str) -> Colour:
    """``#rrggbb`` as numbers."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def format_colour(colour: Colour) -> str:
    """Numbers as ``#rrggbb``."""
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour)


def luminance(colour: Colour) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.1, from sRGB)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (the same) to 21 (black on white), WCAG 2.1."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def blend(one: Colour, other: Colour, share: float) -> Colour:
    """From one (share 0) to the other (share 1)."""
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other))
    return red, green, blue


def readable(colour: Colour, background: Colour, least: float = LEAST_CONTRAST) -> Colour:
    """The colour, moved towards black or white only as far as it must be to stand out from the background."""
    far = (0.0, 0.0, 0.0) if luminance(background) > 0.179 else (1.0, 1.0, 1.0)  # where black and white draw level
    for step in range(21):
        moved = blend(colour, far, step / 20)
        if contrast(moved, background) >= least:
            return moved
    return far


def year_colour(number: int, count: int, is_dark: bool) -> Colour:
    """Of the n-th of so many years: the newest stands out most, on a light background the darkest."""
    share = number / (count - 1) if count > 1 else 1.0
    place = (share if is_dark else 1 - share) * (len(_YEARS) - 1)
    left = min(int(place), len(_YEARS) - 2)
    return blend(parse_colour(_YEARS[left]), parse_colour(_YEARS[left + 1]), place - left)
