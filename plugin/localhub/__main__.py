# SPDX-License-Identifier: GPL-2.0-or-later
"""The hub alone, for any client: ``python -m timestack.plugin.localhub --scenes demo --port 8088``."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..core.errors import TimestackError
from . import Allowance, FaultPlan, Hub, open_source
from .answers import Refusal
from .faults import KINDS, SERVICES, read_plan
from .json_body import parse_json

_ABOUT_FAULTS = """faults on demand:
  --faults takes a file with a plan in JSON; with --control another process of this computer can set one at any time:
    POST /control/faults   {"seed": 1, "per_question": 2, "rules": [{"kind": "429", "first": 3, "wait_s": 0.2},
                             {"kind": "truncate", "services": ["wcs"], "probability": 0.1}]}
    GET  /control/faults   the plan, and how often each kind has struck
    GET  /control/account  requests, processing units, and the list of questions
    POST /control/reset    forgets the figures and counts
  A rule strikes the first n questions, every k-th, those of given numbers, or by probability:
    first, every, numbers, probability, and services out of {services}
  kinds:
    {kinds}
  and their options: retry_after (milliseconds, seconds, missing), wait_s, delay_s, share, days, skew_s, hang_s.
  The text at the top of timestack/plugin/localhub/faults.py says what each kind does.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C. Returns the exit code."""
    options = _read_options(arguments)
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.WARNING, format="%(message)s")
    _settle_gdal()
    try:
        source = open_source(options.scenes)
        hub = Hub(
            source,
            options.port,
            faults=_read_faults(options.faults) if options.faults else None,
            allowance=Allowance(
                options.requests_per_minute,
                options.units_per_minute,
                requests_per_month=options.requests_per_month,
                units_per_month=options.units_per_month,
            ),
            clients=_read_clients(options.client),
            allow_control=options.control,
        ).start()
    except (TimestackError, OSError, OverflowError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    with hub:
        print(f"{source.title}: {len(source.records())} scenes of {source.collection_id}")
        _tell_addresses(hub, bool(options.client), options.control)
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs deaf to Ctrl-C; be told anyway
            signal.signal(number, lambda *_: ended.set())
        ended.wait()
        print()
    return 0


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    kinds = "\n    ".join(", ".join(KINDS[start : start + 9]) for start in range(0, len(KINDS), 9))
    parser = argparse.ArgumentParser(
        prog="timestack.plugin.localhub",
        description="Serve scenes as Sentinel Hub does.",
        epilog=_ABOUT_FAULTS.replace("{kinds}", kinds).replace("{services}", ", ".join(SERVICES)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--scenes", default="demo", help="demo, or a folder of dated GeoTIFFs")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--verbose", action="store_true", help="tell of every question")
    parser.add_argument(
        "--client", action="append", default=[], metavar="ID:SECRET",
        help="an OAuth client, for the Process API, the Catalog and the configuration; may be given several times",
    )  # fmt: skip
    parser.add_argument("--control", action="store_true", help="let other processes set faults and read the account")
    parser.add_argument("--faults", default="", metavar="FILE", help="a plan of faults in JSON")
    parser.add_argument("--requests-per-minute", type=float, metavar="N", help="rate limit")
    parser.add_argument("--units-per-minute", type=float, metavar="N", help="rate limit of processing units")
    parser.add_argument("--requests-per-month", type=int, metavar="N", help="quota")
    parser.add_argument("--units-per-month", type=float, metavar="N", help="quota of processing units")
    return parser.parse_args(arguments)


def _settle_gdal() -> None:
    """This process is ours alone, so GDAL may be told how to report errors; newer ones complain when nobody does."""
    from .scenes.gdal_calls import report_by_return_value

    report_by_return_value()


def _read_faults(path: str) -> FaultPlan:
    try:
        return read_plan(parse_json(Path(path).read_bytes()))
    except (Refusal, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error


def _read_clients(texts: Sequence[str]) -> Mapping[str, str]:
    clients = {}
    for text in texts:
        name, mark, word = text.partition(":")
        if not (name and mark and word):
            raise ValueError("--client: should look like ID:SECRET")
        clients[name] = word
    return clients


def _tell_addresses(hub: Hub, has_clients: bool, has_control: bool) -> None:
    print(f"WCS  {hub.address}/ogc/wcs/{hub.instance_id}")
    print(f"WFS  {hub.address}/ogc/wfs/{hub.instance_id}")
    if has_clients:
        print(f"Sign-in  {hub.address}/auth/realms/main/protocol/openid-connect/token")
        print(f"Process  {hub.address}/api/v1/process")
        print(f"Catalog  {hub.address}/api/v1/catalog/1.0.0")
    if has_control:
        print(f"Control  {hub.address}/control/faults")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
