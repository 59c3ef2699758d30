# SPDX-License-Identifier: GPL-2.0-or-later
"""What a script finds without declaring it: JavaScript's built-ins and the service's helper functions."""
