# SPDX-License-Identifier: GPL-2.0-or-later
"""Running something on a connection's service, and on its other one where WCS cannot do it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from .bridge.part_store import PartFolder
from .connections import Connection
from .core.errors import InvalidRequest, ServiceError, TimestackError
from .core.plan import PlanLimits
from .core.ports import CoverageService
from .core.progress import Progress

_Result = TypeVar("_Result")

_TOO_MUCH_FOR_WCS = ("address_too_long", "composite_too_long", "no_layer")
_NO_WCS_HERE = (404, 405, 410, 414, 501)


def run_on_service(
    connection: Connection, collection: str, layer: str, progress: Progress, run: Callable[[CoverageService], _Result]
) -> _Result:
    """Do something with a service of the connection; once more over the Process API where WCS cannot do it.

    :raises TimestackError: what the run raises.
    """
    try:
        with connection.open_service(collection, layer, progress) as service:
            return run(service)
    except (InvalidRequest, ServiceError) as error:
        other = connection.open_other_service(collection, progress) if _is_beyond_wcs(connection, error) else None
        if other is None:
            raise
        progress.tell(f"not possible by WCS ({error}); going on with the Process API")
    with other:
        return run(other)


def limits_of(connection: Connection, limits: PlanLimits) -> PlanLimits:
    """The same limits, with no question dearer than what the account gets in a minute."""
    return replace(limits, units=min(limits.units, connection.limits.units_per_minute))


@contextmanager
def kept_parts(
    target: Path, connection: Connection, service: CoverageService, identity: str, progress: Progress
) -> Iterator[PartFolder]:
    """A place for answers until their work is done, so that the same work goes on after a cancel or a crash.

    :param identity: everything that tells this work on one service from any other; goes into a digest only.
    """
    address = connection.address.url("", "") if connection.address else ""
    place = connection.source_state or f"{address} {connection.roots!r}"
    with PartFolder(target, "\n".join((place, service.coverage, identity))) as parts:
        if parts.held:
            progress.tell(f"{parts.held} parts of an earlier run are held in {parts.folder}")
        service.keep_answers_in(parts.folder)
        try:
            yield parts
        except TimestackError:
            if parts.held:
                progress.tell(f"{parts.held} parts are kept in {parts.folder}; the same order goes on from there")
            raise
        parts.finish()


def _is_beyond_wcs(connection: Connection, error: InvalidRequest | ServiceError) -> bool:
    """Whether WCS cannot do it and the Process API may: too long a script, no layer of the collection, no OGC here."""
    if connection.address is None:
        return False
    if isinstance(error, InvalidRequest):
        return error.rule in _TOO_MUCH_FOR_WCS
    return error.status in _NO_WCS_HERE
