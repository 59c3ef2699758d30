# SPDX-License-Identifier: GPL-2.0-or-later
"""WCS 1.0.0 and 1.1.2 in Sentinel Hub's dialect."""

from __future__ import annotations

import numpy as np

from .answers import Answer, xml_answer
from .coverage_query import JPEG, PNG, TIFF, read_coverage_question, read_format, read_version
from .instance import Instance
from .layers import Layer, find_layer
from .parameters import Parameters, invalid
from .render import Image, render
from .scenes.images import encode_geotiff, encode_picture
from .wcs_documents import capabilities_1_0, capabilities_1_1, coverage_offering_1_0, coverage_offering_1_1

_PICTURE_BANDS = {PNG: (1, 2, 3, 4), JPEG: (1, 3)}
_PICTURE_TYPES = {PNG: ("uint8", "uint16"), JPEG: ("uint8",)}


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
    with instance.image_slots:
        image = render(question, instance.limits, instance.is_stopping)
        if media_type == TIFF:
            body = encode_geotiff(image.pixels, question.grid, image.nodata)
        else:
            body = _encode_picture(image, media_type, parameters)
    return Answer(body, media_type, headers={"X-ProcessingUnits-Spent": f"{image.processing_units:.10g}"})


def _encode_picture(image: Image, media_type: str, parameters: Parameters) -> bytes:
    bands, dtype = len(image.pixels), image.pixels.dtype.name
    if bands not in _PICTURE_BANDS[media_type] or dtype not in _PICTURE_TYPES[media_type]:
        allowed = " or ".join(map(str, _PICTURE_BANDS[media_type]))
        raise invalid(
            "FORMAT", media_type, f"It holds {allowed} bands of {', '.join(_PICTURE_TYPES[media_type])}, "
            f"not {bands} of {dtype}; use {TIFF}."
        )  # fmt: skip
    quality = parameters.whole(("QUALITY",), 90, 0, 100)
    pixels = np.ascontiguousarray(image.pixels)
    return encode_picture(pixels, "PNG" if media_type == PNG else "JPEG", 90 if quality is None else quality)
