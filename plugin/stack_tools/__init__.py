# SPDX-License-Identifier: GPL-2.0-or-later
"""Stacks made of stacks, pixel by pixel: what the toolbox's group and the console's stack object offer."""
