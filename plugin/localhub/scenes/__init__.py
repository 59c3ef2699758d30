# SPDX-License-Identifier: GPL-2.0-or-later
"""What the hub needs GDAL for: projections, image files, and folders of scenes."""

from __future__ import annotations

from .folder import FolderSource

__all__ = ["FolderSource"]
