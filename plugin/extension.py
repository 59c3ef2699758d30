# SPDX-License-Identifier: GPL-2.0-or-later
"""Bringing a stack up to a later day by fetching only what is new."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from .bridge.areas import Area
from .bridge.stack_join import JoinedStackWriter, StepSource, read_scene_marks
from .bridge.stack_reader import StackFile
from .connections import DEMO, Connection, recognise_connection, resolve_connection
from .core.errors import FileProblem, InvalidRequest, NoAcquisitions, ServiceError
from .core.extension_plan import ExtensionPlan, joint_day, plan_extension, plan_undiscovered, select_days
from .core.plan import PlanLimits
from .core.ports import CoverageService
from .core.progress import Progress, ProgressShare
from .core.selection import select_steps
from .core.stack import StackInfo
from .core.stored_request import StoredRequest, extend_request_json, read_stored_request
from .core.timeline import TimeStep, build_timeline
from .service_runs import run_on_service
from .stacks import StackOrder, StackOutcome, check_target, fetch_to_file

_FETCH_SHARE = 0.9


@dataclass(frozen=True)
class ExtensionOrder:
    """Which stack, up to when."""

    source: str
    """Path of the stack."""

    end: date
    """Last UTC day, inclusive."""

    connection: str = ""
    """As CONNECTION is written; empty takes the stack's own."""

    target: Path | None = None
    """Where to write; None puts the new stack in the old one's place."""


@dataclass(frozen=True)
class ExtensionOutcome:
    """A stack that is up to date, and what has become of it."""

    path: Path
    info: StackInfo
    added: tuple[str, ...]
    """Labels of the time steps that were fetched, those of days that have changed included."""

    units_spent: float = 0.0
    requests_made: int = 0


@dataclass(frozen=True)
class _Job:
    """An order whose stack has been read."""

    order: ExtensionOrder
    stack: StackFile
    stored: StoredRequest
    connection: Connection
    joint: date

    @property
    def target(self) -> Path:
        return self.order.target or Path(self.stack.path)

    @property
    def open_end(self) -> StackOrder:
        """Everything from the joint to the last day."""
        stored = self.stored
        return StackOrder(
            connection=self.connection,
            selection=replace(stored.selection, start=self.joint, end=self.order.end),
            area=Area(stored.grid.bounds, stored.grid.crs, stored.mask_wkt) if stored.mask_wkt else None,
            bands=stored.bands,
            units=stored.units,
            sample_type=stored.sample_type,
            nodata=stored.nodata,
            align_to=self.stack.path,
            resampling=stored.resampling,
            evalscript=stored.evalscript,
            layer=stored.layer,
        )


def check_extension(order: ExtensionOrder) -> None:
    """What can be found wrong without asking a service.

    :raises TimestackError: naming the parameter.
    """
    with StackFile(order.source) as stack:
        stored = _read_request(stack)
        _name_connection(order, stack.info)
        if order.end < stored.selection.start:
            raise InvalidRequest("END", "reversed_dates", start=str(stored.selection.start), end=str(order.end))
    if order.target is not None:
        check_target(order.target)


def extend_to_file(order: ExtensionOrder, progress: Progress, limits: PlanLimits = PlanLimits()) -> ExtensionOutcome:
    """Fetch what a stack lacks up to a day, and write old and new as one file.

    The result is the stack that a fetch of the whole time would give: filters look at the joint again, and the last
    day of the old stack is fetched again if other scenes stand behind it by now. Without anything new the old file
    stays as it is.

    :raises TimestackError: one of :mod:`.core.errors`; the old file is untouched then.
    """
    check_extension(order)
    with StackFile(order.source) as stack:
        stored = _read_request(stack)
        connection = resolve_connection(_name_connection(order, stack.info))
        connection.choose_collection(stored.selection.collection)
        joint = joint_day(stack.info.steps, stored.selection)
        job = _Job(order, stack, stored, connection, joint)
        state = _file_state(stack.path)
        if order.end < joint:
            return _nothing_new(job, progress)
        with _new_steps(job, progress, limits) as (plan, fetched, cost):
            _tell(plan, progress)
            outcome = _join(job, plan, fetched, progress, state) if plan.days else _nothing_new(job, progress)
            return replace(outcome, units_spent=cost.units_spent, requests_made=cost.requests_made)


@dataclass(frozen=True)
class _Cost:
    units_spent: float = 0.0
    requests_made: int = 0

    def plus(self, outcome: StackOutcome) -> _Cost:
        return _Cost(self.units_spent + outcome.units_spent, self.requests_made + outcome.requests_made)


@contextmanager
def _new_steps(
    job: _Job, progress: Progress, limits: PlanLimits
) -> Iterator[tuple[ExtensionPlan, StackFile | None, _Cost]]:
    """What becomes of the stack, and a temporary stack of what is new; it goes when the ``with`` ends."""
    order, old = job.open_end, job.stack.info.steps
    now, cost = _discover(job, progress)
    if now is not None:
        plan = plan_extension(old, read_scene_marks(job.stack.path), now, job.joint)
        if not plan.days:
            yield plan, None, cost
            return
        order = replace(order, selection=select_days(order.selection, plan.days, job.order.end))
    temporary = job.target.with_name(f".{job.target.stem}.{uuid.uuid4().hex[:8]}.new.tif")
    try:
        try:
            outcome = fetch_to_file(order, temporary, ProgressShare(progress, 0.0, _FETCH_SHARE), limits)
        except NoAcquisitions:
            yield plan_undiscovered(old, (), job.joint), None, cost
            return
        with StackFile(temporary) as fetched:
            if now is None:
                plan = plan_undiscovered(old, fetched.info.steps, job.joint)
            yield plan, fetched, cost.plus(outcome)
    finally:
        temporary.unlink(missing_ok=True)


def _discover(job: _Job, progress: Progress) -> tuple[tuple[TimeStep, ...] | None, _Cost]:
    """The steps that there are from the joint on; None where they cannot be listed."""
    order = job.open_end
    selection = order.selection

    def run(service: CoverageService) -> tuple[tuple[TimeStep, ...] | None, _Cost]:
        found = None
        if service.can_list(selection.collection, selection.mosaicking):
            try:
                found = service.find_acquisitions(selection, job.stored.grid, progress)
            except ServiceError as error:
                if "typename" not in error.detail.lower():
                    raise
        cost = _Cost(service.units_spent, service.requests_made)
        if found is None:
            return None, cost
        return select_steps(build_timeline(found, selection.mosaicking), selection), cost

    return run_on_service(job.connection, selection.collection, order.layer, progress, run)


def _join(
    job: _Job, plan: ExtensionPlan, fetched: StackFile | None, progress: Progress, state: tuple[int, ...] | None
) -> ExtensionOutcome:
    stack = job.stack
    new = [StepSource(fetched, step) for step in range(len(fetched.info.steps))] if fetched else []
    sources = sorted(
        [*(StepSource(stack, step) for step in plan.kept), *new],
        key=lambda source: source.stack.info.steps[source.step].time.date(),  # a day comes from one stack alone
    )
    items = {"REQUEST": extend_request_json(stack.info.request_json, job.order.end)}
    with JoinedStackWriter(job.target, stack, sources, items) as writer:
        writer.copy(ProgressShare(progress, _FETCH_SHARE, 1.0))
        if _file_state(stack.path) != state:
            raise FileProblem(stack.path, "was changed by somebody else meanwhile", "changed_meanwhile")
        writer.commit()
    with StackFile(job.target) as whole:
        labels = tuple(source.stack.info.steps[source.step].label for source in new)
        return ExtensionOutcome(job.target, whole.info, labels)


def _nothing_new(job: _Job, progress: Progress) -> ExtensionOutcome:
    """Only where another file was asked for, one is written: the same stack."""
    info = job.stack.info
    progress.tell(f"nothing new up to {job.order.end}; the last time step stays {info.steps[-1].label}")
    if job.order.target is not None and job.target.resolve() != Path(job.stack.path).resolve():
        plan = ExtensionPlan(tuple(range(len(info.steps))), (), (), ())
        return _join(job, plan, None, progress, _file_state(job.stack.path))
    return ExtensionOutcome(Path(job.stack.path), info, ())


def _tell(plan: ExtensionPlan, progress: Progress) -> None:
    if plan.days:
        count = len(plan.days)
        progress.tell(f"{count} {'days' if count > 1 else 'day'} to fetch, {plan.days[0]} to {plan.days[-1]}")
    if plan.changed:
        progress.tell(f"the service has other scenes now of {', '.join(plan.changed)}: fetched again")
    if plan.days and plan.dropped:
        progress.tell(f"no longer part of the stack: {', '.join(plan.dropped)}")


def _read_request(stack: StackFile) -> StoredRequest:
    try:
        return read_stored_request(stack.info)
    except ValueError as error:
        raise InvalidRequest("INPUT", "no_stored_request", value=stack.path, reason=str(error)) from error


def _name_connection(order: ExtensionOrder, info: StackInfo) -> str:
    """What to take for CONNECTION; a stack's name for a folder or an address does not tell where it is."""
    if order.connection.strip():
        recognise_connection(order.connection)
        return order.connection
    name = info.connection.strip()
    try:
        connection = recognise_connection(name)
    except InvalidRequest as error:
        raise InvalidRequest("CONNECTION", "connection_of_stack", value=name) from error
    if connection.name != DEMO and connection.saved is None:
        raise InvalidRequest("CONNECTION", "connection_of_stack", value=connection.name)
    return name


def _file_state(path: str) -> tuple[int, ...] | None:
    try:
        status = os.stat(path)
    except OSError:  # a name of GDAL that is no file
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
