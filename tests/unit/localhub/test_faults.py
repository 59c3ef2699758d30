# SPDX-License-Identifier: GPL-2.0-or-later
"""Which questions are struck: rules, chance, and plans from outside."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from timestack.plugin.localhub.faults import IMAGE_KINDS, KINDS, FaultPlan, FaultRule, Faults, read_plan, write_plan
from timestack.plugin.localhub.question import Question

IMAGE = Question("GET", "/ogc/wcs/demo", "SERVICE=WCS&REQUEST=GetCoverage")
DOCUMENT = Question("GET", "/ogc/wcs/demo", "SERVICE=WCS&REQUEST=GetCapabilities")
LIST = Question("GET", "/ogc/wfs/demo", "SERVICE=WFS&REQUEST=GetFeature")


def struck(plan: FaultPlan, count: int = 20, question: Question = IMAGE) -> list[int]:
    """Numbers of the questions that are struck."""
    faults, service = Faults(plan), question.route.service
    return [number for number in range(1, count + 1) if faults.draw(service, question) is not None]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (FaultRule("500"), []),
        (FaultRule("500", first=3), [1, 2, 3]),
        (FaultRule("500", every=6), [6, 12, 18]),
        (FaultRule("500", numbers=(2, 7)), [2, 7]),
        (FaultRule("500", first=1, numbers=(4,), every=10), [1, 4, 10, 20]),
        (FaultRule("500", probability=1.0), list(range(1, 21))),
    ],
)
def test_a_rule_strikes_what_it_says(rule: FaultRule, expected: list[int]) -> None:
    assert struck(FaultPlan((rule,))) == expected


def test_chance_does_not_depend_on_the_order_of_questions() -> None:
    questions = [Question("GET", "/ogc/wcs/demo", f"REQUEST=GetCoverage&WIDTH={width}") for width in range(60)] * 2
    plan = FaultPlan((FaultRule("500", probability=0.3),), seed=4)

    def fates(order: list[Question]) -> Counter:
        faults = Faults(plan)
        return Counter(question.key for question in order if faults.draw("wcs", question))

    first = fates(questions)
    assert fates(questions[::-1]) == first
    assert {1, 2} == set(first.values())


def test_chance_depends_on_the_seed() -> None:
    plans = [FaultPlan((FaultRule("500", probability=0.3),), seed=seed) for seed in (1, 1, 2)]
    first, again, other = (struck(plan, 400) for plan in plans)
    assert first == again != other
    assert 90 < len(first) < 150


def test_the_first_rule_that_holds_strikes_and_all_count() -> None:
    faults = Faults(FaultPlan((FaultRule("500", first=1), FaultRule("503", first=2), FaultRule("drop", every=2))))
    kinds = [rule.kind if rule else "" for rule in (faults.draw("wcs", IMAGE) for _ in range(5))]
    assert kinds == ["500", "503", "", "drop", ""]
    assert dict(faults.struck) == {"500": 1, "503": 1, "drop": 1}


def test_rules_count_their_own_services_only() -> None:
    faults = Faults(FaultPlan((FaultRule("500", ("wfs",), numbers=(2,)),)))
    assert [faults.draw("wcs", IMAGE), faults.draw("wfs", LIST), faults.draw("wcs", IMAGE)] == [None] * 3
    assert faults.draw("wfs", LIST).kind == "500"


@pytest.mark.parametrize("kind", IMAGE_KINDS)
def test_faults_of_images_leave_documents_alone(kind: str) -> None:
    faults = Faults(FaultPlan((FaultRule(kind, first=1),)))
    assert faults.draw("wcs", DOCUMENT) is None
    assert faults.draw("wfs", LIST) is None
    assert faults.draw("wcs", IMAGE).kind == kind


def test_the_same_question_is_struck_only_so_often() -> None:
    faults = Faults(FaultPlan((FaultRule("500", probability=1.0),), per_question=2))
    other = Question("GET", "/ogc/wcs/demo", "SERVICE=WCS&REQUEST=GetCoverage&WIDTH=5")
    assert [faults.draw("wcs", one) is not None for one in (IMAGE, other, IMAGE, IMAGE, other, other)] == [
        True, True, True, False, True, False,
    ]  # fmt: skip


def test_no_question_is_counted_twice_by_threads() -> None:
    faults = Faults(FaultPlan((FaultRule("500", every=2),)))
    found: list = []
    threads = [
        threading.Thread(target=lambda: found.extend(faults.draw("wcs", IMAGE) for _ in range(200))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(rule is not None for rule in found) == faults.struck["500"] == 800


def test_plans_travel_as_json() -> None:
    rules = tuple(FaultRule(kind, ("wcs", "process"), 0.25, 2, 3, (4, 5), "seconds", days=-2) for kind in KINDS)
    plan = FaultPlan(rules, 7, 3)
    assert read_plan(write_plan(plan)) == plan
    assert read_plan({"rules": [{"kind": "slow", "delay_s": 1}]}) == FaultPlan((FaultRule("slow", delay_s=1),))


@pytest.mark.parametrize(
    "content",
    [
        None, [], "429", {"rules": {}}, {"rules": [{}]}, {"rules": [{"kind": "nosuch"}]}, {"rules": ["429"]},
        {"rules": [{"kind": "429", "probability": 2}]}, {"rules": [{"kind": "429", "first": -1}]},
        {"rules": [{"kind": "429", "first": True}]}, {"rules": [{"kind": "429", "services": ["moon"]}]},
        {"rules": [{"kind": "429", "services": "wcs"}]}, {"rules": [{"kind": "429", "retry_after": "days"}]},
        {"rules": [{"kind": "429", "surprise": 1}]}, {"rules": [{"kind": "truncate", "share": 1}]},
        {"rules": [{"kind": "429", "numbers": ["1"]}]}, {"rules": [{"kind": "slow", "delay_s": 1e300}]},
        {"rules": [{"kind": "slow", "delay_s": float("nan")}]}, {"seed": -1}, {"seed": 1.5}, {"wind": "strong"},
        {"rules": [{"kind": "429"}] * 1001}, {"rules": [{"kind": "429", "services": [["wcs"]]}]},
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused(content: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_plan(content)
