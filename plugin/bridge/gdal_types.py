# SPDX-License-Identifier: GPL-2.0-or-later
"""Sample types by their numpy names, as the GDAL at hand knows them."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

from ..core.errors import InvalidRequest

_NAMES = {
    "uint8": "GDT_Byte",
    "int8": "GDT_Int8",  # GDAL 3.7 on
    "uint16": "GDT_UInt16",
    "int16": "GDT_Int16",
    "uint32": "GDT_UInt32",
    "int32": "GDT_Int32",
    "uint64": "GDT_UInt64",  # GDAL 3.5 on
    "int64": "GDT_Int64",  # GDAL 3.5 on
    "float32": "GDT_Float32",
    "float64": "GDT_Float64",
}
_CODES: dict[str, int] = {name: getattr(gdal, code) for name, code in _NAMES.items() if hasattr(gdal, code)}
_DTYPES = {code: name for name, code in _CODES.items()}


def gdal_type(dtype: str) -> int:
    """GDAL's code of a numpy type name.

    :raises InvalidRequest: when this GDAL has no such type.
    """
    try:
        return _CODES[dtype]
    except KeyError:
        raise InvalidRequest("SAMPLE_TYPE", "unknown_choice", value=dtype, choices=", ".join(_CODES)) from None


def numpy_type(code: int) -> str | None:
    """numpy's name of a GDAL type, None for those that have none here (complex numbers)."""
    return _DTYPES.get(code)


def predictor(dtype: str) -> str:
    """The TIFF predictor that suits a type: 3 for floats, 2 for integers up to 32 bits, 1 (none) beyond."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return "3"
    return "2" if kind.itemsize <= 4 else "1"
