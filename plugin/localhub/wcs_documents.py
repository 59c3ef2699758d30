# SPDX-License-Identifier: GPL-2.0-or-later
"""The XML documents of WCS 1.0.0 and 1.1.2, as the standards lay them down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from .extents import Extent, measure
from .instance import Instance
from .layers import Layer

CRS_CODES = (4326, 3857, *range(32601, 32661), *range(32701, 32761), 3035)
"""What the documents list; every other CRS that GDAL knows is served too."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_WCS_1_0 = (
    'version="1.0.0" xmlns="http://www.opengis.net/wcs" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_WCS_1_1 = (
    'xmlns="http://www.opengis.net/wcs/{0}" xmlns:ows="http://www.opengis.net/ows/1.1" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_FORMATS = ("image/tiff", "GeoTIFF", "image/png", "image/jpeg")
_REQUESTS = ("GetCapabilities", "DescribeCoverage", "GetCoverage")


def capabilities_1_0(instance: Instance, address: str) -> str:
    """WCS 1.0.0 GetCapabilities."""
    operation = (
        '<{0}><DCPType><HTTP><Get><OnlineResource xlink:type="simple" xlink:href="{1}?"/></Get></HTTP></DCPType></{0}>'
    )
    operations = "".join(operation.format(name, escape(address)) for name in _REQUESTS)
    briefs = "".join(
        f"<CoverageOfferingBrief>{_names_1_0(layer)}{_lonlat_envelope(measure(layer.source))}</CoverageOfferingBrief>"
        for layer in instance.layers
    )
    return (
        f"{_HEAD}<WCS_Capabilities {_WCS_1_0}>"
        "<Service><description>Local scenes, served as Sentinel Hub serves its own</description>"
        "<name>Timestack local hub</name><label>Timestack local hub</label>"
        "<fees>NONE</fees><accessConstraints>NONE</accessConstraints></Service>"
        f"<Capability><Request>{operations}</Request>"
        "<Exception><Format>application/vnd.ogc.se_xml</Format></Exception></Capability>"
        f"<ContentMetadata>{briefs}</ContentMetadata></WCS_Capabilities>\n"
    )


def coverage_offering_1_0(layers: Sequence[Layer]) -> str:
    """WCS 1.0.0 DescribeCoverage, with the days that have scenes."""
    offerings = "".join(_offering_1_0(layer, measure(layer.source)) for layer in layers)
    return f"{_HEAD}<CoverageDescription {_WCS_1_0}>{offerings}</CoverageDescription>\n"


def _offering_1_0(layer: Layer, extent: Extent) -> str:
    days = _each("gml:timePosition", extent.days)
    temporal = f"<temporalDomain>{days}</temporalDomain>" if days else ""
    crs = "".join(_each("requestResponseCRSs", _crs_names(extent)))
    return (
        f"<CoverageOffering>{_names_1_0(layer)}{_lonlat_envelope(extent)}"
        f"<domainSet><spatialDomain>{_envelope(extent.lonlat, 'EPSG:4326')}"
        f"{_envelope(extent.bounds, extent.crs)}{_rectified_grid(extent)}</spatialDomain>{temporal}</domainSet>"
        f"<rangeSet><RangeSet><name>{escape(layer.id)}</name><label>{escape(layer.title)}</label></RangeSet></rangeSet>"
        f"<supportedCRSs>{crs}<nativeCRSs>{escape(extent.crs)}</nativeCRSs></supportedCRSs>"
        f'<supportedFormats nativeFormat="image/tiff">{_each("formats", _FORMATS)}</supportedFormats>'
        '<supportedInterpolations default="nearest neighbor"><interpolationMethod>nearest neighbor'
        "</interpolationMethod></supportedInterpolations></CoverageOffering>"
    )


def _rectified_grid(extent: Extent) -> str:
    size = extent.pixel_size
    return (
        f'<gml:RectifiedGrid dimension="2" srsName="{escape(extent.crs)}"><gml:limits><gml:GridEnvelope>'
        f"<gml:low>0 0</gml:low><gml:high>{extent.width - 1} {extent.height - 1}</gml:high>"
        "</gml:GridEnvelope></gml:limits><gml:axisName>x</gml:axisName><gml:axisName>y</gml:axisName>"
        f"<gml:origin><gml:pos>{_numbers(extent.bounds[0] + size / 2, extent.bounds[3] - size / 2)}</gml:pos>"
        f"</gml:origin><gml:offsetVector>{_numbers(size, 0.0)}</gml:offsetVector>"
        f"<gml:offsetVector>{_numbers(0.0, -size)}</gml:offsetVector></gml:RectifiedGrid>"
    )


def _names_1_0(layer: Layer) -> str:
    return (
        f"<description>{escape(layer.description)}</description><name>{escape(layer.id)}</name>"
        f"<label>{escape(layer.title)}</label>"
    )


def _lonlat_envelope(extent: Extent) -> str:
    xmin, ymin, xmax, ymax = extent.lonlat
    return (
        '<lonLatEnvelope srsName="urn:ogc:def:crs:OGC:1.3:CRS84">'
        f"<gml:pos>{_numbers(xmin, ymin)}</gml:pos><gml:pos>{_numbers(xmax, ymax)}</gml:pos></lonLatEnvelope>"
    )


def _envelope(bounds: tuple[float, float, float, float], crs: str) -> str:
    xmin, ymin, xmax, ymax = bounds
    return (
        f'<gml:Envelope srsName="{escape(crs)}"><gml:pos>{_numbers(xmin, ymin)}</gml:pos>'
        f"<gml:pos>{_numbers(xmax, ymax)}</gml:pos></gml:Envelope>"
    )


_NAMESPACES_1_1 = {"1.1.1": "1.1.1", "1.1.2": "1.1"}
"""By version: the corrigendum moved the names once more."""


def capabilities_1_1(instance: Instance, address: str, version: str = "1.1.2") -> str:
    """WCS 1.1.1 or 1.1.2 GetCapabilities."""
    operation = (
        '<ows:Operation name="{0}"><ows:DCP><ows:HTTP><ows:Get xlink:type="simple" xlink:href="{1}?"/>'
        "</ows:HTTP></ows:DCP></ows:Operation>"
    )
    operations = "".join(operation.format(name, escape(address)) for name in _REQUESTS)
    summaries = "".join(_summary_1_1(layer, measure(layer.source)) for layer in instance.layers)
    return (
        f'{_HEAD}<Capabilities version="{version}" {_WCS_1_1.format(_NAMESPACES_1_1[version])}>'
        "<ows:ServiceIdentification><ows:Title>Timestack local hub</ows:Title>"
        "<ows:Abstract>Local scenes, served as Sentinel Hub serves its own</ows:Abstract>"
        "<ows:ServiceType>OGC WCS</ows:ServiceType><ows:ServiceTypeVersion>1.1.2</ows:ServiceTypeVersion>"
        "<ows:ServiceTypeVersion>1.1.1</ows:ServiceTypeVersion><ows:ServiceTypeVersion>1.0.0</ows:ServiceTypeVersion>"
        "<ows:Fees>NONE</ows:Fees><ows:AccessConstraints>NONE</ows:AccessConstraints></ows:ServiceIdentification>"
        "<ows:ServiceProvider><ows:ProviderName>Timestack</ows:ProviderName><ows:ServiceContact/></ows:ServiceProvider>"
        f"<ows:OperationsMetadata>{operations}</ows:OperationsMetadata>"
        f"<Contents>{summaries}</Contents></Capabilities>\n"
    )


def _summary_1_1(layer: Layer, extent: Extent) -> str:
    return (
        f"<CoverageSummary><ows:Title>{escape(layer.title)}</ows:Title>"
        f"<ows:Abstract>{escape(layer.description)}</ows:Abstract>{_wgs84_box(extent)}"
        f"{_each('SupportedCRS', map(_urn, _crs_names(extent)))}{_each('SupportedFormat', _FORMATS)}"
        f"<Identifier>{escape(layer.id)}</Identifier></CoverageSummary>"
    )


def coverage_offering_1_1(layers: Sequence[Layer], version: str = "1.1.2") -> str:
    """WCS 1.1.1 or 1.1.2 DescribeCoverage."""
    descriptions = "".join(_description_1_1(layer, measure(layer.source)) for layer in layers)
    names = _WCS_1_1.format(_NAMESPACES_1_1[version])
    return f"{_HEAD}<CoverageDescriptions {names}>{descriptions}</CoverageDescriptions>\n"


def _description_1_1(layer: Layer, extent: Extent) -> str:
    days = "".join(f"<TimePosition>{day}</TimePosition>" for day in extent.days)
    temporal = f"<TemporalDomain>{days}</TemporalDomain>" if days else ""
    return (
        f"<CoverageDescription><ows:Title>{escape(layer.title)}</ows:Title>"
        f"<ows:Abstract>{escape(layer.description)}</ows:Abstract><Identifier>{escape(layer.id)}</Identifier>"
        f"<Domain><SpatialDomain>{_native_box(extent)}{_wgs84_box(extent)}{_grid_crs(extent)}</SpatialDomain>{temporal}"
        "</Domain><Range><Field><Identifier>contents</Identifier><Definition><ows:AnyValue/></Definition>"
        "<InterpolationMethods><Default>nearest</Default><InterpolationMethod>nearest</InterpolationMethod>"
        f"</InterpolationMethods></Field></Range>{_each('SupportedCRS', map(_urn, _crs_names(extent)))}"
        f"{_each('SupportedFormat', _FORMATS)}</CoverageDescription>"
    )


def _native_box(extent: Extent) -> str:
    return _box_1_1("ows:BoundingBox", f' crs="{escape(_urn(extent.crs))}" dimensions="2"', _ordered(extent))


def _wgs84_box(extent: Extent) -> str:
    return _box_1_1("ows:WGS84BoundingBox", "", extent.lonlat)


def _box_1_1(name: str, attributes: str, box: tuple[float, float, float, float]) -> str:
    return (
        f"<{name}{attributes}><ows:LowerCorner>{_numbers(*box[:2])}</ows:LowerCorner>"
        f"<ows:UpperCorner>{_numbers(*box[2:])}</ows:UpperCorner></{name}>"
    )


def _grid_crs(extent: Extent) -> str:
    """The native grid; its origin is the centre of the upper left pixel, in the axis order of the CRS."""
    size = extent.pixel_size
    origin = (extent.bounds[0] + size / 2, extent.bounds[3] - size / 2)
    offsets = (size, -size)
    if extent.crs == "EPSG:4326":
        origin, offsets = origin[::-1], offsets[::-1]
    return (
        f"<GridCRS><GridBaseCRS>{escape(_urn(extent.crs))}</GridBaseCRS>"
        "<GridType>urn:ogc:def:method:WCS:1.1:2dSimpleGrid</GridType>"
        f"<GridOrigin>{_numbers(*origin)}</GridOrigin><GridOffsets>{_numbers(*offsets)}</GridOffsets>"
        "<GridCS>urn:ogc:def:cs:OGC:0.0:Grid2dSquareCS</GridCS></GridCRS>"
    )


def _ordered(extent: Extent) -> tuple[float, float, float, float]:
    """The native box as WCS 1.1 means it, from the centre of one corner pixel to that of the other."""
    half = extent.pixel_size / 2
    xmin, ymin, xmax, ymax = extent.bounds
    xmin, ymin, xmax, ymax = xmin + half, ymin + half, xmax - half, ymax - half
    return (ymin, xmin, ymax, xmax) if extent.crs == "EPSG:4326" else (xmin, ymin, xmax, ymax)


def _crs_names(extent: Extent) -> list[str]:
    return list(dict.fromkeys([extent.crs, *(f"EPSG:{code}" for code in CRS_CODES)]))


def _urn(crs: str) -> str:
    return f"urn:ogc:def:crs:{crs.replace(':', '::', 1)}"


def _each(name: str, texts: Iterable[str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for text in texts)


def _numbers(*values: float) -> str:
    return " ".join(repr(float(value)) for value in values)
