from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from segmentation.locale import Words
from segmentation.playbook.store_stage import CARE, QUARTER_DAYS
from segmentation.store.consultations import (
    NotACount,
    NotTicked,
    care_done,
    consultations,
    enter_consultations,
    tick_care,
    untick_care,
)
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.attention import care_notices
from segmentation.views.basis import Basis
from segmentation.views.store_stage import PERIODS, RegularShares, regular_shares, store_stage_view
from tests.reference import levels as reference
from tests.views.labelled_customers import STORED_LINES

TODAY = date(2026, 7, 1)

REGULARS = """
with active as (
    select c, count(*) as n from orders, as_of where r > 0 and d > day - $days group by c)
select count(*), count(*) filter (pd >= 2), count(*) filter (pd >= 3 and level not in ('at risk', 'lost')),
       sum(n)::int, sum(n) filter (pd >= 2)::int, sum(n) filter (pd >= 3 and level not in ('at risk', 'lost'))::int
from active join measures using (c) join stages using (c)
"""


@pytest.fixture
def shop(one_customer_home: Path) -> Iterator[Workspace]:
    home = Home(one_customer_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


def test_old_and_loyal_customers_equal_plain_sql(tea_house: Workspace, tea_house_basis: Basis) -> None:
    connection = reference.shop(tea_house.query(STORED_LINES))
    for days in PERIODS:
        twin = connection.execute(REGULARS, {"days": days}).fetchall()[0]
        assert regular_shares(tea_house, tea_house_basis, days) == RegularShares(*twin)


def test_loyal_customers_are_old_and_shares_lie_between_0_and_1(tea_house: Workspace, tea_house_basis: Basis) -> None:
    found = regular_shares(tea_house, tea_house_basis, 90)

    for by_orders in (False, True):
        loyal, old = (found.share(kind, by_orders=by_orders) for kind in ("loyal", "old"))
        assert loyal is not None
        assert old is not None
        assert 0 < loyal <= old <= 1


def test_nobody_active_has_no_share() -> None:
    assert RegularShares(0, 0, 0, 0, 0, 0).share("old", by_orders=False) is None


def test_nothing_typed_in_has_no_stage(shop: Workspace) -> None:
    view = store_stage_view(shop, TODAY)

    assert (view.now, view.stage, view.following, view.target, view.care) == (None, None, None, None, ())


def test_the_latest_day_decides_and_a_day_typed_again_takes_the_new_number(shop: Workspace) -> None:
    version = shop.data_version
    for day, per_day in ((date(2026, 6, 2), 600), (date(2026, 6, 1), 40), (date(2026, 6, 2), 120)):
        enter_consultations(shop, day, per_day)

    assert [(one.counted_on, one.per_day) for one in consultations(shop)] == [
        (date(2026, 6, 1), 40),
        (date(2026, 6, 2), 120),
    ]
    view = store_stage_view(shop, TODAY)
    assert view.stage == "intermediate"
    assert [one.item for one in view.care] == list(CARE["intermediate"])
    assert shop.data_version == version


@pytest.mark.parametrize("per_day", [-1, 1_000_001])
def test_a_count_that_cannot_be_is_refused(shop: Workspace, per_day: int) -> None:
    with pytest.raises(NotACount):
        enter_consultations(shop, TODAY, per_day)
    assert consultations(shop) == ()


def test_care_is_ticked_with_its_day_and_taken_back(shop: Workspace) -> None:
    enter_consultations(shop, TODAY, 10)
    tick_care(shop, "new", "check", date(2026, 6, 1))
    tick_care(shop, "new", "check", date(2026, 6, 20))
    tick_care(shop, "new", "check", date(2026, 6, 20))

    checked = {one.item.key: one for one in store_stage_view(shop, TODAY).care}
    assert (checked["check"].done_on, checked["check"].is_due) == (date(2026, 6, 20), False)
    assert (checked["speed"].done_on, checked["speed"].is_due) == (None, True)

    untick_care(shop, "new", "check", date(2026, 6, 20))
    assert care_done(shop, "new") == {"check": date(2026, 6, 1)}
    with pytest.raises(NotTicked):
        untick_care(shop, "new", "check", date(2026, 6, 20))


@pytest.mark.parametrize(("per_day", "stage"), [(10, "new"), (150, "intermediate"), (501, "advanced")])
def test_the_care_of_every_stage_comes_again_each_quarter(shop: Workspace, per_day: int, stage: str) -> None:
    enter_consultations(shop, TODAY, per_day)
    item = CARE[stage][-1].key
    everything = len(CARE[stage])

    assert store_stage_view(shop, TODAY).due == everything
    tick_care(shop, stage, item, TODAY)
    assert store_stage_view(shop, TODAY + timedelta(days=QUARTER_DAYS - 1)).due == everything - 1
    assert store_stage_view(shop, TODAY + timedelta(days=QUARTER_DAYS)).due == everything


def test_care_items_have_keys_of_their_own() -> None:
    for items in CARE.values():
        assert len({item.key for item in items}) == len(items)


def test_the_overview_is_told_of_care_that_is_due_once_the_stage_is_known(shop: Workspace) -> None:
    assert care_notices(store_stage_view(shop, TODAY)) == ()
    enter_consultations(shop, TODAY, 10)
    (notice,) = care_notices(store_stage_view(shop, TODAY))
    assert notice.texts(Words("en"))[0] == f"Due on the store's care list: {len(CARE['new'])}"

    for item in CARE["new"]:
        tick_care(shop, "new", item.key, TODAY)
    assert care_notices(store_stage_view(shop, TODAY)) == ()
    assert len(care_notices(store_stage_view(shop, TODAY + timedelta(days=QUARTER_DAYS)))) == 1
