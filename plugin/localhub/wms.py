# SPDX-License-Identifier: GPL-2.0-or-later
"""The one WMS question that is served: which layers there are, and of which collections, as JSON."""

from __future__ import annotations

from .answers import Answer, Refusal, json_answer
from .instance import Instance
from .layers import data_bands, find_collection
from .parameters import Parameters, invalid
from .sampling import legacy_type


def answer_wms(parameters: Parameters, instance: Instance, address: str) -> Answer:
    """Capabilities in the shape in which the service gives them with ``FORMAT=application/json``.

    :raises Refusal: for any other question.
    """
    request = parameters.need("REQUEST")
    if request.lower() != "getcapabilities":
        raise invalid("REQUEST", request, "The local hub serves GetCapabilities only; ask WCS for images.")
    if parameters.find("FORMAT").lower() != "application/json":
        raise Refusal("Parameter FORMAT should be application/json!")
    layers = [
        {
            "id": layer.id,
            "name": layer.title,
            "description": layer.description,
            "dataset": layer.dataset,
            "legendUrl": None,
        }
        for layer in instance.layers
    ]
    datasets = [
        {"name": legacy_type(source), "bands": data_bands(source)}
        for source in instance.sources
        if find_collection(source) is not None
    ]
    return json_answer({"title": "Timestack local hub", "layers": layers, "datasets": datasets})
