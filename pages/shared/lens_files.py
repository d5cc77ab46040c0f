"""Lists of customers by lens, as files to take away."""

from __future__ import annotations

from pages.shared import cache, downloads, language, state
from pages.shared.cache import Shop
from segmentation.exports.lens_list import Commission, LensFile, asking_file, disagreement_file, pair_file
from segmentation.parameters import Analysis
from segmentation.store.clock import now_utc, on_this_clock
from segmentation.views.disagreements import DisagreementList
from segmentation.views.lens_levels import LensCross
from segmentation.views.profile import ProfileView


def pair(shop: Shop, rules: Analysis, found: LensCross, at: tuple[int, int], *, title: str, key: str) -> None:
    """Workbook and csv of the customers at a pair of levels."""
    files(
        pair_file(commission(shop, rules, title), cache.profile_basis(shop, rules), found.rows, found.columns, at),
        key,
    )


def disagreement(shop: Shop, rules: Analysis, found: DisagreementList, *, title: str, key: str) -> None:
    """Workbook and csv of the customers that two lenses are at odds about."""
    files(
        disagreement_file(commission(shop, rules, title), cache.profile_basis(shop, rules), found.disagreement),
        key,
    )


def asking(shop: Shop, rules: Analysis, view: ProfileView, *, title: str, key: str) -> None:
    """Workbook and csv of whom to ask what."""
    files(asking_file(commission(shop, rules, title), cache.profile_basis(shop, rules), view.questions), key)


def commission(shop: Shop, rules: Analysis, title: str) -> Commission:
    """Whose list it is and how it is called, for its cover and its file's name."""
    card = state.shop_card()
    return Commission(
        workspace=state.workspace(shop),
        found=cache.basis(shop, rules),
        words=language.words(),
        shop_name=card.name if card else "",
        list_name=title,
        made_at=on_this_clock(now_utc()),
    )


def files(made: LensFile, key: str) -> None:
    """Workbook and csv of a list."""
    what = made.made_for
    as_of = what.found.analysis.period.as_of
    downloads.files(what.shop_name, what.list_name, as_of, workbook=made.workbook, csv=made.csv, key=key)
