# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs scripts pixel by pixel in Qt's JavaScript engine, where QtQml is installed."""

from __future__ import annotations


def missing_part() -> str:
    """Why Qt's JavaScript cannot be used, with the remedy; empty when it can."""
    return "Qt's JavaScript engine, which might run it, is not connected"
