# SPDX-License-Identifier: GPL-2.0-or-later
"""The configuration API: which instances there are, and their layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .answers import Answer, Refusal, json_answer
from .instance import Instance
from .layers import Layer
from .question import Question

_STYLE = "default"


def answer_configuration(
    question: Question, rest: Sequence[str], instances: Mapping[str, Instance], address: str
) -> Answer:
    """Serve one question.

    :param address: of the hub.
    :raises Refusal: when it cannot be served.
    """
    if question.method != "GET":
        raise Refusal("Method Not Allowed", 405, "COMMON_METHOD_NOT_ALLOWED")
    if not rest or rest[0] != "instances" or len(rest) > 3:
        raise Refusal("Not Found", 404, "COMMON_NOT_FOUND")
    root = f"{address}/api/v2/configuration/instances"
    if len(rest) == 1:
        return json_answer([_describe_instance(instance, root) for instance in instances.values()])
    instance = instances.get(rest[1])
    if instance is None or (len(rest) == 3 and rest[2] != "layers"):
        raise Refusal("Not Found", 404, "COMMON_NOT_FOUND")
    if len(rest) == 2:
        return json_answer(_describe_instance(instance, root))
    return json_answer([_describe_layer(layer, instance, root) for layer in instance.layers])


def _describe_instance(instance: Instance, root: str) -> dict[str, object]:
    return {
        "@id": f"{root}/{instance.id}",
        "id": instance.id,
        "name": ", ".join(source.title for source in instance.sources) or instance.id,
        "additionalData": {},
        "layers": {"@id": f"{root}/{instance.id}/layers"},
    }


def _describe_layer(layer: Layer, instance: Instance, root: str) -> dict[str, object]:
    return {
        "@id": f"{root}/{instance.id}/layers/{layer.id}",
        "id": layer.id,
        "title": layer.title,
        "description": layer.description,
        "collectionType": layer.dataset,
        "datasourceDefaults": {
            "type": layer.dataset,
            "collectionId": layer.source.collection_id,
            "maxCloudCoverage": 100.0,
            "mosaickingOrder": "mostRecent",
            "upsampling": "NEAREST",
            "downsampling": "NEAREST",
        },
        "defaultStyleName": _STYLE,
        "styles": [{"name": _STYLE, "evalScript": layer.evalscript}],
        "instance": {"@id": f"{root}/{instance.id}"},
    }
