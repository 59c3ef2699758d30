# SPDX-License-Identifier: GPL-2.0-or-later
"""The hub alone, for any client: ``python -m timestack.plugin.localhub --scenes demo --port 8088``."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import threading
from collections.abc import Sequence

from ..core.errors import TimestackError
from . import Hub, open_source


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until Ctrl-C. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="timestack.plugin.localhub", description="Serve scenes as Sentinel Hub does.")
    parser.add_argument("--scenes", default="demo", help="demo, or a folder of dated GeoTIFFs")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--verbose", action="store_true", help="tell of every question")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.WARNING, format="%(message)s")
    try:
        source = open_source(options.scenes)
        hub = Hub(source, options.port).start()
    except (TimestackError, OSError, OverflowError) as error:
        print(error, file=sys.stderr)
        return 1
    with hub:
        print(f"{source.title}: {len(source.records())} scenes of {source.collection_id}")
        print(f"WCS  {hub.address}/ogc/wcs/{hub.instance_id}")
        print(f"WFS  {hub.address}/ogc/wfs/{hub.instance_id}", flush=True)
        ended = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts background jobs deaf to Ctrl-C; be told anyway
            signal.signal(number, lambda *_: ended.set())
        ended.wait()
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
