# SPDX-License-Identifier: GPL-2.0-or-later
"""WCS 1.0.0 and 1.1.2 in Sentinel Hub's dialect."""

from __future__ import annotations

from .answers import Answer, xml_answer
from .coverage_query import read_coverage_question, read_format, read_version
from .image_files import encode_image, units_header
from .instance import Instance
from .layers import Layer, find_layer
from .parameters import Parameters
from .render import render
from .wcs_documents import capabilities_1_0, capabilities_1_1, coverage_offering_1_0, coverage_offering_1_1


def answer_wcs(parameters: Parameters, instance: Instance, address: str) -> Answer:
    """Serve one question.

    :param address: of this service with its instance, for the documents.
    :raises Refusal: when it cannot be served.
    """
    requests = ("GetCapabilities", "DescribeCoverage", "GetCoverage")
    parameters.need("REQUEST")
    request = parameters.choose("REQUEST", requests, "")
    if request == "GetCoverage":
        return _get_coverage(parameters, instance)
    return xml_answer(_write_document(request, parameters, instance, address))


def _write_document(request: str, parameters: Parameters, instance: Instance, address: str) -> str:
    is_capabilities = request == "GetCapabilities"
    if read_version(parameters) == "1.0.0":
        if is_capabilities:
            return capabilities_1_0(instance, address)
        return coverage_offering_1_0(_read_layers(parameters, instance))
    version = "1.1.1" if parameters.find("VERSION", "ACCEPTVERSIONS") in ("1.1.0", "1.1.1") else "1.1.2"
    if is_capabilities:
        return capabilities_1_1(instance, address, version)
    return coverage_offering_1_1(_read_layers(parameters, instance), version)


def _read_layers(parameters: Parameters, instance: Instance) -> tuple[Layer, ...]:
    names = parameters.find("COVERAGE", "IDENTIFIERS", "IDENTIFIER")
    if not names:
        return instance.layers
    return tuple(find_layer(instance.layers, name.strip()) for name in names.split(","))


def _get_coverage(parameters: Parameters, instance: Instance) -> Answer:
    media_type = read_format(parameters)
    question = read_coverage_question(parameters, instance)
    quality = parameters.whole(("QUALITY",), 90, 0, 100)
    with instance.image_slots:
        rendering = render(question, instance)
        body = encode_image(rendering.image, question.grid, media_type, 90 if quality is None else quality)
    return Answer(body, media_type, headers=units_header(rendering.processing_units))
