# SPDX-License-Identifier: GPL-2.0-or-later
"""How much one question may ask for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HubLimits:
    """Limits of the hub. The defaults of size and number are the service's, where those are known."""

    max_url_bytes: int = 64_000
    """Longest address; what the service takes is not documented and taken to be 8 kB."""

    max_body_bytes: int = 2 << 20
    """Longest body of a POST."""

    body_time_limit_s: float = 30.0
    """For receiving it."""

    max_side_px: int = 2500
    max_pixel_scenes: int = 200_000_000
    """Pixels times scenes of one question; the service times out somewhere near a hundred million."""

    too_large_is_timeout: bool = False
    """A question of more than :attr:`max_pixel_scenes` ends in a gateway's 504, as on the service, and not in a clear
    refusal."""

    max_output_bytes: int = 1 << 30
    """Of the image before compression."""

    time_limit_s: float = 120.0
    """For running the script of one question."""

    step_limit: int = 200_000_000
    """Statements and calls, over all blocks of one question."""

    block_pixels: int = 65_536
    """Pixels that the script is run for at once."""

    block_bytes: int = 96 << 20
    """Of band samples that are held at once."""

    parallel_images: int = 3
    """Images that are computed at the same time; further questions wait."""
