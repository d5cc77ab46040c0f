"""Why each customer of a disagreement is on its list, held against plain SQL; and what a shop's own segments leave untold."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from segmentation.classifications.reasons import REASONS
from segmentation.locale import LANGUAGES, Words
from segmentation.parameters import (
    Analysis,
    ClassLimits,
    FinalRules,
    Period,
    Scoring,
    SegmentName,
    SegmentRule,
    SegmentRules,
)
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import basis
from segmentation.views.disagreements import (
    DISAGREEMENTS,
    Disagreement,
    DisagreementCount,
    disagreement_counts,
    disagreement_list,
)
from segmentation.views.disagreements_wording import worded_rows
from segmentation.views.profile_basis import PROFILE, ProfileBasis, profile_basis
from tests.views.reason_oracle import ANSWERS, EXPECTED, NUMBERS, WORDS
from tests.views.voices import tell

# Limits by which some VIPs are of low class; none of the demo shop is by the default ones.
STRICT = Scoring(class_limits=ClassLimits(a=Decimal(98), b=Decimal(96), c=Decimal(90)))


@pytest.fixture(scope="module")
def talked_of(demo_seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo shop with answers and entered values. Only to be read."""
    home = Home(Path(shutil.copytree(demo_seed, tmp_path_factory.mktemp("talked_of") / "shops")))
    workspace = home.open(home.shops()[0].id)
    tell(workspace, _last_day(workspace))
    yield workspace
    home.close_all()


def _last_day(workspace: Workspace) -> Any:
    return workspace.query("select max(order_date) as last from orders")["last"][0].as_py()


def _profile(workspace: Workspace, *, window_days: int | None = None, **rules: Any) -> ProfileBasis:
    return profile_basis(workspace, basis(workspace, Analysis(Period(_last_day(workspace), window_days), **rules)))


def _numbers(workspace: Workspace, found: ProfileBasis) -> dict[int, dict[str, Any]]:
    """Customer → what plain SQL knows of them."""
    known: dict[int, dict[str, Any]] = {}
    for sql in (NUMBERS, ANSWERS):
        for row in workspace.query(sql.replace("$as_of", f"date '{_last_day(workspace)}'")).to_pylist():
            known.setdefault(row["customer_id"], {"rating": None, "score": None}).update(row)
    sources = workspace.query_kept(
        found.kept, f'select customer_id, satisfaction_provenance, influence_provenance from "{PROFILE}"'
    )
    for row in sources.to_pylist():
        known[row["customer_id"]].update(row)
    return known


def _listed(
    workspace: Workspace, found: ProfileBasis, each: Disagreement, words: Words = WORDS
) -> list[tuple[dict[str, Any], str]]:
    """Every customer of the list, with the reason."""
    whole = disagreement_list(workspace, found, each, most=None)
    why = worded_rows(whole, found, words)["why"].to_pylist()
    return list(zip(whole.rows.to_pylist(), why, strict=True))


def test_each_reason_says_what_plain_sql_finds(talked_of: Workspace) -> None:
    said: set[tuple[str, str]] = set()
    for scoring in (Scoring(), STRICT):
        found = _profile(talked_of, scoring=scoring)
        numbers = _numbers(talked_of, found)
        for each in DISAGREEMENTS:
            for row, why in _listed(talked_of, found, each):
                one = numbers[row["customer_id"]]
                sides = ((each.high.lens, row["high_level"], True), (each.low.lens, row["low_level"], False))
                expected = [EXPECTED[lens](one | {"level": level}, found, is_high=high) for lens, level, high in sides]
                assert why.splitlines() == expected
                said |= {(lens, sentence.split()[1]) for (lens, _, _), sentence in zip(sides, expected, strict=True)}
    assert {lens for lens, _ in said} == set(REASONS)
    # Lost and not lost, by an answer and by hand.
    assert {("vip_level", "lost,"), ("vip_level", "spent"), ("satisfaction", "satisfaction:")} <= said


def test_every_side_has_a_reason() -> None:
    assert {side.lens for each in DISAGREEMENTS for side in (each.high, each.low)} == set(REASONS) == set(EXPECTED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reason_is_left_unfilled(talked_of: Workspace, language: str) -> None:
    found = _profile(talked_of, window_days=730, scoring=STRICT, final=FinalRules(by_total=True))
    words = Words(language, "CNY")
    for each in DISAGREEMENTS:
        for _, why in _listed(talked_of, found, each, words):
            high, low = why.splitlines()
            assert high
            assert low
            assert not {"{", "}", "\0"} & set(why)


def test_what_was_brought_in_a_window_is_said_so(talked_of: Workspace) -> None:
    found = _profile(talked_of, window_days=730)
    loyal = next(each for each in DISAGREEMENTS if each.key == "loyal-low-value")
    row, why = _listed(talked_of, found, loyal)[0]
    assert f"Low value: brought {WORDS.money(row['monetary'])} in 730 days (middle from " in why


def _own(*boxes: SegmentRule) -> SegmentRules:
    names = {box.key: SegmentName(box.key, f"=My {{0}} {box.key}") for box in boxes}
    return SegmentRules(boxes=boxes, names=tuple(names.values()))


def _counted(workspace: Workspace, found: ProfileBasis) -> dict[str, DisagreementCount]:
    return {one.disagreement.key: one for one in disagreement_counts(workspace, found)}


def test_a_segment_table_without_the_levels_leaves_their_pairs_untold(talked_of: Workspace) -> None:
    counted = _counted(talked_of, _profile(talked_of, segments=_own(SegmentRule("mine"))))
    assert {key: one.absent for key, one in counted.items() if one.absent} == {
        "champion-low-value": ("Champions",),
        "high-value-away": ("Hibernating", "At risk", "Can't lose"),
    }
    assert {key for key, one in counted.items() if not one.is_told} == {"champion-low-value", "high-value-away"}
    built_in = _counted(talked_of, _profile(talked_of))
    assert all(one.is_told for one in built_in.values())
    told = {key for key, one in counted.items() if one.is_told}
    assert {key: counted[key].customers for key in told} == {key: built_in[key].customers for key in told}


def test_an_own_segment_is_named_and_told_with_m(talked_of: Workspace) -> None:
    segments = _own(SegmentRule("champions", r=(4, 5)), SegmentRule("at risk", r=(1, 3)))
    found = _profile(talked_of, segments=segments)
    counted = _counted(talked_of, found)
    assert all(one.is_told for one in counted.values())
    listed = _listed(talked_of, found, counted["champion-low-value"].disagreement)
    assert len(listed) == counted["champion-low-value"].customers > 0
    for row, why in listed:
        r, f, m = (int(score) for score in str(row["cell"]))
        assert why.startswith(f"=My {{0}} champions: R {r} with the last purchase ")
        assert f"F {f} with " in why
        assert f"M {m} with {WORDS.money(row['monetary'])} in all" in why
