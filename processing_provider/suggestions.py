# SPDX-License-Identifier: GPL-2.0-or-later
"""Parameters that suggest values and take any other text.

QGIS's own ``value_hints`` (3.22 on) would take nothing but the hints, so the desktop hands in a widget of its own;
without a desktop the parameters are strings and nothing else.
"""

from __future__ import annotations

from qgis.core import QgsProcessingParameterString

_widget = {"class": ""}


def use_widget(path: str) -> None:
    """Have parameters shown by a widget from now on.

    :param path: dotted name of its class, as Processing imports it; empty for QGIS's usual line.
    """
    _widget["class"] = path


def suggest(parameter: QgsProcessingParameterString) -> QgsProcessingParameterString:
    """The same parameter, shown with suggestions for its key where there is a desktop."""
    if _widget["class"]:
        parameter.setMetadata({"widget_wrapper": dict(_widget)})
    return parameter
