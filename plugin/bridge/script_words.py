# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for everything the evalscript checker can find: the problem, and what to do about it.

``{did_you_mean}`` is a question with a space behind it where the checker knows a better word, else nothing.
"""

from __future__ import annotations

from .i18n import tr
from .script_use_words import Words, service_words, slip_words, use_words, value_words


def words_of_rules() -> Words:
    """Problem and remedy by rule, as templates for the details of a finding."""
    return {
        **_text_words(),
        **_setup_words(),
        **_function_words(),
        **use_words(),
        **slip_words(),
        **value_words(),
        **service_words(),
    }


def _text_words() -> Words:
    """About the text: versions, and what cannot be read."""
    return {
        "empty_script": (
            tr("There is no script."),
            tr("Write or paste an evalscript, or give the path of a .js file."),
        ),
        "missing_version": (
            tr("The script does not say which version of the language it is written in."),
            tr("Write //VERSION=3 as the very first line."),
        ),
        "version_not_first": (
            tr("The line with the version ({found}) is not the first one."),
            tr("Move it to the very first line and write it as //VERSION=3, with nothing before it."),
        ),
        "other_version": (
            tr("The script is marked as version {version}; only version 3 works in all places."),
            tr("Convert it: let setup() return input and output, read bands as sample.B04, then write //VERSION=3."),
        ),
        "old_script": (
            tr("This is a script of an older version of the language."),
            tr(
                "Replace its setup() by the lines below, and read the bands as sample.B04 instead of samples[0].B04 "
                "(with ORBIT or TILE, samples is a list as before).\n{conversion}"
            ),
        ),
        "strange_character": (
            tr("The character {character} has no meaning here."),
            tr("Delete it, or put it between quotes if it belongs to a text."),
        ),
        "smart_quote": (
            tr("The quotation mark {character} is a typographic one, as word processors make them."),
            tr("Replace it, and its partner, by the plain marks \" or '."),
        ),
        "unclosed_text": (
            tr("A text begins here with a quotation mark and does not end on this line."),
            tr("Put the same quotation mark at its end."),
        ),
        "unclosed_comment": (
            tr("A comment begins here with /* and never ends."),
            tr("Put */ where the comment ends."),
        ),
        "unclosed_pattern": (
            tr("A search pattern begins here with / and does not end on this line."),
            tr("Put / at its end. If you want to divide, there is no number or name before the /."),
        ),
        "unclosed_bracket": (
            tr("The bracket {bracket} that is opened here is never closed."),
            tr("Put {closing} where the part that begins here ends."),
        ),
        "unexpected_closing": (
            tr("The bracket {bracket} closes nothing: no bracket is open here."),
            tr("Delete it, or look above for a bracket that was closed too early."),
        ),
        "bracket_mismatch": (
            tr("Here {closing} stands, but the bracket opened last is the {bracket} of line {opened_line}."),
            tr("Close that one with {expected} first."),
        ),
        "missing_comma": (
            tr("A comma is missing before {before}."),
            tr("Separate the items of a list, and the parts between {{ and }}, by commas."),
        ),
        "missing_colon": (
            tr("A colon is missing before {before}."),
            tr("Between {{ and }}, write every part as name: value."),
        ),
        "missing_arrow": (
            tr("A short function lacks its arrow."),
            tr("Write => before the {{, as in samples.map(sample => {{ … }})."),
        ),
        "missing_parenthesis": (
            tr("The condition after {word} is not in parentheses."),
            tr("Write it as {word} (condition)."),
        ),
        "foreign_word": (
            tr("{word} belongs to another language than JavaScript."),
            tr("Write {replacement} instead."),
        ),
        "misspelt_keyword": (
            tr("{word} is not a word of JavaScript."),
            tr("Did you mean {suggestion}?"),
        ),
        "no_modules": (
            tr("An evalscript is alone: {word} does not work in it."),
            tr("Copy what you need into the script and delete this line."),
        ),
        "cannot_assign": (
            tr("Left of the = stands something that cannot take a value."),
            tr("Put a name there; to compare two values, write === instead of =."),
        ),
        "return_alone": (
            tr("return stands alone on its line, so it returns nothing; what follows on the next line is not reached."),
            tr("Put the {{, the [ or the value on the same line as return."),
        ),
        "reversed_comparison": (
            tr("{word} is no comparison."),
            tr("Write {replacement} instead."),
        ),
        "missing_brace": (
            tr("The opening {{ is missing before {before}."),
            tr("Put what a function does between {{ and }}."),
        ),
        "parse_error": (
            tr("The script cannot be read from here on: {message}."),
            tr("Look at this line and at the end of the one before for a missing or superfluous sign."),
        ),
    }  # fmt: skip


def _setup_words() -> Words:
    """About what setup() declares."""
    return {
        "no_setup": (
            tr("The script has no function setup(), which tells the bands to read and the outputs."),
            tr('Add function setup() {{ return {{ input: ["B04"], output: {{ bands: 1 }} }}; }}.'),
        ),
        "no_pixel_function": (
            tr("The script has no function evaluatePixel(), which computes the values of a pixel."),
            tr("Add function evaluatePixel(sample) {{ return [sample.B04]; }}."),
        ),
        "misspelt_function": (
            tr("The service calls a function {suggestion}, and the script only has {name}."),
            tr("Rename it to {suggestion}; capital and small letters count."),
        ),
        "misspelt_hook": (
            tr("The function {name} is never called, because that is not a name the service knows."),
            tr("Rename it to {suggestion}; capital and small letters count."),
        ),
        "setup_returns_nothing": (
            tr("setup() returns nothing."),
            tr(
                "Let it end with return {{ input: […], output: {{ bands: 1 }} }}; "
                "the {{ must stand on the same line as return."
            ),
        ),
        "setup_not_an_object": (
            tr("setup() returns {kind}, not a description of input and output."),
            tr("Let it return {{ input: […], output: {{ bands: 1 }} }}."),
        ),
        "setup_without_key": (
            tr("What setup() returns has no {key}."),
            tr("Add {key}: to it; both input and output are needed."),
        ),
        "setup_fails": (
            tr("setup(), or what stands outside of the functions, fails: {message}."),
            tr("Correct this line; without setup() the service cannot do anything."),
        ),
        "misspelt_key": (
            tr("Nothing is called {key} here, so it has no effect."),
            tr("Write {suggestion}; capital and small letters count."),
        ),
        "key_ignored": (
            tr("{key} has no effect in this place."),
            tr("Delete it, or move it to the part it belongs to: mosaicking stands beside input and output."),
        ),
        "unknown_mosaicking": (
            tr("There is no mosaicking {value}."),
            tr("{did_you_mean}Choose one of {choices}."),
        ),
        "mosaicking_not_offered": (
            tr("{collection} cannot be mosaicked as {value}."),
            tr("Choose one of {choices}."),
        ),
        "unknown_sample_type": (
            tr("There is no sampleType {value}."),
            tr("{did_you_mean}Choose one of {choices}."),
        ),
        "bad_inputs": (
            tr("The input is neither a list of bands nor a list of descriptions with bands."),
            tr('Write input: ["B04", "B08"].'),
        ),
        "input_without_bands": (
            tr("An input does not say which bands it reads."),
            tr('Add bands: ["B04", "B08"] to it.'),
        ),
        "bad_bands": (
            tr("The bands of an input are not names in quotes."),
            tr('Write them as ["B04", "B08"].'),
        ),
        "band_without_quotes": (
            tr("The band {band} stands without quotes."),
            tr('Write it as "{band}".'),
        ),
        "units_count": (
            tr("There are {bands} bands but {units} units."),
            tr('Give one unit for all bands, as units: "DN", or one for each band in the same order.'),
        ),
        "duplicate_input": (
            tr("Two inputs have the same name."),
            tr("Give each its own datasource, as the request names it."),
        ),
        "unknown_band": (
            tr("{collection} has no band {band}."),
            tr("{did_you_mean}Its bands are {choices}."),
        ),
        "unknown_unit": (
            tr("Band {band} cannot be asked for in {unit}."),
            tr("Choose one of {choices}, or leave the units out."),
        ),
        "bad_output": (
            tr("The output is no description of bands."),
            tr("Write output: {{ bands: 1 }}."),
        ),
        "output_without_bands": (
            tr("The output {id} does not say how many bands it has."),
            tr("Add bands: and the number of values that evaluatePixel() returns for it."),
        ),
        "bad_band_count": (
            tr("The output {id} has {value} as its number of bands."),
            tr("Give a whole number such as bands: 3."),
        ),
        "band_count_as_text": (
            tr("The number of bands of the output {id} is a text in quotes."),
            tr("Write it without quotes: bands: {value}."),
        ),
        "bad_nodata": (
            tr("The nodataValue of the output {id} is {value}, which is not a number."),
            tr("Give a number without quotes, or delete it."),
        ),
        "duplicate_output": (
            tr("Two outputs are called {id}."),
            tr("Give each output its own id."),
        ),
        "unused_band": (
            tr("The script never uses band {band}, and each band costs processing units."),
            tr("Delete it from the input."),
        ),
    }  # fmt: skip


def _function_words() -> Words:
    """About functions: errors, and what they return."""
    return {
        "returns_nothing": (
            tr("evaluatePixel() returns nothing, so there is no image."),
            tr("Let it end with return and a list of values, as return [sample.B04];"),
        ),
        "some_paths_return_nothing": (
            tr("In some cases evaluatePixel() ends without returning a value."),
            tr("Put a return with as many values as the output has bands at its end, for the cases that remain."),
        ),
        "script_fails": (
            tr("The script stops here with an error when it is run: {message}."),
            tr("Look at the names and brackets of this line; it was tried on invented, plausible pixels."),
        ),
        "hook_fails": (
            tr("{name}() stops here with an error when it is run: {message}."),
            tr("Look at the names of this line; it was tried on twelve invented scenes of a year."),
        ),
        "hook_fails_without_scenes": (
            tr("{name}() stops with an error when there is no scene in the time range: {message}."),
            tr("Test the length of the list of scenes before you read from it."),
        ),
        "empty_samples_fail": (
            tr("Where there is no scene, {name} is an empty list, and the script stops with an error: {message}."),
            tr("Put if ({name}.length === 0) return …; before this line, with a value for each band of the output."),
        ),
        "few_scenes_fail": (
            tr("With few scenes ({scenes}) the script stops with an error: {message}."),
            tr("Test samples.length before you read more samples than there may be."),
        ),
        "script_too_slow": (
            tr("The script was still running after {seconds} s on a few pixels."),
            tr("Look for a loop that never ends, or do less for each pixel; the service would stop it too."),
        ),
        "too_few_values": (
            tr("The output {id} has {declared} bands, but evaluatePixel() returns {returned} values for it."),
            tr("Return {declared} values, or write bands: {returned} in setup()."),
        ),
        "too_many_values": (
            tr(
                "The output {id} has {declared} bands, but evaluatePixel() returns {returned} values; the "
                "rest is lost."
            ),
            tr("Write bands: {returned} in setup(), or return {declared} values."),
        ),
        "bands_depend_on_scenes": (
            tr(
                "The number of values for the output {id} depends on the number of scenes ({few} with {few_scenes}, "
                "{many} with {many_scenes}), but its bands are fixed to {declared}."
            ),
            tr(
                "Add function updateOutput(outputs, collection) {{ outputs.{id}.bands = collection.scenes.length; }}, "
                "times the values per scene."
            ),
        ),
        "bands_after_update": (
            tr(
                "With {scenes} scenes, updateOutput() sets {declared} bands for the output {id}, but evaluatePixel() "
                "returns {returned} values."
            ),
            tr("Make both numbers the same for every number of scenes."),
        ),
        "output_not_returned": (
            tr("evaluatePixel() returns nothing for {ids}."),
            tr("Return all outputs by name, as return {{ name: [value] }}, or delete them from setup()."),
        ),
        "output_not_declared": (
            tr("evaluatePixel() returns {ids}, which setup() does not declare; that is lost."),
            tr("Use the ids of setup() ({choices}), or add an output for it there."),
        ),
        "hook_returns_nothing": (
            tr("{name}() returns nothing, so the service does not learn which scenes to keep."),
            tr("Let it end with return collections;"),
        ),
        "hook_without_scenes": (
            tr("{name}() has no effect, because SIMPLE mosaicking has no scenes."),
            tr('Write mosaicking: "ORBIT" beside input and output if you want to choose scenes.'),
        ),
        "update_misses_output": (
            tr("updateOutput() changes the output {id}, which setup() does not declare."),
            tr("Use the id of setup(); an output without id is called default."),
        ),
    }  # fmt: skip
