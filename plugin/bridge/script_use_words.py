# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what a script does with samples, scenes and values; see :mod:`.script_words`."""

from __future__ import annotations

from collections.abc import Mapping

from .i18n import tr

Words = Mapping[str, tuple[str, str]]


def use_words() -> Words:
    """About samples and scenes."""
    return {
        "band_not_declared": (
            tr("The script reads band {band}, which is not in the input, so it has no value."),
            tr("Add {band} to the bands in setup(); there are {declared} so far."),
        ),
        "band_without_sample": (
            tr("{band} alone has no value; the script stops there when it gets to it."),
            tr("Read the band as {sample}.{band}; with ORBIT or TILE as {sample}[0].{band}, for the first scene."),
        ),
        "misspelt_band": (
            tr("The input has no band {name}, so it has no value."),
            tr("Did you mean {suggestion}? Capital and small letters count."),
        ),
        "unknown_property": (
            tr("{name}.{property} has no value: the input has no band of that name."),
            tr("Read one of {declared}, or add the band in setup()."),
        ),
        "misspelt_member": (
            tr("Nothing is called {name}, so it has no value."),
            tr("Did you mean {suggestion}? Capital and small letters count."),
        ),
        "samples_is_array": (
            tr("With ORBIT or TILE, {name} is a list with one sample for each scene; it has no {property} itself."),
            tr('Read {name}[0].{property} or go through the list, or choose mosaicking: "SIMPLE".'),
        ),
        "samples_is_object": (
            tr("With SIMPLE mosaicking, {name} is one sample and not a list."),
            tr('Read the band directly, as {name}.B04, or choose mosaicking: "ORBIT" beside input and output.'),
        ),
        "scenes_as_array": (
            tr("Scenes are read as a list, which is an old form that may disappear."),
            tr("Read scenes.{property} instead; its items have the dates as texts."),
        ),
        "internal_field_read": (
            tr("{name} is an internal field of the service and may change or vanish at any time."),
            tr("Do without it: use dateFrom, date, dataPath or shId."),
        ),
        "internal_field_changed": (
            tr(
                "The script changes {name}, an internal field of the service; the request may fail or give "
                "wrong values."
            ),
            tr("Delete this statement."),
        ),
        "scenes_changed": (
            tr("The script changes {name} for one pixel, while all pixels share the same scenes."),
            tr("Choose scenes in preProcessScenes(); elsewhere work on a copy, as scenes.orbits.slice()."),
        ),
        "samples_reordered": (
            tr("{name}() changes the list of samples itself, so that it no longer fits the list of scenes."),
            tr("Work on a copy, as samples.slice().{name}(…)."),
        ),
        "sample_changed": (
            tr("The script changes {name} of a sample, so that later lines no longer see what was measured."),
            tr("Put the new value into a variable of its own."),
        ),
        "dates_as_texts": (
            tr("Dates ({property}) are compared as texts, letter by letter."),
            tr("Compare new Date(…) with new Date(…), which works for every way of writing a date."),
        ),
    }


def slip_words() -> Words:
    """About what is legal and not meant."""
    return {
        "assignment_in_condition": (
            tr("The condition sets a value with = instead of comparing."),
            tr("Write === to compare."),
        ),
        "compared_to_nan": (
            tr("A comparison with NaN by {operator} always has the same answer, since NaN does not equal itself."),
            tr("Write isNaN(value) instead."),
        ),
        "loop_too_far": (
            tr("The loop goes one step too far: the last item of {array} has the number {array}.length - 1."),
            tr("Write < instead of <=."),
        ),
        "no_such_member": (
            tr("{owner} has nothing called {name}."),
            tr("Write {owner}.{suggestion}; capital and small letters count."),
        ),
        "unknown_name": (
            tr("The name {name} is used but never given a value; the script stops there when it gets to it."),
            tr("{did_you_mean}Declare it before, as let {name} = …; a band is read as sample.{name}."),
        ),
    }


def value_words() -> Words:
    """About values, as seen on invented pixels with plausible values."""
    return {
        "above_range": (
            tr("Values of the output {id} (band {bands}) reach {highest}, and {type} ends at {limit}: they are cut."),
            tr("Choose a larger sampleType, such as UINT16 or FLOAT32, or return smaller numbers."),
        ),
        "some_above_range": (
            tr("A few values of the output {id} (band {bands}) reach {highest}; {type} ends at {limit}."),
            tr("That is harmless for very bright pixels of a picture; otherwise choose a larger sampleType."),
        ),
        "below_range": (
            tr(
                "Values of the output {id} (band {bands}) go down to {lowest}, and {type} begins at "
                "{limit}: they are cut."
            ),
            tr("Choose INT16 or FLOAT32, or add a number to all values."),
        ),
        "fractions_lost": (
            tr(
                "The output {id} gets fractions between -1 and 1, and {type} has whole numbers only: all "
                "become -1, 0 or 1."
            ),
            tr("Choose sampleType FLOAT32, multiply the values (by 10000 for reflectance), or read the bands in DN."),
        ),
        "auto_saturated": (
            tr(
                "Without sampleType, values from 0 to 1 are stretched to 0 to 255, but those of the output {id} (band "
                "{bands}) go from {lowest} to {highest}: almost all become 255."
            ),
            tr("Give a sampleType such as UINT16 or FLOAT32, or return values from 0 to 1."),
        ),
        "auto_negative": (
            tr("Without sampleType, negative values become 0; those of the output {id} (band {bands}) reach {lowest}."),
            tr("Give sampleType FLOAT32 to keep them; for a picture that may be what you want."),
        ),
        "nan_into_integers": (
            tr("Some values of the output {id} are no numbers (NaN or infinite), which {type} cannot hold."),
            tr("Look for a division by zero, a band that is not declared, or an average of nothing, and test for it."),
        ),
        "nan_without_data": (
            tr(
                "Where there is no data, values of the output {id} are no numbers (0 divided by 0); {type} "
                "cannot hold them."
            ),
            tr("Read dataMask too, and return a number of your choice where it is 0."),
        ),
        "no_data_mask": (
            tr("The output {id} seems to have transparency, but the script does not read dataMask."),
            tr("Add dataMask to the bands and return sample.dataMask as the last value."),
        ),
    }


def service_words() -> Words:
    """About what a service answers and takes."""
    return {
        "no_default_output": (
            tr("OGC services answer only the output called default, and the script has none; {id} cannot be reached."),
            tr('Delete id: "{id}" from the output, or rename it to "default" in the whole script.'),
        ),
        "output_unreachable": (
            tr("OGC services answer only the output default; {ids} cannot be reached this way."),
            tr("Run the script here, use the Process API, or make a script of its own for each output."),
        ),
        "user_data_unreachable": (
            tr("OGC services answer an image only; what is put into userData cannot be reached this way."),
            tr("Run the script here, or use the Process API with an output userdata."),
        ),
        "many_bands": (
            tr(
                "The output has {bands} bands. The service documents no limit; Timestack asks for at most "
                "{limit} at once."
            ),
            tr("Read fewer bands or scenes with one script, and use a TIFF: PNG and JPEG have 1 or 3 bands."),
        ),
        "script_too_large": (
            tr(
                "An OGC service takes the script as part of the address, which would be {bytes} characters long; "
                "more than {limit} are risky."
            ),
            tr("Shorten the script and its comments, or use the Process API."),
        ),
        "unsupported_here": (
            tr("The service can run this, but Timestack could not try it out: {message}."),
            tr("For a local run write it in another way, or install QtQml (Debian: python3-pyqt5.qtquick)."),
        ),
    }
