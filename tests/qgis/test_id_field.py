# SPDX-License-Identifier: GPL-2.0-or-later
"""A field for names that the layer does not have, which Processing itself lets through."""

from __future__ import annotations

import pytest
from stack_builders import build_info, write_stack

pytest.importorskip("qgis.core")

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.mark.parametrize(
    ("name", "key", "shape"),
    [
        ("zonaltimeseries", "ZONES", "POLYGON((500010 5100500, 500050 5100500, 500050 5100540, 500010 5100500))"),
        ("samplestack", "POINTS", "POINT(500105 5100535)"),
        ("fetchtimeseries", "INPUT", "POINT(500105 5100535)"),
    ],
)
def test_it_is_said_with_the_fields_that_there_are(name, key, shape, tmp_path):
    layer = QgsVectorLayer(f"{shape.split('(')[0]}?crs=EPSG:32633&field=plot:string&field=crop:string", "l", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(shape))
    assert layer.dataProvider().addFeature(feature)
    parameters = {key: layer, "ID_FIELD": "parcel", "OUTPUT": str(tmp_path / "t.csv")}
    if name == "fetchtimeseries":
        parameters.update(START="2020-04-01", END="2020-04-30", BANDS="B04")
    else:
        write_stack(tmp_path / "s.tif", build_info())
        parameters["INPUT"] = str(tmp_path / "s.tif")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"timestack:{name}")
    with pytest.raises(QgsProcessingException) as caught:
        algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(), {}, False)
    assert str(caught.value) == "ID_FIELD: the layer has no field parcel; choose among plot, crop."
    assert not (tmp_path / "t.csv").exists()
