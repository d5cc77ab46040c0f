"""What pages ask of the lenses, each computed once and kept."""

from __future__ import annotations

from typing import cast

from pages.shared import cache
from pages.shared.cache import Shop
from segmentation.classifications.lenses import LENSES
from segmentation.parameters import Analysis
from segmentation.views import disagreements as disagreeing
from segmentation.views import lens_levels, rule_changes
from segmentation.views import list_choices as choices_of_lists
from segmentation.views import profile as profiles
from segmentation.views.disagreements import DisagreementCount, DisagreementList
from segmentation.views.lens_levels import LensCross
from segmentation.views.profile import PairList, ProfileView
from segmentation.views.rule_changes import LensMoves


def profile(shop: Shop, rules: Analysis) -> ProfileView:
    """How customers stand in the ten dimensions."""
    made = cache.kept(
        shop, "profile", (rules,), lambda place: profiles.profile(place, cache.profile_basis(shop, rules))
    )
    return cast(ProfileView, made)


def cross(shop: Shop, rules: Analysis, first: str, second: str) -> LensCross:
    """Two lenses against each other."""
    made = cache.kept(
        shop,
        "cross",
        (rules, first, second),
        lambda place: lens_levels.lens_cross(place, cache.profile_basis(shop, rules), LENSES[first], LENSES[second]),
    )
    return cast(LensCross, made)


def pair_list(shop: Shop, rules: Analysis, first: str, second: str, at: tuple[int, int]) -> PairList:
    """The customers of a pair of levels."""
    made = cache.kept(
        shop,
        "pair",
        (rules, first, second, at),
        lambda place: profiles.pair_list(place, cache.profile_basis(shop, rules), LENSES[first], LENSES[second], at),
    )
    return cast(PairList, made)


def disagreements(shop: Shop, rules: Analysis) -> tuple[DisagreementCount, ...]:
    """How many customers each pair of lenses is at odds about."""
    made = cache.kept(
        shop,
        "disagreements",
        (rules,),
        lambda place: disagreeing.disagreement_counts(place, cache.profile_basis(shop, rules)),
    )
    return cast(tuple[DisagreementCount, ...], made)


def disagreement_list(shop: Shop, rules: Analysis, key: str) -> DisagreementList:
    """The customers that a pair of lenses is at odds about."""
    each = next(one for one in disagreeing.DISAGREEMENTS if one.key == key)
    made = cache.kept(
        shop,
        "disagreement",
        (rules, key),
        lambda place: disagreeing.disagreement_list(place, cache.profile_basis(shop, rules), each),
    )
    return cast(DisagreementList, made)


def lens_choices(shop: Shop, rules: Analysis) -> dict[str, dict[str | None, int]]:
    """What a list can be asked for by the lenses that have no filter of their own."""
    made = cache.kept(
        shop,
        "lens choices",
        (rules,),
        lambda place: choices_of_lists.lens_choices(place, cache.profile_basis(shop, rules)),
    )
    return cast(dict[str, dict[str | None, int]], made)


def rule_moves(shop: Shop, in_use: Analysis, tried: Analysis, rules: str) -> tuple[LensMoves, ...]:
    """Who changes level by the rules that are tried."""
    basis = cache.profile_basis if rule_changes.needs_profile(rules) else cache.basis
    made = cache.kept(
        shop,
        "rule moves",
        (in_use, tried, rules),
        lambda place: rule_changes.rule_moves(place, basis(shop, in_use), basis(shop, tried), rules),
    )
    return cast(tuple[LensMoves, ...], made)
