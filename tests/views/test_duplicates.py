from __future__ import annotations

import random
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segmentation.parameters import Analysis, LifecycleRules, Period, VipRules
from segmentation.store import merges
from segmentation.store.customer_records import change
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import Basis, basis
from segmentation.views.duplicate_pairs import DuplicateLimits, Sign
from segmentation.views.duplicates import Person, Suspicion, suspected, suspicions, suspicions_answer, with_sign
from segmentation.views.execution import LABELLED
from segmentation.views.merge_effects import merge_effects

LIMITS = DuplicateLimits()


def person(number: int, name: str | None = None, phone: str | None = None, email: str | None = None) -> Person:
    return Person(number, f"C{number}", name, phone, email, 10 - number, Decimal(number), None, None)


def signs(*people: Person, limits: DuplicateLimits = LIMITS) -> dict[tuple[int, int], set[Sign]]:
    return {
        tuple(sorted((one.kept.customer_id, one.merged.customer_id))): set(one.signs)
        for one in suspected(list(people), limits)
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("138 0013 8000", "+86 13800138000"),
        ("008613800138000", "１３８００１３８０００"),
        ("+44 20 7946 0958", "+442079460958"),
        ("+49 (30) 901820", "+49 30 901820"),
        ("٠٥٠١٢٣٤٥٦٧", "٠٥٠ ١٢٣ ٤٥٦٧"),
    ],
)
def test_one_phone_in_two_spellings_is_a_sign(one: str, other: str) -> None:
    assert signs(person(1, phone=one), person(2, phone=other)) == {(1, 2): {Sign.PHONE}}


def test_a_phone_that_only_ends_alike_is_none() -> None:
    assert (
        signs(person(1, phone="+442079460958"), person(2, phone="+442079460959"), person(3, phone="+49 2079460958"))
        == {}
    )


def test_an_email_is_compared_without_case() -> None:
    assert signs(person(1, email="Ann@Example.com"), person(2, email=" ann@example.COM ")) == {(1, 2): {Sign.EMAIL}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Johann Schmidt", "Johann Schmitt"),
        ("Smith, John", "John Smith"),
        ("ANNA MÜLLER", "Anna Müller"),
        ("王小明", "王小明"),
        ("علی\u200cرضا کریمی", "علیرضا کریمی"),
        ("Xavier Laurent", "Zavier Laurent"),
    ],
)
def test_a_name_that_is_nearly_the_same_is_a_sign(one: str, other: str) -> None:
    assert signs(person(1, one), person(2, other)) == {(1, 2): {Sign.NAME}}


@pytest.mark.parametrize(
    ("one", "other"), [("王小明", "王小红"), ("Ann Lee", "Anna Leigh"), ("John Smith", "Jane Smith")]
)
def test_other_names_are_no_sign(one: str, other: str) -> None:
    assert signs(person(1, one), person(2, other)) == {}


def test_a_name_says_nothing_when_the_phones_differ() -> None:
    assert signs(person(1, "Anna Müller", "13800138000"), person(2, "Anna Müller", "13800138001")) == {}


def test_a_name_that_many_have_says_nothing() -> None:
    assert signs(*(person(number, "王伟") for number in range(4))) == {}
    assert len(signs(*(person(number, "王伟") for number in range(3)))) == 3


def test_a_contact_that_many_have_is_the_companys() -> None:
    assert signs(*(person(number, phone="13800138000") for number in range(6))) == {}


def test_the_surest_stand_first_and_the_one_with_more_purchases_stays() -> None:
    found = suspected(
        [
            person(1, "Ann Lee"),
            person(2, "Ann Lee"),
            person(3, "Bob Ray", "13800138000"),
            person(4, "Bob Ray", "13800138000"),
        ],
        LIMITS,
    )
    assert [(one.kept.customer_id, one.merged.customer_id) for one in found] == [(3, 4), (1, 2)]
    assert with_sign(found, Sign.PHONE) == found[:1]


contacts = st.sampled_from([None, "13800138000", "13800138001", "+44 20 7946 0958"])
letters = st.one_of(st.none(), st.sampled_from(["王伟", "Anna Müller", "Anna Muller", "John Smith", "Jon Smith"]))
crowds = st.lists(st.builds(lambda name, phone: (name, phone), letters, contacts), max_size=9)


@given(crowds, st.randoms())
def test_the_order_of_the_customers_changes_nothing(
    drawn: list[tuple[str | None, str | None]], rng: random.Random
) -> None:
    people = [person(number, *each) for number, each in enumerate(drawn)]
    found = signs(*people)
    rng.shuffle(people)

    assert signs(*people) == found


@given(crowds)
def test_every_shared_phone_is_found_once(drawn: list[tuple[str | None, str | None]]) -> None:
    people = [person(number, *each) for number, each in enumerate(drawn)]
    often = Counter(one.phone for one in people)
    expected = {
        (one.customer_id, other.customer_id)
        for one, other in combinations(people, 2)
        if one.phone and one.phone == other.phone and often[one.phone] <= LIMITS.shared_contact
    }

    assert {pair for pair, shared in signs(*people).items() if Sign.PHONE in shared} == expected


def test_a_crowd_is_compared_without_comparing_everybody_with_everybody() -> None:
    rng = random.Random(7)
    syllables = "ba ko ri sen mul ter vik dor han pel wis tra gon fel mar".split()
    names = ["".join(rng.choices(syllables, k=4)) + " " + "".join(rng.choices(syllables, k=3)) for _ in range(5_000)]
    people = [person(number, name) for number, name in enumerate(names)]
    planted = [person(5_000 + number, name[:4] + "x" + name[5:]) for number, name in enumerate(names[:50])]

    found = signs(*people, *planted)

    assert sum((number, 5_000 + number) in found for number in range(50)) >= 48


@pytest.fixture
def shop(demo_home: Path):
    home = Home(demo_home)
    yield home.open(home.shops()[0].id)
    home.close_all()


def fixed(workspace: Workspace, found: Basis) -> Analysis:
    """The demo shop's analysis with limits that do not move when a customer goes."""
    last: date = workspace.query("select max(order_date) as last from orders")["last"][0].as_py()
    return Analysis(
        Period(last),
        lifecycle=LifecycleRules(overdue_days=60, lost_days=200),
        vip=VipRules(spending_limit=found.limits.vip_limit),
    )


def test_decided_pairs_are_not_suspected_again(shop: Workspace) -> None:
    first, second, *_ = before = suspicions(shop)
    merges.accept(shop, first.kept.customer_id, first.merged.customer_id)
    refused = merges.reject(shop, second.merged.customer_id, second.kept.customer_id)
    keys = {one.key for one in suspicions(shop)}

    assert not keys & {first.key, second.key}
    assert all(first.merged.customer_id not in map(int, key.split("-")) for key in keys)
    merges.undo(shop, refused)
    assert second.key in {one.key for one in suspicions(shop)}
    assert len(before) > 10


def test_what_is_stored_at_a_load_is_what_is_found_anew(shop: Workspace) -> None:
    found = suspicions(shop)
    suspicions_answer(shop, LIMITS).store()
    assert shop.stored_results == 1
    change(shop, found[0].kept.customer_id, {"city": "Hangzhou"})
    merges.reject(shop, found[1].kept.customer_id, found[1].merged.customer_id)
    assert shop.stored_answer(suspicions_answer(shop, LIMITS).stands_on) is not None
    assert suspicions(shop) == found[:1] + found[2:]
    named = found[0].kept
    change(shop, named.customer_id, {"name": "Somebody Else", "phone": "", "email": ""})
    changed = suspicions(shop)
    assert not any(named.customer_id in pair.ids for pair in changed)


def test_the_effect_shown_is_what_a_merge_then_does(shop: Workspace) -> None:
    rules = fixed(shop, basis(shop, Analysis(Period(date(2030, 1, 1)))))
    pairs = with_sign(suspicions(shop), Sign.PHONE)[:6]
    found = basis(shop, rules)
    told = merge_effects(shop, found, pairs)
    seen: set[int] = set()
    for pair in pairs:
        if not seen & {pair.kept.customer_id, pair.merged.customer_id}:
            merges.accept(shop, pair.kept.customer_id, pair.merged.customer_id)
        seen |= {pair.kept.customer_id, pair.merged.customer_id}
    rows = {
        row["customer_id"]: row
        for row in shop.query_kept(
            found.kept, f'select customer_id, frequency, monetary, lifecycle_stage, vip_level from "{LABELLED}"'
        ).to_pylist()
    }

    for pair, effect in zip(pairs, told, strict=True):
        after = rows[pair.kept.customer_id]
        together = effect.together
        assert together is not None
        assert (together.frequency, together.monetary) == (after["frequency"], after["monetary"])
        assert (together.stage.key, together.vip_level.key) == (after["lifecycle_stage"], after["vip_level"])
        assert together.monetary == sum(one.monetary for one in (effect.kept, effect.merged) if one)
        assert pair.merged.customer_id not in rows


def test_nothing_to_merge_has_no_effect(tea_house: Workspace, tea_house_basis: Basis) -> None:
    nobody: tuple[Suspicion, ...] = ()
    assert merge_effects(tea_house, tea_house_basis, nobody) == ()
