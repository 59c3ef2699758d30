# SPDX-License-Identifier: GPL-2.0-or-later
"""What a fetch will cost, in words: one line for dialogs, a report in HTML, and the same as plain text for logs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..core.estimate import Estimate, Saving
from .i18n import tr

_LARGE_UNITS = 1000.0


def estimate_line(estimate: Estimate) -> str:
    """The figures and what they rest on, in one line."""
    figures = tr("{units} PU, {requests} requests, {size}, {minutes}").format(
        units=spell_units(estimate.units),
        requests=estimate.requests,
        size=spell_bytes(estimate.wire_bytes),
        minutes=spell_minutes(estimate.minutes),
    )
    if not estimate.is_guess:
        return tr("{figures} for the {steps} time steps that there are").format(figures=figures, steps=estimate.steps)
    if estimate.ignores_clouds:
        words = tr("At most about {figures}, guessed from the collection's revisit time without looking at clouds")
        return words.format(figures=figures)
    return tr("About {figures}, guessed from the collection's revisit time").format(figures=figures)


def cheapest_line(estimate: Estimate) -> str:
    """The change that saves most, empty when there is none."""
    return describe_saving(estimate.savings[0]) if estimate.savings else ""


def describe_saving(saving: Saving) -> str:
    """What to change, and what the fetch would cost then."""
    details = {
        "units": spell_units(saving.units),
        "saved": spell_units(saving.saved_units),
        "steps": saving.details.get("steps", 0),
        "limit": f"{saving.details.get('limit_pct', 0):g}",
        "resolution": f"{saving.details.get('resolution', 0):g}",
        "bands": ", ".join(map(str, _listed(saving.details.get("bands")))),
    }
    sentences = {
        "scene_per_month": tr("One scene a month (clearest_of_month, {steps} time steps): {units} PU, {saved} less."),
        "lower_cloud_limit": tr("At most {limit} % clouds ({steps} time steps): {units} PU, {saved} less."),
        "coarser": tr("Pixels of {resolution} instead: {units} PU, {saved} less."),
        "fewer_bands": tr("Without one of the bands {bands}: {units} PU, {saved} less."),
        "integers": tr("UINT16 with DN instead of FLOAT32: {units} PU, {saved} less."),
    }
    return sentences[saving.kind].format(**details)


def report_html(estimate: Estimate, connection: str, is_local: bool = False) -> str:
    """A piece of HTML without scripts or links; whatever comes from outside is escaped."""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td><b>{escape(value)}</b></td></tr>" for name, value in figures_of(estimate)
    )
    parts = [f"<h3>{escape(estimate_line(estimate))}</h3>", f"<table>{rows}</table>"]
    parts += [f"<p>{escape(note)}</p>" for note in notes_of(estimate, connection, is_local)]
    if estimate.savings:
        items = "".join(f"<li>{escape(describe_saving(saving))}</li>" for saving in estimate.savings)
        parts.append(f"<h4>{escape(tr('What would make it cheaper'))}</h4>\n<ul>{items}</ul>")
    return "\n".join(parts) + "\n"


def report_text(estimate: Estimate, connection: str, is_local: bool = False) -> str:
    """The same for a log."""
    lines = [f"{name}: {value}" for name, value in figures_of(estimate)]
    lines += notes_of(estimate, connection, is_local)
    if estimate.savings:
        lines += [tr("What would make it cheaper") + ":", *(f"- {describe_saving(s)}" for s in estimate.savings)]
    return "\n".join(lines)


def figures_of(estimate: Estimate) -> list[tuple[str, str]]:
    """Names and values, in the order of interest."""
    return [
        (tr("Processing units"), spell_units(estimate.units)),
        (tr("of which for the list of scenes"), spell_units(estimate.discovery_units)),
        (tr("Requests"), str(estimate.requests)),
        (tr("Time steps"), str(estimate.steps)),
        (tr("Parts"), str(estimate.parts)),
        (tr("Processing units of the largest part"), spell_units(estimate.largest_units)),
        (tr("To transfer, before compression"), spell_bytes(estimate.wire_bytes)),
        (tr("Stack, before compression"), spell_bytes(estimate.stack_bytes)),
        (tr("Disk while it is fetched, at most"), spell_bytes(estimate.disk_bytes)),
        (tr("Time at the account's limits, at least"), spell_minutes(estimate.minutes)),
    ]


def notes_of(estimate: Estimate, connection: str, is_local: bool) -> list[str]:
    """What the figures rest on."""
    notes = []
    if is_local:
        notes.append(
            tr("{connection} is on this computer and charges nothing; these are the units of the service.").format(
                connection=connection
            )
        )
    notes.append(
        tr("Assumed limits of the account: {requests} requests and {units} processing units a minute.").format(
            requests=f"{estimate.account.requests_per_minute:g}", units=f"{estimate.account.units_per_minute:g}"
        )
    )
    if estimate.is_guess:
        notes.append(tr("The number of time steps is a guess from how often the collection comes by."))
    if estimate.exceeds_minute:
        notes.append(
            tr("One part costs more than the account has in a minute; it has to be cut smaller to be answered.")
        )
    return notes


def spell_units(units: float) -> str:
    """Three digits are as much as anybody wants to know: ``0.0067``, ``12.3``, ``1020``."""
    return f"{units:.0f}" if units >= _LARGE_UNITS else f"{units:.3g}"


def spell_bytes(count: float) -> str:
    """``745 kB``, ``12.3 MB``, ``1.2 GB``."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= 0.9995 * size:
            value = count / size
            return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
    return f"{count:.0f} B"


def spell_minutes(minutes: float) -> str:
    """``under 1 min``, ``12 min``, ``3.5 h``."""
    if minutes < 1:
        return tr("under 1 min")
    if minutes < 90:
        return tr("{minutes} min").format(minutes=f"{minutes:.0f}")
    return tr("{hours} h").format(hours=f"{minutes / 60:.3g}")


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else ()
