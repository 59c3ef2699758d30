# SPDX-License-Identifier: GPL-2.0-or-later
"""The time-series dock: places on the map, their series in a plot, dates back to the map."""
