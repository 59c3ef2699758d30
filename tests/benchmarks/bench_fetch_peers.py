# SPDX-License-Identifier: GPL-2.0-or-later
"""Fetching beside sentinelhub-py and beside curl: one hub, one machine, one run; seconds and resident memory.

* sentinelhub-py writes a file per date: by ``WcsRequest``, and by ``SentinelHubRequest`` (Process API, OAuth) with its
  own download client and its default number of threads. Its files are comparable with ours once GDAL has put them
  together into one stack of the same layout; the table tells the time to the files and the time to the stack.
* The floor is a plain loop of curl over the very questions that timestack has asked, the fewest that keep to the
  service's limits, into files and nothing more.

The hub is a process of its own and answers from memory: scenes are arrays, no answer is kept, whoever asks. Every
contestant is a process of its own too; its imports are done before the clock starts. Each runs several times in turn,
and the best time counts. The pixels of all are compared.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from datetime import timedelta

from bench_fetch import BANDS, BOUNDS, FIRST, SCRIPT, NoiseSource

SIDE, DATES, ROUNDS = 1500, 24, 2
GROWTH = (24, 48, 96, 192)
"""Dates of the stacks of one band whose memory is held against each other; the least keeps all workers busy."""

MOST_FLOOR, MOST_GROWTH = 1.3, 1.15
BOX = (BOUNDS[0], BOUNDS[3] - SIDE * 10, BOUNDS[0] + SIDE * 10, BOUNDS[3])
CLIENT = ("bench", "a word")
START = "2020-01-01"
COLLECTION = "sentinel-2-l2a"


def last_day(dates: int) -> str:
    """The day of the last of so many dates."""
    return (FIRST + timedelta(days=5 * (dates - 1))).strftime("%Y-%m-%d")


def serve() -> None:
    """The hub alone; prints its address, then the questions for images since the last line that it reads."""
    from timestack.plugin.localhub import Hub
    from timestack.plugin.localhub.scenes.gdal_calls import report_by_return_value

    report_by_return_value()
    asked: list[str] = []
    count = 0

    class NotingHub(Hub):
        def answer(self, question):
            nonlocal count
            count += question.wants_image
            if question.wants_image:
                asked.append(f"{self.address}{question.path}?{question.query}")
            return super().answer(question)

    with NotingHub(NoiseSource(max(GROWTH)), clients={CLIENT[0]: CLIENT[1]}) as hub:
        print(json.dumps([hub.address, hub.instance_id]), flush=True)
        spent_s = time.process_time()
        for _ in sys.stdin:
            spent_s, before_s = time.process_time(), spent_s
            print(json.dumps([asked, count, spent_s - before_s]), flush=True)
            asked.clear()
            count = 0


def prepare_growing(address: str, instance: str, folder: Path, dates: int) -> Callable[[], None]:
    """A stack of one band."""
    return prepare_timestack(address, instance, folder, dates, BANDS[:1])


def prepare_timestack(
    address: str, instance: str, folder: Path, dates: int, bands: tuple[str, ...] = BANDS
) -> Callable[[], None]:
    """One stack; by WCS where there is an instance, else by the Process API."""
    import timestack
    from timestack.plugin import stacks  # noqa: F401 - loaded before the clock starts

    path = f"wcs/{instance}" if instance else "wcs"
    if not instance:
        os.environ["TIMESTACK_CLIENT_ID"], os.environ["TIMESTACK_CLIENT_SECRET"] = CLIENT
    return lambda: timestack.fetch_stack(
        connection=f"{address}/ogc/{path}", collection=COLLECTION, bands=bands, bbox=BOX, crs="EPSG:32633",
        start=START, end=last_day(dates), output=folder / "stack.tif",
    )  # fmt: skip


def configure(address: str, instance: str):
    """sentinelhub-py's configuration and collection for the hub."""
    import sentinelhub

    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    config = sentinelhub.SHConfig(use_defaults=True)
    config.sh_base_url, config.instance_id = address, instance
    config.sh_token_url = f"{address}/auth/realms/main/protocol/openid-connect/token"
    config.sh_client_id, config.sh_client_secret = CLIENT
    collection = sentinelhub.DataCollection.SENTINEL2_L2A.define_from("BENCH", service_url=address)
    return sentinelhub, config, collection


def prepare_wcs_request(address: str, instance: str, folder: Path, dates: int) -> Callable[[], None]:
    """sentinelhub-py's WcsRequest: lists the dates by WFS and asks once for each."""
    sentinelhub, config, collection = configure(address, instance)

    def fetch() -> None:
        request = sentinelhub.WcsRequest(
            data_folder=str(folder), data_collection=collection, layer="SENTINEL-2-L2A", maxcc=1.0, config=config,
            bbox=sentinelhub.BBox(BOX, sentinelhub.CRS.UTM_33N), time=(START, last_day(dates)), resx="10m", resy="10m",
            image_format=sentinelhub.MimeType.TIFF,
            custom_url_params={
                sentinelhub.CustomUrlParam.EVALSCRIPT: SCRIPT, sentinelhub.CustomUrlParam.SHOWLOGO: False,
            },
        )  # fmt: skip
        request.save_data()
        files = [str(folder / name) for name in request.get_filename_list()]
        days = [day.strftime("%Y-%m-%d") for day in request.get_dates()]
        (folder / "files.json").write_text(json.dumps(dict(sorted(zip(days, files)))))

    return fetch


def prepare_process_request(address: str, instance: str, folder: Path, dates: int) -> Callable[[], None]:
    """sentinelhub-py's SentinelHubRequest for each date that its Catalog lists, all given to its download client."""
    sentinelhub, config, collection = configure(address, "")
    from sentinelhub.api.catalog import get_available_timestamps

    def fetch() -> None:
        box = sentinelhub.BBox(BOX, sentinelhub.CRS.UTM_33N)
        times = get_available_timestamps(box, (START, last_day(dates)), collection, config=config)
        requests = {
            day: sentinelhub.SentinelHubRequest(
                data_folder=str(folder), evalscript=SCRIPT, bbox=box, size=(SIDE, SIDE), config=config,
                input_data=[sentinelhub.SentinelHubRequest.input_data(collection, time_interval=(day, day))],
                responses=[sentinelhub.SentinelHubRequest.output_response("default", sentinelhub.MimeType.TIFF)],
            )
            for day in sorted({moment.strftime("%Y-%m-%d") for moment in times})
        }  # fmt: skip
        downloads = [request.download_list[0] for request in requests.values()]
        for download in downloads:
            download.save_response = True
        sentinelhub.SentinelHubDownloadClient(config=config).download(downloads, decode_data=False)
        files = {day: str(folder / request.get_filename_list()[0]) for day, request in requests.items()}
        (folder / "files.json").write_text(json.dumps(files))

    return fetch


def prepare_curl(address: str, instance: str, folder: Path, dates: int) -> Callable[[], None]:
    """A loop of curl over the questions in urls.txt."""
    loop = 'n=0; while read -r url; do n=$((n+1)); curl -sf -o "part_$n.tif" "$url" || exit 1; done < urls.txt'
    return lambda: subprocess.run(["bash", "-c", loop], cwd=folder, check=True) and None


WAYS = {
    "timestack, WCS": prepare_timestack,
    "timestack, Process API": prepare_timestack,
    "sentinelhub WcsRequest": prepare_wcs_request,
    "SentinelHubRequest": prepare_process_request,
    "curl, the same questions": prepare_curl,
}
GROWING = "timestack, one band"
WITHOUT_INSTANCE = ("timestack, Process API", "SentinelHubRequest")


def put_together(folder: Path) -> float:
    """Seconds that GDAL takes to make one stack of the files, in the layout of ours."""
    from osgeo import gdal

    gdal.UseExceptions()
    start, layers = time.perf_counter(), []
    for number, file in enumerate(json.loads((folder / "files.json").read_text()).values()):
        for band in range(1, len(BANDS) + 1):
            layers.append(f"/vsimem/{number}_{band}.vrt")
            gdal.Translate(layers[-1], file, format="VRT", bandList=[band])
    options = "TILED=YES BLOCKXSIZE=64 BLOCKYSIZE=64 INTERLEAVE=BAND COMPRESS=DEFLATE PREDICTOR=2 BIGTIFF=IF_SAFER"
    stack = gdal.BuildVRT("/vsimem/all.vrt", layers, separate=True)
    gdal.Translate(str(folder / "stack.tif"), stack, creationOptions=options.split())
    return time.perf_counter() - start


def read_peak_mb() -> float:
    """Most resident memory of this process; getrusage would tell that of the process it was forked from."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def run_way(way: str, address: str, instance: str, folder: Path, dates: int) -> None:
    """In the measured process: prints what it took, as JSON."""
    fetch = {**WAYS, GROWING: prepare_growing}[way](address, "" if way in WITHOUT_INSTANCE else instance, folder, dates)
    start = time.perf_counter()
    fetch()
    seconds = time.perf_counter() - start
    peak_mb = read_peak_mb()
    own_s = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    joining_s = put_together(folder) if (folder / "files.json").exists() else 0.0
    print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "processor_s": own_s, "joining_s": joining_s}))


def measure(way: str, hub: list[str], folder: Path, dates: int = DATES) -> dict[str, float]:
    """One way in a process of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, __file__, "--way", way, "--hub", *hub, "--folder", str(folder), "--dates", str(dates)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{way}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def read_dates(folder: Path) -> dict[str, np.ndarray]:
    """Pixels (band, y, x) by day, of a stack of ours or of files by date."""
    from osgeo import gdal

    if (folder / "files.json").exists():
        files = json.loads((folder / "files.json").read_text())
        return {day: gdal.Open(file).ReadAsArray() for day, file in files.items()}
    dataset, found = gdal.Open(str(folder / "stack.tif")), {}
    for first in range(1, dataset.RasterCount + 1, len(BANDS)):
        day = dataset.GetRasterBand(first).GetDescription().split()[0]
        bands = list(range(first, first + len(BANDS)))
        found[day] = np.stack([dataset.GetRasterBand(band).ReadAsArray() for band in bands])
    return found


def are_equal(folders: list[Path]) -> bool:
    """Whether all have the same dates and pixels."""
    first = read_dates(folders[0])
    others = [read_dates(folder) for folder in folders[1:]]
    return all(
        list(first) == list(other) and all(np.array_equal(first[day], other[day]) for day in first) for other in others
    )


def compete(server: subprocess.Popen, hub: list[str], root: Path) -> tuple[dict[str, dict[str, float]], bool]:
    """The best of several rounds of each, and whether all pixels are the same."""
    best: dict[str, dict[str, float]] = {}
    urls: list[str] = []
    for _ in range(ROUNDS):
        for way in WAYS:
            folder = root / way.replace(" ", "_").replace(",", "")
            subprocess.run(["rm", "-rf", str(folder)], check=True)
            folder.mkdir()
            if way.startswith("curl"):
                (folder / "urls.txt").write_text("\n".join(urls) + "\n")
            result = measure(way, hub, folder)
            print("\n", file=server.stdin, end="", flush=True)
            asked, result["questions"], result["hub_s"] = json.loads(server.stdout.readline())
            urls = asked if way == "timestack, WCS" else urls
            if way not in best or result["seconds"] < best[way]["seconds"]:
                best[way] = result
    folders = [folder for folder in sorted(root.iterdir()) if "curl" not in folder.name]
    return best, are_equal(folders)


def main(output: Path) -> int:
    """Print the tables, write the figures; 1 where a target is missed."""
    try:
        import sentinelhub
    except ImportError:
        print("sentinelhub-py is not here: nothing to compare with")
        return 0
    with tempfile.TemporaryDirectory(prefix="bench_", dir=output.resolve()) as name:
        command = [sys.executable, __file__, "--serve"]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            hub = json.loads(server.stdout.readline())
            (Path(name) / "peers").mkdir()
            ways, same = compete(server, hub, Path(name) / "peers")
            growth = {n: measure(GROWING, hub, Path(name) / f"growth_{n}", n) for n in GROWTH}
        finally:
            server.stdin.close()
            server.wait(20)
    raw_mb = SIDE * SIDE * len(BANDS) * DATES * 2 / 1e6
    size = f"{DATES} dates x {len(BANDS)} bands x {SIDE} x {SIDE}, UInt16: {raw_mb:.0f} MB"
    print(f"{size}; sentinelhub-py {sentinelhub.__version__}; best of {ROUNDS}; seconds")
    heads = ("as asked", "in a stack", "own CPU", "hub CPU", "peak MB", "images")
    print(f"{'way':<26}" + "".join(f"{head:>12}" for head in heads))
    for way, result in ways.items():
        stack = "" if way.startswith("curl") else f"{stack_seconds(result):.1f}"
        cpu = f"{result['processor_s']:>12.1f}{result['hub_s']:>12.1f}"
        seconds = f"{result['seconds']:>12.1f}{stack:>12}"
        print(f"{way:<26}{seconds}{cpu}{result['peak_mb']:>12.0f}{result['questions']:>12.0f}")
    return judge(output, ways, same, growth)


def stack_seconds(result: dict[str, float]) -> float:
    """Until there is one stack: sentinelhub-py leaves a file per date, which are put together afterwards."""
    return result["seconds"] + result["joining_s"]


def judge(output: Path, ways: dict, same: bool, growth: dict) -> int:
    """Hold the figures against the targets."""
    ours, process = ways["timestack, WCS"], ways["timestack, Process API"]
    floor = ours["seconds"] / ways["curl, the same questions"]["seconds"]
    least, most = growth[GROWTH[0]]["peak_mb"], max(growth[n]["peak_mb"] for n in GROWTH)
    verdicts = {
        "same pixels": same,
        "stack ahead of WcsRequest": ours["seconds"] < stack_seconds(ways["sentinelhub WcsRequest"]),
        "stack ahead of SentinelHubRequest": process["seconds"] < stack_seconds(ways["SentinelHubRequest"]),
        f"within {MOST_FLOOR} x the floor": floor <= MOST_FLOOR,
        "memory flat": most <= MOST_GROWTH * least,
    }
    print(f"timestack takes {floor:.2f} x the floor")
    print("memory: " + ", ".join(f"{n} dates {growth[n]['peak_mb']:.0f} MB" for n in GROWTH))
    for target, holds in verdicts.items():
        print(f"{target}: {'yes' if holds else 'NO'}")
    record = {"ways": ways, "floor_ratio": floor, "growth": growth, "verdicts": verdicts}
    (output / "fetch_peers.json").write_text(json.dumps(record, indent=1), encoding="utf-8")
    return 0 if all(verdicts.values()) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, default=Path("bench_output"))
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--way")
    parser.add_argument("--hub", nargs=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--dates", type=int, default=DATES)
    chosen = parser.parse_args()
    if chosen.serve:
        serve()
    elif chosen.way:
        run_way(chosen.way, *chosen.hub, chosen.folder, chosen.dates)
    else:
        sys.exit(main(chosen.output))
