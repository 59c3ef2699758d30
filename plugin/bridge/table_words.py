# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what is wrong when stacks are made of rasters, cut up, exported, or turned into tables."""

from __future__ import annotations

from .i18n import tr


def table_rules() -> dict[str, str]:
    """Sentences by rule, as :mod:`.messages` puts them together."""
    return {
        "no_points": tr("there is no point in it; choose another layer or selection."),
        "no_zones": tr("there is no polygon in it; choose another layer or selection."),
        "no_rasters": tr("there is no raster in it; choose files, layers, or a folder with rasters."),
        "rasters_deeper": tr("its rasters are in folders within it; switch RECURSIVE on, or choose one of these."),
        "unreadable_pattern": tr("'{value}' cannot be read ({reason}); write it as scene_%Y%m%d."),
        "doubtful_pattern": tr("what it finds in {value} can be read in two ways; write it as scene_%d%m%Y."),
        "pattern_without_date": tr("'{value}' finds no date in {name}; correct it, or leave the file out."),
        "field_missing": tr("a table of dates needs it; choose a field."),
        "output_is_input": tr("{value} is one of the inputs; give another name."),
        "no_cube_name": tr("'{value}' is no name for a cube; give one that ends in .nc or .zarr."),
        "no_netcdf": tr("this QGIS cannot write netCDF; choose ZARR and a name that ends in .zarr."),
        "not_a_store": tr("{value} is there already and no Zarr store; give another name."),
        "layer_without_crs": tr("the layer has no coordinate reference system; set one."),
        "no_such_field": tr("the layer has no field {value}; choose among {choices}."),
        "not_given": tr("this is needed; choose one."),
        "mask_not_fetched": tr("the model needs a mask band too; add one, for example SCL for Sentinel-2 L2A."),
    }


def table_file_problems() -> dict[str, str]:
    """Sentences by rule for files."""
    return {
        "no_date_in_file": tr("INPUT: no date found in {path}; give a PATTERN for file names, or a TABLE of dates."),
        "doubtful_dates": tr(
            "INPUT: the date of {path} can be read in two ways ({reason}); give a PATTERN or a TABLE."
        ),
        "dates_disagree": tr(
            "INPUT: {path} tells different dates ({reason}); correct them, or make a stack of it with a PATTERN or a "
            "TABLE."
        ),
        "some_undated": tr("INPUT: in {path}, {reason}; name each band by its date."),
        "irregular": tr("INPUT: in {path}, {reason}; leave out what is incomplete."),
        "not_north_up": tr("INPUT: {path} {reason}; use Stack from rasters, which warps it."),
        "not_georeferenced": tr(
            "INPUT: {path} has no place on the map; georeference it first, or give x and y their standard names where "
            "it is netCDF."
        ),
        "not_in_table": tr("TABLE: there is no date for {path}; add a line for it."),
        "no_crs_in_file": tr("INPUT: {path} has no coordinate reference system; assign one to it."),
        "mixed_scales": tr("INPUT: {path} counts by {reason}, other rasters do not; convert it first."),
        "other_band_count": tr("BANDS: {path} has another number of bands ({reason}); name each band once."),
    }
