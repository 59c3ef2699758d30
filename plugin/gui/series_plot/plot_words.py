# SPDX-License-Identifier: GPL-2.0-or-later
"""Numbers and dates as the plot writes them."""

from __future__ import annotations

from datetime import datetime

from qgis.PyQt.QtCore import QLocale

_SHORT = QLocale.FormatType.ShortFormat if hasattr(QLocale, "FormatType") else QLocale.ShortFormat


def month_name(month: int) -> str:
    """Short, in the language of the program: Jan, Mai."""
    return QLocale().standaloneMonthName(month, _SHORT).rstrip(".")


def format_value(value: float, decimals: int) -> str:
    """With so many decimals; negative decimals ask for a power of ten.

    Groups of thousands are not set apart before five digits, as is usual for reflectances and years.
    """
    if decimals < 0:
        return f"{value:.3g}" if value else "0"
    text = QLocale().toString(float(value) + 0.0, "f", decimals)
    if abs(value) < 10_000:
        separator = QLocale().groupSeparator()
        text = text.replace(separator if isinstance(separator, str) else str(separator), "")
    return text.replace("-", "\u2212")


def format_date(time: datetime) -> str:
    """The day, in UTC."""
    return f"{time:%Y-%m-%d}"


def format_time(time: datetime) -> str:
    """The day, and the minute where it is not midnight, in UTC."""
    has_clock = time.hour or time.minute or time.second
    return f"{time:%Y-%m-%d %H:%M}" if has_clock else format_date(time)
