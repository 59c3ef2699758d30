# SPDX-License-Identifier: GPL-2.0-or-later
"""A plot of values over time that knows nothing of stacks or layers: hand it a content, hear of clicks on dates."""
