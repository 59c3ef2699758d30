# SPDX-License-Identifier: GPL-2.0-or-later
"""The only code that speaks to the outside: qgis.core, GDAL files, requests, settings, authentication."""
