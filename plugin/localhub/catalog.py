# SPDX-License-Identifier: GPL-2.0-or-later
"""The Catalog API: which collections and scenes there are, as STAC."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.dates import UTC, format_instant
from .answers import Answer, Refusal, json_answer
from .catalog_items import describe_item
from .catalog_query import CatalogQuestion, read_catalog_question
from .charges import units_of_list
from .extents import measure
from .instance import Instance
from .json_body import parse_json
from .process_query import find_source
from .question import Question
from .selection import keep_newest_day, select_scenes, sort_scenes
from .source import SceneRecord, SceneSource

_STAC_VERSION = "1.0.0"
_CONFORMANCE = (
    "https://api.stacspec.org/v1.0.0/core", "https://api.stacspec.org/v1.0.0/collections",
    "https://api.stacspec.org/v1.0.0/item-search", "https://api.stacspec.org/v1.0.0/item-search#fields",
)  # fmt: skip


def answer_catalog(question: Question, rest: Sequence[str], instance: Instance, address: str) -> Answer:
    """Serve one question.

    :param rest: of the path, behind the version.
    :param address: of the Catalog.
    :raises Refusal: when it cannot be served.
    """
    rest = [part for part in rest if part]
    if rest == ["search"]:
        if question.method != "POST":
            raise Refusal("Method Not Allowed", 405, "COMMON_METHOD_NOT_ALLOWED")
        return _search(question, instance, address)
    if question.method != "GET":
        raise Refusal("Method Not Allowed", 405, "COMMON_METHOD_NOT_ALLOWED")
    if not rest:
        return json_answer(_landing_page(address))
    if rest == ["conformance"]:
        return json_answer({"conformsTo": list(_CONFORMANCE)})
    if rest == ["collections"]:
        described = [_describe_collection(source, address) for source in _unique(instance.sources)]
        return json_answer({"collections": described, "links": [_link("self", f"{address}/collections")]})
    if rest[0] == "collections" and len(rest) == 2:
        return json_answer(_describe_collection(_find(instance, rest[1]), address))
    raise Refusal("Not Found", 404, "COMMON_NOT_FOUND")


def _search(question: Question, instance: Instance, address: str) -> Answer:
    asked = read_catalog_question(parse_json(question.body))
    _find(instance, asked.collection)
    instance.admit(units_of_list(asked.query))
    records = _select(instance, asked)
    if asked.distinct:
        days = {record.time.astimezone(UTC).date().isoformat(): None for record in records}
        found: list = list(days)
    else:
        found = records
    page = found[asked.offset : asked.offset + asked.limit]
    if not asked.distinct:
        page = [describe_item(record, asked.collection, address, asked.fields) for record in page]
    context = {"limit": asked.limit, "returned": len(page)}
    if asked.offset + asked.limit < len(found):
        context["next"] = asked.offset + asked.limit
    content = {
        "type": "FeatureCollection", "features": page, "links": [_link("self", f"{address}/search")], "context": context
    }  # fmt: skip
    return Answer(json_answer(content).body, "application/geo+json;charset=UTF-8")


def _select(instance: Instance, asked: CatalogQuestion) -> list[SceneRecord]:
    """What the filters leave, newest first."""
    records = [
        record
        for source in instance.sources
        if find_source((source,), asked.collection) is not None
        for record in select_scenes(source, asked.query)
        if asked.holds(record)
    ]
    if asked.query.period.is_open:
        records = keep_newest_day(records)
    return sort_scenes(records, asked.query.priority)


def _find(instance: Instance, name: str) -> SceneSource:
    source = find_source(instance.sources, name)
    if source is None:
        raise Refusal(f"Collection {name[:80]} not found.", 404, "COMMON_NOT_FOUND")
    return source


def _unique(sources: Sequence[SceneSource]) -> list[SceneSource]:
    return list({source.collection_id: source for source in reversed(sources)}.values())[::-1]


def _landing_page(address: str) -> dict[str, object]:
    return {
        "type": "Catalog", "stac_version": _STAC_VERSION, "id": "timestack-hub", "title": "Timestack local hub",
        "description": "Local scenes, served as Sentinel Hub serves its own", "conformsTo": list(_CONFORMANCE),
        "links": [
            _link("self", f"{address}/"), _link("root", f"{address}/"), _link("conformance", f"{address}/conformance"),
            _link("data", f"{address}/collections"), _link("search", f"{address}/search"),
        ],
    }  # fmt: skip


def _describe_collection(source: SceneSource, address: str) -> dict[str, object]:
    extent = measure(source)
    interval = [format_instant(extent.times[0]), format_instant(extent.times[-1])] if extent.times else [None, None]
    return {
        "type": "Collection", "stac_version": _STAC_VERSION, "stac_extensions": [], "id": source.collection_id,
        "title": source.title, "description": source.title, "license": "various", "keywords": [], "providers": [],
        "extent": {"spatial": {"bbox": [list(extent.lonlat)]}, "temporal": {"interval": [interval]}},
        "summaries": {}, "links": [_link("self", f"{address}/collections/{source.collection_id}")],
    }  # fmt: skip


def _link(relation: str, address: str) -> dict[str, str]:
    return {"rel": relation, "href": address}
