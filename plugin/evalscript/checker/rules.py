# SPDX-License-Identifier: GPL-2.0-or-later
"""All rules of the checker: how bad each is, and which details its words need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...core.script_findings import ERROR, HINT, WARNING


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with a script."""

    severity: str
    details: tuple[str, ...]
    """Every finding of this rule has exactly these."""


def _rules(severity: str, **details: str) -> dict[str, Rule]:
    return {name: Rule(severity, tuple(names.split())) for name, names in details.items()}


RULES: Mapping[str, Rule] = {
    # The text as a whole
    **_rules(
        ERROR,
        empty_script="",
        missing_version="",
        other_version="version",
        old_script="conversion",
        # What cannot be read
        strange_character="character",
        smart_quote="character",
        unclosed_text="",
        unclosed_comment="",
        unclosed_pattern="",
        unclosed_bracket="bracket closing",
        unexpected_closing="bracket",
        bracket_mismatch="bracket opened_line closing expected",
        missing_comma="before",
        missing_colon="before",
        missing_arrow="",
        missing_parenthesis="word",
        foreign_word="word replacement",
        misspelt_keyword="word suggestion",
        no_modules="word",
        cannot_assign="",
        return_alone="",
        reversed_comparison="word replacement",
        missing_brace="before",
        band_without_quotes="band",
        parse_error="message",
        # setup()
        no_setup="",
        no_pixel_function="",
        misspelt_function="name suggestion",
        setup_returns_nothing="",
        setup_not_an_object="kind",
        setup_without_key="key",
        setup_fails="message",
        unknown_mosaicking="value choices suggestion",
        unknown_sample_type="value choices suggestion",
        bad_inputs="",
        input_without_bands="",
        bad_bands="",
        units_count="bands units",
        bad_output="",
        output_without_bands="id",
        bad_band_count="id value",
        bad_nodata="id value",
        duplicate_output="id",
        duplicate_input="id",
        unknown_band="band collection suggestion choices",
        unknown_unit="unit band choices",
        mosaicking_not_offered="value collection choices",
        # evaluatePixel()
        returns_nothing="",
        script_fails="message",
        hook_fails="name message",
        samples_is_array="name property",
        band_not_declared="band declared",
        misspelt_band="name suggestion",
        no_such_member="owner name suggestion",
        internal_field_changed="name",
        no_default_output="id",
    ),
    **_rules(
        WARNING,
        version_not_first="found",
        misspelt_hook="name suggestion",
        misspelt_key="key suggestion",
        band_count_as_text="id value",
        samples_is_object="name",
        unknown_property="name property declared",
        unknown_name="name suggestion",
        band_without_sample="band sample",
        misspelt_member="name suggestion",
        too_few_values="id returned declared",
        too_many_values="id returned declared",
        bands_depend_on_scenes="id few few_scenes many many_scenes declared",
        bands_after_update="id returned declared scenes",
        output_not_returned="ids",
        output_not_declared="ids choices",
        some_paths_return_nothing="",
        output_unreachable="ids",
        user_data_unreachable="",
        empty_samples_fail="message name",
        few_scenes_fail="message scenes",
        hook_fails_without_scenes="name message",
        script_too_slow="seconds",
        internal_field_read="name",
        scenes_changed="name",
        samples_reordered="name",
        above_range="id bands type highest limit",
        below_range="id bands type lowest limit",
        fractions_lost="id type",
        auto_saturated="id bands lowest highest",
        nan_into_integers="id type",
        assignment_in_condition="",
        compared_to_nan="operator",
        loop_too_far="array",
        many_bands="bands limit",
        script_too_large="bytes limit",
        hook_returns_nothing="name",
        update_misses_output="id",
    ),
    **_rules(
        HINT,
        key_ignored="key",
        unused_band="band",
        unsupported_here="message",
        scenes_as_array="property",
        sample_changed="name",
        some_above_range="id bands type highest limit",
        auto_negative="id bands lowest",
        nan_without_data="id type",
        no_data_mask="id",
        dates_as_texts="property",
        hook_without_scenes="name",
    ),
}
