# SPDX-License-Identifier: GPL-2.0-or-later
"""Pins as a point layer, with a table of their series beside it."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsMarkerSymbol,
    QgsPointXY,
    QgsRendererCategory,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..core.errors import FileProblem
from .compat import make_field, to_qdatetime
from .crs_names import open_map_crs
from .i18n import tr

_PIN_FIELDS = (("pin", "integer"), ("name", "text"), ("colour", "text"), ("area", "text"))
_VALUE_FIELDS = (
    ("pin", "integer"), ("name", "text"), ("stack", "text"), ("datetime", "datetime"), ("quantity", "text"),
    ("value", "double"), ("clear", "boolean"), ("valid_share", "double"),
)  # fmt: skip


@dataclass(frozen=True)
class PinValue:
    """One value of one date."""

    stack: str
    time: datetime
    quantity: str
    """Band or index."""

    value: float | None
    is_clear: bool | None
    """None where nothing tells."""

    valid_share: float | None
    """Of an area."""


@dataclass(frozen=True)
class PinRow:
    """One pin with its values."""

    number: int
    name: str
    colour: str
    x: float
    y: float
    crs: str
    wkt: str
    """Of an area, in ``crs``; empty for a point."""

    values: list[PinValue] = field(default_factory=list)


def build_pin_layer(rows: Sequence[PinRow], title: str) -> list[QgsVectorLayer]:
    """A layer of points, in the CRS of the first pin, and a table of values; both in memory.

    Areas are points inside of them, with their polygon as WKT in that CRS.
    """
    crs = open_map_crs(rows[0].crs) if rows else QgsCoordinateReferenceSystem("EPSG:4326")
    points = QgsVectorLayer("Point", title, "memory")
    points.setCrs(crs)
    points.dataProvider().addAttributes(list(_fields(_PIN_FIELDS)))
    points.updateFields()
    points.dataProvider().addFeatures([_pin_feature(row, crs, points.fields()) for row in rows])
    points.updateExtents()
    points.setRenderer(_renderer(rows))
    values = QgsVectorLayer("NoGeometry", tr("{pins}: series").format(pins=title), "memory")
    values.dataProvider().addAttributes(list(_fields(_VALUE_FIELDS)))
    values.updateFields()
    values.dataProvider().addFeatures(
        [_value_feature(row, value, values.fields()) for row in rows for value in row.values]
    )
    return [values, points]


def write_pin_package(rows: Sequence[PinRow], path: Path) -> None:
    """The same as the tables ``pins`` and ``series`` of a GeoPackage, which is whole or as it was before.

    :raises FileProblem: when it cannot be written.
    """
    values, points = build_pin_layer(rows, "pins")
    temporary = path.with_name(f".{path.stem}.{uuid.uuid4().hex[:8]}.gpkg")
    try:
        for layer, name in ((points, "pins"), (values, "series")):
            _write_table(layer, name, temporary, path)
        os.replace(temporary, path)
    except OSError as error:
        raise FileProblem(str(path), error.strerror or str(error), "write") from error
    finally:
        temporary.unlink(missing_ok=True)


def _write_table(layer: QgsVectorLayer, name: str, temporary: Path, path: Path) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName, options.fileEncoding = "GPKG", name, "UTF-8"
    actions = QgsVectorFileWriter.ActionOnExistingFile
    options.actionOnExistingFile = (
        actions.CreateOrOverwriteLayer if temporary.exists() else actions.CreateOrOverwriteFile
    )
    status, message, *_ = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(temporary), QgsCoordinateTransformContext(), options
    )
    if status != QgsVectorFileWriter.WriterError.NoError:
        raise FileProblem(str(path), message, "write")


def _fields(kinds: Sequence[tuple[str, str]]) -> QgsFields:
    fields = QgsFields()
    for name, kind in kinds:
        fields.append(make_field(name, kind))
    return fields


def _pin_feature(row: PinRow, crs: QgsCoordinateReferenceSystem, fields: QgsFields) -> QgsFeature:
    transform = QgsCoordinateTransform(open_map_crs(row.crs), crs, QgsCoordinateTransformContext())
    feature = QgsFeature(fields)
    feature.setGeometry(QgsGeometry.fromPointXY(transform.transform(QgsPointXY(row.x, row.y))))
    area = None
    if row.wkt:
        geometry = QgsGeometry.fromWkt(row.wkt)
        geometry.transform(transform)
        area = geometry.asWkt(9)
    feature.setAttributes([row.number, row.name, row.colour, area])
    return feature


def _value_feature(row: PinRow, value: PinValue, fields: QgsFields) -> QgsFeature:
    feature = QgsFeature(fields)
    feature.setAttributes(
        [
            row.number, row.name, value.stack, to_qdatetime(value.time), value.quantity, value.value, value.is_clear,
            value.valid_share,
        ]
    )  # fmt: skip
    return feature


def _renderer(rows: Sequence[PinRow]) -> QgsCategorizedSymbolRenderer:
    categories = []
    for row in rows:
        symbol = QgsMarkerSymbol.createSimple(
            {"name": "square" if row.wkt else "circle", "color": row.colour, "outline_color": "white", "size": "3"}
        )
        categories.append(QgsRendererCategory(row.number, symbol, row.name))
    return QgsCategorizedSymbolRenderer("pin", categories)
