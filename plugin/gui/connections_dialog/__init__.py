# SPDX-License-Identifier: GPL-2.0-or-later
"""The dialog in which connections are added, edited, tried out and removed."""
