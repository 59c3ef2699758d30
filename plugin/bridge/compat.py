# SPDX-License-Identifier: GPL-2.0-or-later
"""All that differs between QGIS 3.22 and 4, as functions that ask what is there instead of which version runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from qgis.core import (
    Qgis,
    QgsDataProvider,
    QgsDateTimeRange,
    QgsField,
    QgsMultiBandColorRenderer,
    QgsPalettedRasterRenderer,
    QgsRasterLayerTemporalProperties,
    QgsRasterRenderer,
)
from qgis.PyQt.QtCore import QDateTime, QPoint, Qt

try:  # QGIS 3.38 on; QGIS 4 has nothing else
    from qgis.PyQt.QtCore import QMetaType
except ImportError:  # pragma: no cover
    QMetaType = None

_TYPES = {  # name: (QMetaType, QVariant)
    "text": ("QString", "String"),
    "integer": ("Int", "Int"),
    "long": ("LongLong", "LongLong"),
    "double": ("Double", "Double"),
    "boolean": ("Bool", "Bool"),
    "date": ("QDate", "Date"),
    "datetime": ("QDateTime", "DateTime"),
}

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def make_field(name: str, kind: str) -> QgsField:
    """A field of an attribute table.

    :param kind: ``text``, ``integer``, ``long``, ``double``, ``boolean``, ``date`` or ``datetime``.
    """
    meta, variant = _TYPES[kind]
    if QMetaType is not None and Qgis.QGIS_VERSION_INT >= 33800:
        return QgsField(name, getattr(QMetaType.Type, meta))
    from qgis.PyQt.QtCore import QVariant

    return QgsField(name, getattr(QVariant, variant))


def to_qdatetime(instant: datetime) -> QDateTime:
    """The same instant for Qt, in UTC."""
    text = instant.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    return QDateTime.fromString(text, Qt.DateFormat.ISODateWithMs)


def to_datetime(moment: QDateTime) -> datetime | None:
    """The same instant for Python, in UTC; None for an invalid (open) one."""
    return _EPOCH + timedelta(milliseconds=moment.toMSecsSinceEpoch()) if moment.isValid() else None


def event_position(event: Any) -> QPoint:
    """Where a mouse event happened, in pixels of the widget."""
    return event.position().toPoint() if hasattr(event, "position") else event.pos()


def settings_tree_node(name: str) -> Any:
    """The plugin's node of the settings tree; None before QGIS 3.30, where only ``QgsSettings`` exists."""
    try:
        from qgis.core import QgsSettingsTree
    except ImportError:
        return None
    return QgsSettingsTree.createPluginTreeNode(name)


def has_range_per_band() -> bool:
    """Whether the temporal properties of rasters know a time range for each band (QGIS 3.38 on)."""
    return hasattr(QgsRasterLayerTemporalProperties, "setFixedRangePerBand")


def uses_range_per_band(properties: QgsRasterLayerTemporalProperties) -> bool:
    """Whether QGIS itself chooses the band by its time range."""
    return has_range_per_band() and properties.mode() == Qgis.RasterTemporalMode.FixedRangePerBand


def set_range_per_band(
    properties: QgsRasterLayerTemporalProperties, ranges: Mapping[int, QgsDateTimeRange]
) -> None:
    """Let QGIS itself choose the band by its time range. Only where :func:`has_range_per_band`."""
    properties.setMode(Qgis.RasterTemporalMode.FixedRangePerBand)
    properties.setFixedRangePerBand(dict(ranges))


def set_fixed_range(properties: QgsRasterLayerTemporalProperties, range_: QgsDateTimeRange) -> None:
    """Give the whole layer one time range."""
    properties.setMode(Qgis.RasterTemporalMode.FixedTemporalRange)
    properties.setFixedTemporalRange(range_)


def shown_bands(renderer: QgsRasterRenderer | None) -> tuple[int, ...]:
    """The bands that a renderer draws, from 1: red, green, blue, or a single one; without a transparency band.

    A colour channel that is switched off is -1. Empty for renderers that have no bands of their own.
    """
    if renderer is None:
        return ()
    if isinstance(renderer, QgsMultiBandColorRenderer):
        return (renderer.redBand(), renderer.greenBand(), renderer.blueBand())
    for name in ("inputBand", "grayBand", "band"):
        if hasattr(renderer, name):
            return (getattr(renderer, name)(),)
    return ()


def with_bands(renderer: QgsRasterRenderer, bands: tuple[int, ...]) -> QgsRasterRenderer | None:
    """Have a renderer draw other bands, with everything else as it was.

    :param bands: as :func:`shown_bands` gives them.
    :returns: a new renderer where QGIS cannot change the band of the given one, None where it was changed in place.
    """
    if isinstance(renderer, QgsMultiBandColorRenderer):
        renderer.setRedBand(bands[0])
        renderer.setGreenBand(bands[1])
        renderer.setBlueBand(bands[2])
        return None
    for name in ("setInputBand", "setGrayBand", "setBand"):
        if hasattr(renderer, name):
            getattr(renderer, name)(bands[0])
            return None
    if isinstance(renderer, QgsPalettedRasterRenderer):
        changed = QgsPalettedRasterRenderer(renderer.input(), bands[0], renderer.classes())
        changed.setOpacity(renderer.opacity())
        changed.setAlphaBand(renderer.alphaBand())
        changed.setNodataColor(renderer.nodataColor())
        changed.setSourceColorRamp(renderer.sourceColorRamp().clone() if renderer.sourceColorRamp() else None)
        return changed
    return None


def network_items() -> Any:
    """What a provider of browser items says that it offers: sources over the network."""
    if hasattr(Qgis, "DataItemProviderCapability"):  # QGIS 3.36 on
        return Qgis.DataItemProviderCapability.NetworkSources
    return int(QgsDataProvider.DataCapability.Net)
