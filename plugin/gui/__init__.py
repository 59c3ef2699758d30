# SPDX-License-Identifier: GPL-2.0-or-later
"""Views that show and ask, presenters that decide."""
