# SPDX-License-Identifier: GPL-2.0-or-later
"""The embedded Sentinel Hub look-alike: WCS and WFS over demo scenes or the user's own."""
