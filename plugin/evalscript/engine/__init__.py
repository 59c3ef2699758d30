# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs a syntax tree over lanes, one lane per pixel.

A value that is the same for all pixels is an ordinary Python value, numbers that differ
are numpy arrays, and anything else that differs is a :class:`~.values.Choice`. Control flow
that depends on pixels runs every branch some lane takes, under a mask of those lanes.
"""
