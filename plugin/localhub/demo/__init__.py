# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulated Sentinel-2 L2A scenes over an invented landscape, for trying things out without an account."""

from .source import DemoSource

__all__ = ["DemoSource"]
