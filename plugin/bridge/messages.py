# SPDX-License-Identifier: GPL-2.0-or-later
"""The words for what went wrong: one sentence that names the parameter, what is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..core import errors
from .acquire_words import acquire_file_problems, acquire_rules
from .connection_words import connection_rules
from .i18n import tr
from .stack_tool_words import stack_tool_rules
from .table_words import table_file_problems, table_rules

_SCRIPT_FAILURE = re.compile(
    r"Failed to evaluate script!\s*(?:evalscript\.js:(?P<line>\d+)[:\d]*\s*)?(?:Error:\s*)?(?P<message>.+)", re.S
)


def explain(error: errors.TimestackError) -> str:
    """One sentence for people."""
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words(error)
    return str(error)


def _invalid_request(error: errors.InvalidRequest) -> str:
    sentence = _rules().get(error.rule, tr("{rule}; please correct it."))
    return f"{error.parameter}: " + sentence.format_map(_Details(error.details, rule=error.rule))


class _Details(dict):  # type: ignore[type-arg]
    """A missing detail shows as a question mark instead of raising."""

    def __init__(self, details: dict[str, object], **more: object) -> None:
        super().__init__(details, **more)

    def __missing__(self, key: str) -> str:
        return "?"


def _rules() -> dict[str, str]:
    return {
        "no_bands": tr("no band is named; list at least one, for example B02,B03,B04,B08."),
        "unknown_band": tr("there is no band {band}; choose among {choices}."),
        "band_twice": tr("band {band} is named twice; name each band once."),
        "not_a_band_name": tr("'{band}' is not a band name; separate names by commas, for example B04,B08."),
        "reversed_dates": tr("the first day {start} lies after the last day {end}; exchange them."),
        "date_out_of_range": tr("dates must lie between {first} and {last}; correct the first or the last day."),
        "not_a_date": tr("'{value}' is not a date; write it as 2020-01-31."),
        "unknown_choice": tr("'{value}' is not known here; choose one of {choices}."),
        "not_offered": tr("{collection} does not offer {value}; choose {choices}."),
        "not_a_percentage": tr("{value} is not a percentage; give a number from 0 to 100."),
        "not_a_month": tr("'{value}' is not a month; give numbers from 1 to 12, separated by commas."),
        "empty_area": tr("the area is empty or reversed; draw a rectangle with some width and height."),
        "area_too_large": tr("the area reaches beyond what {crs} can show; choose a smaller area or another CRS."),
        "not_positive": tr("{value} is not above zero; give the size of a pixel in CRS units, for example 10."),
        "too_coarse": tr(
            "{value} m per pixel is coarser than the {limit} m that {collection} allows; give a finer one."
        ),
        "too_many_pixels": tr("{width} x {height} pixels are more than the service gives at once ({limit} a side)."),
        "not_transformable": tr("{value} has no place in {crs}; choose another area or CRS."),
        "unknown_crs": tr("'{value}' is not a known coordinate reference system; choose one with an EPSG code."),
        "not_four_numbers": tr("{value} is no rectangle; give xmin, ymin, xmax, ymax."),
        "no_crs": tr("the area has no coordinate reference system; set one."),
        "fractions_into_integers": tr(
            "{units} of {band} are fractions that {sample_type} would round to zero; choose DN, or FLOAT32."
        ),
        "outside_sample_type": tr("the no-data value {value} does not fit into {sample_type}; choose another one."),
        "address_too_long": tr(
            "the request needs an address of {bytes} characters and the service takes {limit}; "
            "ask for fewer bands, or shorten the script."
        ),
        "no_revisit_time": tr("nobody knows how often {collection} comes by; 'Estimate cost' asks the service."),
        "fusion_has_no_estimate": tr("what a script of several inputs costs cannot be told; give it one input."),
        "own_script_needs_orbit": tr("an own evalscript is run day by day, which needs ORBIT; choose ORBIT."),
        "same_data_path": tr("two scenes have the same data path {path}; give each scene its own."),
        "not_a_polygon": tr("'{value}' is not a polygon; choose a layer with polygons."),
        "mask_too_complex": tr(
            "the mask takes {characters} characters and a request has room for {limit}; simplify it or use fewer parts."
        ),
        "no_polygons": tr("the mask layer holds no polygon; choose a layer or a selection with polygons."),
        "account_too_small": tr(
            "a single block of one date costs {price} processing units, and the account gets {limit} a minute; "
            "correct the limits of the connection."
        ),
        "extent_and_mask": tr("there is neither an extent nor a mask; give one of them."),
        **connection_rules(),
        **acquire_rules(),
        **stack_tool_rules(),
        **table_rules(),
        "no_layer": tr("the service instance has no layer of {collection}; it offers {choices}. Add one to it."),
        "unknown_collection": tr("'{value}' is not in the catalogue; choose one of {choices}."),
        "other_collection": tr("this connection holds {choices}, not {value}; choose that collection."),
        "too_many_area_pixels": tr("the polygon covers {pixels} pixels, more than {limit}; draw a smaller one."),
        "outside": tr("the place lies outside the stack; choose one inside."),
        "script_unreadable": tr("the script cannot be read ({reason}); give a text or an existing file."),
        "no_script": tr("there is no script; give the text of an Evalscript V3 or the path of a .js file."),
        "unknown_scenes": tr("'{value}' is neither 'demo', nor a folder with scenes, nor a stack file."),
        "no_scenes": tr("there are no scenes; choose a folder or a stack that has some."),
        "no_scenes_here": tr("there are no scenes here; move the map to where they are."),
        "no_scenes_for_input": tr(
            "the script has the inputs {inputs} and nothing tells where the scenes of {input} are; "
            "write each as {input}=place, separated by semicolons."
        ),
        "needs_resolution": tr("pixels of {crs} and of the scenes have different units; give a resolution."),
        "no_output_file": tr("'{value}' is no file name to write to; give one that ends in .tif."),
        "no_folder": tr("the folder {value} does not exist; create it or choose another one."),
        "expression_missing": tr("there is no formula; write one over band names, for example (B08-B04)/(B08+B04)."),
        "expression_too_long": tr("the formula has more than {limit} characters; shorten it."),
        "expression_too_deep": tr("the formula has more than {limit} brackets within brackets; simplify it."),
        "expression_unreadable": tr(
            "the formula cannot be read from character {position} ('{found}') on; "
            "use band names, numbers, + - * / ^, brackets and {functions}."
        ),
        "expression_without_band": tr("the formula names no band; use at least one, for example B08."),
        "expression_unused": tr("a formula has no effect on {index}; set INDEX to {custom}, or empty the formula."),
        "index_needs_sign": tr("an index may be negative, which {sample_type} cannot hold; choose INT16 or FLOAT32."),
        "needs_floats": tr("{sample_type} cannot hold {units} of {band}; choose FLOAT32."),
        "numbers_too_large": tr("digital numbers of {band} reach beyond {sample_type}; choose UINT16."),
        "no_ndvi": tr("{collection} has no red and near infrared for an NDVI; choose another method."),
        "no_mask_classes": tr("the cloud mask {mask} has no classes; leave them empty, or choose SCL, BQA or QA."),
        "not_a_mask_class": tr("{value} is nothing that {mask} knows; give whole numbers from 0 to {highest}."),
        "not_in_range": tr("{value} is not possible; give a whole number from {low} to {high}."),
        "not_a_number": tr("'{value}' is not a whole number; separate numbers by commas, for example 3,8,9."),
        "not_an_interval": tr("'{value}' is no interval; write first and last day as 2020-04-01/2020-05-31."),
        "no_cloud_cover": tr("{collection} tells no cloud cover of its scenes; choose another way."),
        "months_back_needs_orbit": tr(
            "the end of the request is told to scripts with ORBIT only; choose ORBIT, or name the days with INTERVALS."
        ),
        "question_too_dear": tr(
            "one request costs {units} processing units and the account gets {limit} a minute; "
            "choose a smaller area, fewer bands or a coarser resolution."
        ),
        "unknown_step": tr("{value} is not a time step of this stack; see its list of dates."),
    }


def _no_acquisitions(error: errors.NoAcquisitions) -> str:
    return tr(
        "No acquisition from {start} to {end} with at most {cover} % clouds touches the area: "
        "choose more days, a higher MAX_CLOUD_COVER, or another EXTENT."
    ).format(start=error.start, end=error.end, cover=f"{error.max_cloud_cover_pct:g}")


def _unreachable(error: errors.Unreachable) -> str:
    return tr("CONNECTION: {address} does not answer ({reason}); check the address and the network.").format(
        address=error.address, reason=error.reason
    )


def _service(error: errors.ServiceError) -> str:
    hints = (
        (
            "invalid_client",
            tr(
                "CONNECTION: the OAuth client is not accepted; it may have expired or been deleted. "
                "Check its id and secret, or make a new one in the dashboard of the service."
            ),
        ),
        ("insufficient_processing_units", tr("The account's processing units are used up: {detail}")),
        ("insufficient processing units", tr("The account's processing units are used up: {detail}")),
        ("pixel exceeds the limit", tr("RESOLUTION: too coarse for this collection: {detail}")),
        ("too large", tr("EXTENT: more pixels than the service gives at once: {detail}")),
        ("typename", tr("COLLECTION: the service instance has no layer of this collection: {detail}")),
    )
    failure = _SCRIPT_FAILURE.search(error.detail)
    if failure is not None:
        return _script(errors.ScriptError(int(failure["line"] or 0), failure["message"]))
    text = f"{error.detail} {error.code}".lower()
    for fragment, words in hints:
        if fragment in text:
            return words.format(detail=error.detail)
    statuses = {
        401: tr("CONNECTION: the service did not accept the credentials; check them. {detail}"),
        403: tr("CONNECTION: the service refused access; check the instance and its quota. {detail}"),
        404: tr("CONNECTION: the service knows no such instance or layer; check both. {detail}"),
        429: tr("The account's rate limit is exceeded; wait a minute and try again. {detail}"),
        504: tr("The service ran out of time; ask for a smaller area or fewer days. {detail}"),
    }
    sentence = statuses.get(error.status, tr("The service refused the request (HTTP {status}): {detail}"))
    return sentence.format(status=error.status, detail=error.detail).strip()


def _bad_answer(error: errors.BadAnswer) -> str:
    return tr("The service answered with something else than asked for: expected {expected}, got {found}.").format(
        expected=error.expected, found=error.found
    )


def _dates(error: errors.DateMismatch) -> str:
    return tr(
        "The dates in the pixels are not the announced ones ({where}), so nothing was written. "
        "Announced: {announced}. In the pixels: {found}. Try again; if it stays, report it with this message."
    ).format(where=error.where, announced=_list(error.announced), found=_list(error.found))


def _list(words: Sequence[str]) -> str:
    return ", ".join(words) if words else tr("none")


def _script(error: errors.ScriptError) -> str:
    if error.line:
        return tr("EVALSCRIPT: line {line}: {message}; correct the script.").format(
            line=error.line, message=error.message.rstrip(".")
        )
    return tr("EVALSCRIPT: {message}; correct the script.").format(message=error.message.rstrip("."))


def _file(error: errors.FileProblem) -> str:
    sentences = {
        **acquire_file_problems(),
        **table_file_problems(),
        "no_dates": tr("INPUT: no dates found in {path} ({reason}); name its bands by date, as 2020-01-05 B04."),
        "disk_full": tr("OUTPUT: the disk of {path} is full; free some space or choose another place."),
        "too_small": tr("OUTPUT: too little room in {path}: {reason}; free some space or choose another place."),
        "parts_in_use": tr("OUTPUT: {path}: {reason}; wait for one of them to end."),
        "write": tr("OUTPUT: {path} cannot be written ({reason}); choose another place."),
        "write_failed": tr("OUTPUT: {path} cannot be written ({reason}); choose another place."),
        "no_permission": tr("OUTPUT: you may not write to {path}; choose a folder of your own."),
        "no_folder": tr("OUTPUT: {path} cannot be written ({reason}); create the folder or choose another one."),
        "is_folder": tr("OUTPUT: {path} is a folder; give a file name that ends in .tif."),
        "scenes": tr("CONNECTION: the scenes in {path} cannot be used: {reason}."),
    }
    return sentences.get(error.rule, tr("{path}: {reason}")).format(path=error.path, reason=error.reason)


_WORDS = {
    errors.InvalidRequest: _invalid_request,
    errors.NoAcquisitions: _no_acquisitions,
    errors.Unreachable: _unreachable,
    errors.ServiceError: _service,
    errors.BadAnswer: _bad_answer,
    errors.DateMismatch: _dates,
    errors.ScriptError: _script,
    errors.FileProblem: _file,
    errors.Cancelled: lambda error: tr("Cancelled."),
}
