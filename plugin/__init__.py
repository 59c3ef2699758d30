# SPDX-License-Identifier: GPL-2.0-or-later
"""Timestack, below the entry points that QGIS looks for."""
