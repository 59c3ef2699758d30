# SPDX-License-Identifier: GPL-2.0-or-later
"""WFS: which scenes there are, as GeoJSON in the service's shape."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..core.dates import UTC
from .answers import Answer, json_answer, xml_answer
from .charges import units_of_list
from .extents import measure
from .instance import Instance
from .layers import find_typename, typenames
from .parameters import Parameters, invalid
from .places import read_bbox, read_crs
from .selection import SceneQuery, keep_newest_day, select_scenes, sort_scenes
from .source import SceneRecord

MAX_FEATURES = 100

_VERSIONS = ("1.0.0", "1.1.0", "2.0.0")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_JSON_NAMES = ("application/json", "json", "application/geo+json", "geojson")
_PROPERTIES = ("id", "date", "time", "path", "crs", "mbr", "cloudCoverPercentage")


def answer_wfs(parameters: Parameters, instance: Instance, address: str) -> Answer:
    """Serve one question.

    :raises Refusal: when it cannot be served.
    """
    requests = ("GetCapabilities", "DescribeFeatureType", "GetFeature")
    parameters.need("REQUEST")
    request = parameters.choose("REQUEST", requests, "")
    if request == "GetCapabilities":
        return xml_answer(_capabilities(instance, address))
    if request == "DescribeFeatureType":
        return xml_answer(_feature_types(parameters, instance))
    return _get_feature(parameters, instance)


def _get_feature(parameters: Parameters, instance: Instance) -> Answer:
    sources = find_typename(instance.sources, parameters.need("TYPENAMES", "TYPENAME"))
    version = parameters.choose("VERSION", _VERSIONS, "2.0.0")
    output = parameters.find("OUTPUTFORMAT") or _JSON_NAMES[0]
    if output.split(";")[0].strip().lower() not in _JSON_NAMES:
        raise invalid("OUTPUTFORMAT", output, f"Should be {_JSON_NAMES[0]}.")
    query = _read_query(parameters, version)
    count = parameters.whole(("MAXFEATURES", "COUNT"), MAX_FEATURES, 0, MAX_FEATURES) or 0
    offset = parameters.whole(("FEATURE_OFFSET", "STARTINDEX"), 0, 0, 10**9) or 0
    instance.admit(units_of_list(query))
    records = [record for source in sources for record in select_scenes(source, query)]
    if query.period.is_open:
        records = keep_newest_day(records)
    page = sort_scenes(records, query.priority)[offset : offset + count]
    return json_answer({"type": "FeatureCollection", "features": [_feature(record) for record in page]})


def _read_query(parameters: Parameters, version: str) -> SceneQuery:
    crs = parameters.find("SRSNAME", "CRS", "SRS") or "EPSG:4326"
    bbox = parameters.find("BBOX")
    parts = bbox.split(",", 4)
    if len(parts) == 5:
        bbox, crs = ",".join(parts[:4]), parts[4]
    axes = read_crs("SRSNAME", crs, latitude_first=version != "1.0.0")
    bounds = read_bbox("BBOX", bbox, axes) if bbox else None
    return SceneQuery.from_parameters(parameters, bounds, axes.crs)


def _feature(record: SceneRecord) -> dict:
    time = record.time.astimezone(UTC)
    properties: dict[str, object] = {
        "id": record.product_id or record.data_path,
        "date": time.strftime("%Y-%m-%d"),
        "time": time.strftime("%H:%M:%S"),
        "path": record.data_path,
        "crs": record.crs if record.crs.startswith("EPSG:") else "",
        "mbr": "{},{} {},{}".format(*map(_number, record.bounds)),
    }
    if record.cloud_cover_pct is not None:
        properties["cloudCoverPercentage"] = record.cloud_cover_pct
    return {"type": "Feature", "geometry": _geometry(record), "properties": properties}


def _geometry(record: SceneRecord) -> dict:
    """Longitude first under a label that says otherwise, as the service writes it."""
    return {
        "type": "MultiPolygon",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
        "coordinates": [[[list(point) for point in ring]] for ring in record.footprint],
    }


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _official_names(instance: Instance) -> list[str]:
    return list(dict.fromkeys(names[0] for names in map(typenames, instance.sources) if names))


def _capabilities(instance: Instance, address: str) -> str:
    operation = (
        '<ows:Operation name="{0}"><ows:DCP><ows:HTTP><ows:Get xlink:href="{1}?"/></ows:HTTP></ows:DCP></ows:Operation>'
    )
    requests = ("GetCapabilities", "DescribeFeatureType", "GetFeature")
    operations = "".join(operation.format(name, escape(address)) for name in requests)
    return (
        f'{_HEAD}<WFS_Capabilities version="2.0.0" xmlns="http://www.opengis.net/wfs/2.0" '
        'xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">'
        "<ows:ServiceIdentification><ows:Title>Timestack local hub</ows:Title><ows:ServiceType>WFS</ows:ServiceType>"
        "<ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>"
        "<ows:ServiceProvider><ows:ProviderName>Timestack</ows:ProviderName><ows:ServiceContact/></ows:ServiceProvider>"
        f"<ows:OperationsMetadata>{operations}</ows:OperationsMetadata>"
        f"<FeatureTypeList>{_feature_type_list(instance)}</FeatureTypeList></WFS_Capabilities>\n"
    )


def _feature_type_list(instance: Instance) -> str:
    parts = []
    for name in _official_names(instance):
        source = find_typename(instance.sources, name)[0]
        xmin, ymin, xmax, ymax = measure(source).lonlat
        parts.append(
            f"<FeatureType><Name>{escape(name)}</Name><Title>{escape(source.title)}</Title>"
            "<DefaultCRS>urn:ogc:def:crs:EPSG::4326</DefaultCRS>"
            "<OutputFormats><Format>application/json</Format></OutputFormats><ows:WGS84BoundingBox>"
            f"<ows:LowerCorner>{xmin!r} {ymin!r}</ows:LowerCorner><ows:UpperCorner>{xmax!r} {ymax!r}</ows:UpperCorner>"
            "</ows:WGS84BoundingBox></FeatureType>"
        )
    return "".join(parts)


def _feature_types(parameters: Parameters, instance: Instance) -> str:
    wanted = parameters.find("TYPENAMES", "TYPENAME")
    names: Sequence[str] = wanted.split(",") if wanted else _official_names(instance)
    for name in names:
        find_typename(instance.sources, name)
    types = {"cloudCoverPercentage": "xsd:double", "date": "xsd:date", "time": "xsd:time"}
    fields = "".join(
        f'<xsd:element name="{name}" type="{types.get(name, "xsd:string")}" minOccurs="0"/>' for name in _PROPERTIES
    )
    elements = "".join(
        f'<xsd:element name="{escape(name)}" type="Scene" substitutionGroup="gml:AbstractFeature"/>' for name in names
    )
    return (
        f'{_HEAD}<xsd:schema elementFormDefault="qualified" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
        'xmlns:gml="http://www.opengis.net/gml/3.2"><xsd:import namespace="http://www.opengis.net/gml/3.2" '
        f'schemaLocation="http://schemas.opengis.net/gml/3.2.1/gml.xsd"/>{elements}'
        '<xsd:complexType name="Scene"><xsd:complexContent><xsd:extension base="gml:AbstractFeatureType"><xsd:sequence>'
        f'<xsd:element name="geometry" type="gml:MultiSurfacePropertyType"/>{fields}'
        "</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType></xsd:schema>\n"
    )
