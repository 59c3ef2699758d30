# SPDX-License-Identifier: GPL-2.0-or-later
"""What the algorithms share that turn a stack into a table: the stack, the columns, the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProviderRegistry,
    QgsWkbTypes,
)

from ..plugin.bridge.compat import make_field, to_qdatetime
from ..plugin.bridge.i18n import tr
from ..plugin.bridge.layers import stack_path, without_sidecar_files
from ..plugin.core.errors import Cancelled, InvalidRequest
from ..plugin.core.timeline import TILE, TimeStep

_ROWS_BETWEEN_LOOKS = 2000


def read_stack_path(
    algorithm: QgsProcessingAlgorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> str:
    """The file behind a raster parameter; a path is not opened as a layer."""
    text = algorithm.parameterAsString(parameters, name, context)
    if text and os.path.exists(text):
        return str(text)
    with without_sidecar_files():
        layer = algorithm.parameterAsRasterLayer(parameters, name, context)
    return stack_path(layer) if layer is not None else str(text)


def read_source(
    algorithm: QgsProcessingAlgorithm, name: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> QgsProcessingFeatureSource:
    """A vector input that has a CRS. :raises InvalidRequest: when it has none."""
    source = algorithm.parameterAsSource(parameters, name, context)
    if source is None:
        raise QgsProcessingException(algorithm.invalidSourceError(parameters, name))
    if not source.sourceCrs().isValid():
        raise InvalidRequest(name, "layer_without_crs")
    return source


def crs_text(source: QgsProcessingFeatureSource) -> str:
    """The CRS of a vector input as the rest of Timestack takes it."""
    return str(source.sourceCrs().authid() or source.sourceCrs().toWkt())


def leading_fields(source: QgsProcessingFeatureSource, id_field: str, steps: Sequence[TimeStep]) -> QgsFields:
    """``id, datetime, date``, and ``tile_id`` where a step is a tile."""
    fields = QgsFields()
    if id_field:
        name = QgsField(source.fields().field(id_field))
        name.setName("id")
        fields.append(name)
    else:
        fields.append(make_field("id", "long"))
    fields.append(make_field("datetime", "datetime"))
    fields.append(make_field("date", "text"))
    if _has_tiles(steps):
        fields.append(make_field("tile_id", "text"))
    return fields


def leading_values(steps: Sequence[TimeStep]) -> list[list[Any]]:
    """What :func:`leading_fields` hold after the id, for each step."""
    has_tiles = _has_tiles(steps)
    return [
        [to_qdatetime(step.time), f"{step.time:%Y-%m-%d}", *([step.tile_id or None] if has_tiles else [])]
        for step in steps
    ]


def _has_tiles(steps: Sequence[TimeStep]) -> bool:
    return any(step.mosaicking == TILE and step.tile_id for step in steps)


def plain_number(value: float) -> float | None:
    """A number for a table; what is none becomes null."""
    return float(value) if value == value else None


def check_table(
    algorithm: QgsProcessingAlgorithm, name: str, source: str, parameters: dict[str, Any], context: QgsProcessingContext
) -> None:
    """Before anything is read: a table has a folder, and does not take the place of the layer that it tells of.

    :param source: the parameter of that layer.
    :raises InvalidRequest: when it would.
    """
    wanted = parameters.get(name)
    if isinstance(wanted, QgsProcessingOutputLayerDefinition):
        wanted = wanted.sink.valueAsString(context.expressionContext())[0]
    target = Path(str(wanted or "").split("|")[0])
    if not target.suffix or ":" in str(target)[2:]:  # a temporary layer, or a table inside a database
        return
    if not target.parent.is_dir():
        raise InvalidRequest(name, "no_folder", value=str(target.parent))
    layer = algorithm.parameterAsVectorLayer(parameters, source, context)
    if layer is None:
        return
    uri = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    taken = Path(str(uri.get("path") or ""))
    replaced = [target, target.with_suffix(".shp")] if target.suffix.lower() == ".dbf" else [target]
    if taken.is_file() and any(file.exists() and file.samefile(taken) for file in replaced):
        raise InvalidRequest(name, "output_is_input", value=str(target))


def write_table(
    algorithm: QgsProcessingAlgorithm,
    name: str,
    parameters: dict[str, Any],
    context: QgsProcessingContext,
    fields: QgsFields,
    rows: Iterable[Sequence[Any]],
    feedback: QgsProcessingFeedback,
) -> tuple[str, int]:
    """Write all rows; where the table is, and how many there are. A file that could not be finished is removed.

    :raises Cancelled: when the user wants to stop.
    """
    sink, path = algorithm.parameterAsSink(
        parameters, name, context, fields, QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
    )
    if sink is None:
        raise QgsProcessingException(algorithm.invalidSinkError(parameters, name))
    count = 0
    try:
        for row in rows:
            feature = QgsFeature(fields)
            feature.setAttributes(list(row))
            if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
                raise QgsProcessingException(sink.lastError() or tr("The table cannot be written."))
            count += 1
            if count % _ROWS_BETWEEN_LOOKS == 0 and feedback.isCanceled():
                raise Cancelled()
        if hasattr(sink, "finalize"):  # QGIS 3.38 on
            sink.finalize()
    except BaseException:
        del sink
        _remove(algorithm.parameterAsString(parameters, name, context), path)
        raise
    del sink  # the file is complete once it is closed
    return path, count


def _remove(wanted: str, path: str) -> None:
    """Take away a plain file; a table inside a database is left to its database."""
    file = path.split("|")[0]
    if ":" not in wanted[2:] and os.path.isfile(file):
        os.remove(file)
