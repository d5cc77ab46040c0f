"""Every rule that was ever in use stays known, with what it changed, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from segmentation.classifications.rfm_segments import DEFAULT, UnsoundSegmentTable
from segmentation.parameters import Period, Scoring, SegmentName, SegmentRules, VipRules, Weights, from_json, to_json
from segmentation.parameters.texts import FORMAT, RulesTooNew
from segmentation.store.home import Home
from segmentation.store.saved import IN_USE, forget, rule_versions, save
from segmentation.store.workspace import Workspace
from segmentation.views import chosen
from segmentation.views.rule_history import FieldChange, rule_history, take_back

PERIOD = Period(date(2024, 6, 30))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "shops")
    yield home.open(home.create("Shop"))
    home.close_all()


def test_each_change_stays_and_says_what_it_changed(workspace: Workspace) -> None:
    assert rule_history(workspace) == ()
    chosen.use(workspace, "vip", VipRules(grace_days=30))
    chosen.use(workspace, "vip", VipRules(grace_days=30))  # nothing new
    chosen.use(workspace, "scoring", Scoring(weights=Weights(Decimal(1))))
    chosen.use_default(workspace, "vip")
    chosen.use_default(workspace, "vip")

    found = rule_history(workspace)
    assert [(one.rules_of, one.is_default, one.is_in_use) for one in found] == [
        ("vip", True, True),
        ("scoring", False, True),
        ("vip", False, False),
    ]
    assert [one.changes for one in found] == [
        (FieldChange("grace_days", 30, 60),),
        (FieldChange("weights.r", Decimal(4), Decimal(1)),),
        (FieldChange("grace_days", 60, 30),),
    ]
    assert [one.value is None for one in rule_versions(workspace)] == [True, False, False]


def test_segments_with_a_hole_or_an_overlap_are_not_taken_into_use(workspace: Workspace) -> None:
    first, *others = DEFAULT.rules
    for boxes in (tuple(others), (replace(first, key="Own"), *DEFAULT.rules)):
        with pytest.raises(UnsoundSegmentTable):
            chosen.use(workspace, "segments", SegmentRules(boxes))
    assert rule_history(workspace) == ()
    assert chosen.segments_in_use(workspace) == DEFAULT


def test_a_renamed_segment_is_said_by_both_names(workspace: Workspace) -> None:
    names = tuple(SegmentName(level.key, level.name) for level in DEFAULT.levels[1:])
    renamed = SegmentName(DEFAULT.levels[0].key, "Stars")
    chosen.use(workspace, "segments", SegmentRules(DEFAULT.rules, (renamed, *names)))

    (change,) = rule_history(workspace)
    cells = tuple((box.r, box.f, box.m) for box in DEFAULT.rules if box.key == renamed.key)
    assert set(change.changes) == {
        FieldChange("Stars", None, cells),
        FieldChange(DEFAULT.levels[0].name, cells, None),
    }


def test_an_earlier_version_is_taken_back_as_the_newest(workspace: Workspace) -> None:
    for days in (10, 20):
        chosen.use(workspace, "vip", VipRules(grace_days=days))
    take_back(workspace, 1)
    assert chosen.analysis_in_use(workspace, PERIOD).vip.grace_days == 10
    assert [(one.version_id, one.is_in_use) for one in rule_history(workspace)] == [(3, True), (2, False), (1, True)]

    chosen.use_default(workspace, "vip")
    take_back(workspace, 2)
    take_back(workspace, 4)
    assert chosen.analysis_in_use(workspace, PERIOD).vip == VipRules()
    assert rule_versions(workspace)[0].value is None


def test_rules_and_their_history_are_written_together_or_not_at_all(workspace: Workspace) -> None:
    with workspace.noting() as cursor:
        cursor.execute("alter table rule_versions rename to elsewhere")
    with pytest.raises(duckdb.Error):
        chosen.use(workspace, "vip", VipRules(grace_days=1))
    assert chosen.analysis_in_use(workspace, PERIOD).vip == VipRules()


def test_what_is_no_rule_in_use_has_no_history(workspace: Workspace) -> None:
    save(workspace, "list", "Regulars", "{}")
    forget(workspace, "list", "Regulars")
    assert rule_versions(workspace) == ()


def test_saved_rules_tell_their_format_and_an_older_text_is_of_the_first() -> None:
    text = to_json(VipRules(grace_days=7))
    said = json.loads(text)
    assert said.pop("format") == FORMAT
    assert from_json(VipRules, text) == from_json(VipRules, json.dumps(said)) == VipRules(grace_days=7)


@pytest.mark.parametrize("found", [FORMAT + 1, "2.0"])
def test_rules_of_a_newer_program_are_refused_in_a_sentence(workspace: Workspace, found: object) -> None:
    said = json.loads(to_json(VipRules())) | {"format": found}
    save(workspace, IN_USE, "vip", json.dumps(said))
    with pytest.raises(RulesTooNew, match=rf"format {found}; this program knows up to {FORMAT}"):
        chosen.analysis_in_use(workspace, PERIOD)
