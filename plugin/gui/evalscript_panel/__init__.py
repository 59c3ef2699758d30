# SPDX-License-Identifier: GPL-2.0-or-later
"""The Evalscript panel: write a script, check it, run it on the canvas, follow it through one pixel."""
