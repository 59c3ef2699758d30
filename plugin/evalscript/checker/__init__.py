# SPDX-License-Identifier: GPL-2.0-or-later
"""Says what is wrong with an evalscript, by its text and by running it on a few invented pixels.

Nothing is asked over the network and no processing unit is spent.
"""

from __future__ import annotations

from .check import SERVICES, check_evalscript
from .rules import RULES, Rule

__all__ = ["RULES", "SERVICES", "Rule", "check_evalscript"]
