# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what is wrong when a stack is extended, a composite or a series is fetched."""

from __future__ import annotations

from .i18n import tr


def acquire_rules() -> dict[str, str]:
    """Sentences by rule, as :mod:`.messages` puts them together."""
    return {
        "no_stored_request": tr(
            "{value} does not tell how it was fetched ({reason}); choose a stack that Timestack has fetched, "
            "or fetch it anew."
        ),
        "connection_of_stack": tr(
            "the stack was fetched from '{value}', which does not tell where that is; "
            "give the saved connection, folder or address."
        ),
        "cannot_list": tr("scenes of {collection} cannot be listed, which this needs; fetch a stack instead."),
        "composite_too_long": tr(
            "the request needs an address of {bytes} characters and the service takes {limit}; "
            "ask for fewer days or bands."
        ),
        "too_many_periods": tr("'{value}' gives {count} periods and a file takes {limit}; choose longer ones."),
        "mixed_scales": tr(
            "{sample_type} holds these bands in different scales, and a stack has one; choose FLOAT32, or other bands."
        ),
        "place_too_large": tr(
            "the polygon {value} takes {pixels} pixels and the limit is {limit}; "
            "give a coarser RESOLUTION, or fetch a stack."
        ),
        "no_places": tr("there is no point or polygon with a place on earth in it; choose another layer or selection."),
    }


def acquire_file_problems() -> dict[str, str]:
    """Sentences by rule for files."""
    return {
        "other_pixels": tr("INPUT: {path} cannot be extended: {reason}; fetch it anew."),
        "changed_meanwhile": tr("INPUT: {path} {reason}; start again."),
    }
