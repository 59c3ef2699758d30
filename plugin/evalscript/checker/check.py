# SPDX-License-Identifier: GPL-2.0-or-later
"""The order of the checks: text, functions, declarations, use of bands and scenes, trial runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.catalogue import Collection
from ...core.coverage_request import MAX_URL_BYTES
from ...core.script_findings import ScriptCheck
from ..errors import EvalscriptError, ParseFault, SetupFault
from ..model import Setup
from ..parser import parse_script
from ..request import input_mosaickings
from ..setup_reader import read_setup
from .band_usage import check_band_usage
from .common_slips import check_common_slips
from .declarations import DeclarationCheck
from .findings import Findings
from .hooks import check_functions, check_hooks
from .observations import Observations
from .reading import Reading
from .request_size import check_band_counts, check_script_size
from .samples import Roles
from .scene_usage import check_scene_usage
from .slips import explain_fault
from .trial import compile_for_trial, new_budget, run_setup, try_out
from .typical_pixels import are_known
from .versions import check_old_forms, check_version, simple_bands

SERVICES = ("ogc", "process")
MAX_READ = 300_000
"""Characters; a longer text is not looked into."""


def check_evalscript(
    text: str,
    *,
    collection: Collection | None = None,
    bands: Sequence[str] = (),
    service: str = "ogc",
    max_url_bytes: int = MAX_URL_BYTES,
) -> ScriptCheck:
    """Everything that can be said about a script without asking the service.

    The script's functions run on invented pixels for at most about a second.

    :param collection: the collection it is meant for; None when that is not known.
    :param bands: names of the bands there are, when the collection does not tell.
    :param service: one of :data:`SERVICES`; OGC services answer one image and take the script in the address.
    :param max_url_bytes: the longest address the service takes.
    :returns: findings by line; no text raises.
    :raises ValueError: for another service.
    """
    if service not in SERVICES:
        raise ValueError(f"{service} is no service; it is one of {', '.join(SERVICES)}")
    findings = Findings()
    if not text.strip("\ufeff \t\r\n"):
        findings.add("empty_script", (1, 1))
        return findings.to_check()
    if service == "ogc":
        check_script_size(text, max_url_bytes, findings)
    has_version = check_version(text, findings)
    if len(text) > MAX_READ:
        findings.add("unsupported_here", None, message=f"it is longer than {MAX_READ} characters")
        return findings.to_check()
    try:
        reading = Reading(text, parse_script(text))
    except ParseFault as fault:
        explain_fault(text, fault, findings)
        return findings.to_check()
    if not check_old_forms(reading, findings):
        known = tuple(bands) or (tuple(collection.bands) if collection is not None else ())
        _Look(reading, has_version, collection, known, service, findings).run()
    return findings.to_check()


class _Look:
    """The checks of a script that can be read."""

    def __init__(
        self,
        reading: Reading,
        has_version: bool,
        collection: Collection | None,
        known_bands: tuple[str, ...],
        service: str,
        findings: Findings,
    ) -> None:
        self._reading = reading
        self._shift = 0 if has_version else 1
        self._text = reading.text if has_version else "//VERSION=3\n" + reading.text
        self._collection = collection
        self._known_bands = known_bands
        self._service = service
        self._findings = findings
        self._budget = new_budget()

    def run(self) -> None:
        reading = self._reading
        functions = reading.functions
        is_simple = "setup" not in functions and "evaluatePixel" not in functions
        if is_simple and simple_bands(reading):
            self._look_at_simple()
            return
        check_common_slips(reading, self._findings)
        if not check_functions(reading, self._findings):
            return
        setup = self._read_setup()
        if setup is None:
            return
        mosaicking = input_mosaickings(setup)[0]
        roles = Roles(reading, mosaicking != "SIMPLE", len(setup.inputs) > 1)
        if len(setup.inputs) == 1:
            check_band_usage(reading, setup, roles, self._known_bands, self._findings)
        check_scene_usage(reading, roles, mosaicking, self._findings)
        check_hooks(reading, setup, self._service, self._findings)
        check_band_counts(setup, functions["setup"], self._findings)
        self._check_mask(setup)
        self._try(setup)

    def _look_at_simple(self) -> None:
        """A text of band names and a return needs neither setup() nor evaluatePixel()."""
        for band in simple_bands(self._reading):
            if self._known_bands and band not in (*self._known_bands, "dataMask"):
                node = next(one for one in self._reading.nodes if one.type == "Identifier" and one.name == band)
                from .spelling import find_band

                self._findings.add(
                    "unknown_band", node, band=band, suggestion=find_band(band, self._known_bands),
                    collection=self._collection.title if self._collection is not None else "",
                    choices=", ".join(self._known_bands),
                )  # fmt: skip

    def _read_setup(self) -> Setup | None:
        """Call setup() and check what it returns; None when the rest cannot be judged."""
        reading = self._reading
        try:
            plain: Any = run_setup(reading.tree, self._budget)
        except EvalscriptError as error:
            if error.kind == "unsupported":
                self._findings.add("unsupported_here", (error.line, error.column), message=error.message)
            elif error.kind == "stopped":
                self._findings.add("script_too_slow", (error.line, error.column), seconds="1")
            else:
                self._findings.add("setup_fails", (error.line, error.column), message=error.message)
            return None
        DeclarationCheck(reading, self._collection, self._known_bands, self._findings).run(plain)
        try:
            return read_setup(plain, reading.text)
        except SetupFault as fault:
            if self._findings.to_check().is_valid:
                self._findings.add("setup_fails", reading.functions["setup"], message=fault.message)
            return None

    def _check_mask(self, setup: Setup) -> None:
        """Four bands of a picture are colours and transparency, for which dataMask is made."""
        if any("dataMask" in spec.bands for spec in setup.inputs):
            return
        for output in setup.outputs:
            if output.bands in (2, 4) and output.sample_type in ("AUTO", "UINT8"):
                self._findings.add("no_data_mask", self._reading.functions["setup"], id=output.id)

    def _try(self, setup: Setup) -> None:
        observations = Observations(self._reading, setup, self._shift, self._findings)
        try:
            program = compile_for_trial(self._text, self._budget, self._known_bands)
        except EvalscriptError as error:
            observations.report_error(error, "script_fails")
            return
        is_known = len(setup.inputs) == 1 and are_known(setup.inputs[0], self._collection)
        observations.report(try_out(program, self._text, self._collection, self._budget), is_known)
