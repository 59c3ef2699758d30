# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what is wrong when a stack is computed from a stack."""

from __future__ import annotations

from .i18n import tr


def stack_tool_rules() -> dict[str, str]:
    """Sentences by rule, as :mod:`.messages` puts them together."""
    return {
        "number_not_in_range": tr("{value} is not possible; give a number from {low} to {high}."),
        "floats_beside_companions": tr(
            "{value} cannot hold scaled values beside dates or marks; choose AUTO or FLOAT32."
        ),
        "index_lacks_bands": tr("{value} needs a band for {lacking}, which the stack lacks; choose among {choices}."),
        "classes_and_bits": tr("there are classes and bits; give only one of them."),
        "mask_band_missing": tr("no band tells clouds; name one, for example SCL, or write AUTO."),
        "mask_classes_missing": tr(
            "nobody knows which values of {band} are clouds; give CLASSES or BITS, or name one of {choices}."
        ),
        "no_mask_band": tr("none of the bands {choices} is a known mask; name the band and give CLASSES or BITS."),
        "mask_other_grid": tr("its pixels are not those of INPUT; warp it onto the same grid first."),
        "mask_without_date": tr("it lacks {count} dates of INPUT, the first of them {value}; give a mask for each."),
        "mask_unreadable": tr("{value} cannot be read ({reason}); choose another stack."),
        "least_cloudy_unknown": tr(
            "the stack does not tell how cloudy its dates are; give MASK_BAND, or choose another method."
        ),
        "not_a_period": tr("'{value}' is no period; give month, 10 days, season, year, all, or a number of days."),
        "one_step_only": tr("the stack has one date only, and this needs at least two; choose another stack."),
        "three_steps_needed": tr("a season needs three dates at least; choose another stack."),
        "too_many_steps": tr("{value} days give more than {limit} steps; give a longer step."),
        "no_days_between": tr("{value} holds no day; give a START before the END."),
        "not_an_odd_window": tr("{value} observations do not fit; give an odd number above the degree {degree}."),
    }


def describe_lost(count: int, sample_type: str) -> str:
    """A warning about values that a result cannot hold."""
    return tr("{count} values do not fit into {sample_type} and became nodata.").format(
        count=count, sample_type=sample_type.upper()
    )
