"""Every page as a person opens it, on 1,000,000 customers: its first view in a shop just opened, and the same again."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pages.shared import cache, state
from pages.shared.cache import Shop
from segmentation.intake.findings import REFUSED
from segmentation.packed import PackedTable
from segmentation.parameters import CutMode
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales
from segmentation.views.customer_search import customer_index
from segmentation.views.customer_search import search as search_for
from segmentation.views.latest import latest_basis
from segmentation.views.pareto import Subject
from segmentation.views.ready import make_ready
from tests.benchmarks.generator import ORDERS_A_CUSTOMER, sales_lines
from tests.benchmarks.measuring import Ratio, seconds, told
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow

CUSTOMERS = 1_000_000
LINES_AN_ORDER = 2
"""Pages look at orders and customers; fewer lines an order leave both as many and the bench shorter."""

FIRST_SECONDS, AGAIN_SECONDS, SEARCH_SECONDS = 2, 0.3, 0.2
TIMEOUT_SECONDS = 120

PAGES = (
    "start/overview.py",
    "understand/scores.py",
    "understand/segments.py",
    "understand/pareto.py",
    "understand/lifecycle.py",
    "understand/classification.py",
    "understand/profile.py",
    "understand/disagreements.py",
    "understand/rules.py",
    "act/vip.py",
    "act/lists.py",
    "act/customers.py",
    "act/store_stage.py",
    "act/playbook.py",
    "data/quality.py",
    "data/merge.py",
    "data/load.py",
    "data/shops.py",
)

# Half of the names are Chinese, half made of syllables; every fiftieth customer has the phone of another.
CONTACTS = """
with drawn as (
    select customer_id, [(hash(customer_id + k * 1_000_003) % 1_000_000_007)::bigint for k in range(7)] as h from customers),
made as (
    select customer_id, '1' || (hash(customer_id - if(customer_id % 50 = 0, 25, 0)) % 7_000_000_000 + 3_000_000_000) as phone,
           case when h[6] % 2 = 0 then ['王', '李', '张', '刘', '陈', '杨', '赵', '黄'][1 + h[1] % 8]
                     || chr((19_968 + h[2] % 800)::integer) || chr((19_968 + h[3] % 800)::integer)
                else ['Anna', 'Ben', 'Carla', 'David', 'Eva', 'Frank', 'Greta', 'Hans'][1 + h[1] % 8] || ' '
                     || list_aggregate([['ba', 'ko', 'ri', 'sen', 'mul', 'ter', 'vik', 'dor'][1 + h[k] % 8] for k in range(2, 7)],
                                       'string_agg', '') end as name
    from drawn)
update customers set name = made.name, phone = made.phone, sold_name = made.name, sold_phone = made.phone
from made where made.customer_id = customers.customer_id
"""

Turn = Callable[[AppTest], object]


def search(app: AppTest) -> object:
    return app.text_input[0].set_value("C0500000")


def products(app: AppTest) -> object:
    return app.segmented_control(key=state.PARETO_SUBJECT).set_value(Subject.PRODUCTS)


def shop_in_view() -> Shop:
    return Shop(cache.home().shops()[0].id, 0)


def field_of(fields: Iterable[Any], name: str) -> Any:
    """The field whose key ends so, but for the shop it is of."""
    return next(field for field in fields if str(field.key).endswith(state.key_of(shop_in_view(), name)))


def rule(kind: str, name: str, value: Any) -> Turn:
    """One limit of one kind of rules changed, as the rules page shows who moves by it."""

    def turn(app: AppTest) -> object:
        app.segmented_control(key=state.RULES).set_value(kind).run()
        fields = (*app.number_input, *app.text_input, *app.toggle, *app.selectbox)
        return field_of(fields, name).set_value(value)

    return turn


def chosen_by(lens: str, level: str | None) -> Turn:
    """A list by a level of a lens."""

    def turn(app: AppTest) -> object:
        app.session_state[state.key_of(shop_in_view(), f"{state.LISTS}.lenses")] = True
        app.run()
        return field_of(app.multiselect, f"lens.{lens}").set_value([level])

    return turn


TURNS: dict[str, tuple[str, Turn]] = {
    "a customer searched for and opened": ("act/customers.py", search),
    "the curve of products": ("understand/pareto.py", products),
    "a list of who has no satisfaction score": ("act/lists.py", chosen_by("satisfaction", None)),
    "a list of the most loyal": ("act/lists.py", chosen_by("loyalty", "high")),
    "a limit of the scores": ("understand/rules.py", rule("scoring", "scores.mode.f", CutMode.QUINTILES)),
    "a limit of the eight types": ("understand/rules.py", rule("eight_types", ".frequency", 2)),
    "a limit of the life cycle": ("understand/rules.py", rule("lifecycle", ".new_days", 40)),
    "a limit of the VIP levels": ("understand/rules.py", rule("vip", ".purchase_days", 3)),
    "the window of the VIP levels": ("understand/rules.py", rule("vip", ".window_days", 200)),
    "the amount of the first classification": ("understand/rules.py", rule("final", ".by_total", True)),
    "a limit of value": ("understand/rules.py", rule("dimensions", ".value_high", 60.0)),
    "a limit of interaction": ("understand/rules.py", rule("dimensions", ".contacts_high", 4)),
    "a limit of feedback": ("understand/rules.py", rule("dimensions", ".rating_high", 4.5)),
    "a limit of preference": ("understand/rules.py", rule("dimensions", ".marketing_share", 40.0)),
    "the words of services": ("understand/rules.py", rule("dimensions", ".service_words", "Category 0")),
    "a limit of psychology": ("understand/rules.py", rule("dimensions", ".impulsive_share", 50.0)),
    "a limit of loyalty": ("understand/rules.py", rule("dimensions", ".regular_purchase_days", 4)),
    "a limit of recommendation": ("understand/rules.py", rule("dimensions", ".recommendation_middle", 6)),
    "a weight of the stars": ("understand/rules.py", rule("stars", ".frequency_weight", 5)),
}
"""What is done on a page → the page, and the doing."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one shop: a million customers with name and phone, four million orders, eight million lines, three years."""
    folder = tmp_path_factory.mktemp("million")
    made = Home(folder)
    n = CUSTOMERS * ORDERS_A_CUSTOMER * LINES_AN_ORDER
    sales = sales_lines(n, lines_an_order=LINES_AN_ORDER)
    shop = made.open(made.create("A million customers"))
    store_sales(shop, Incoming("bench", "0", "", PackedTable.of(sales), REFUSED.empty_table(), (), n, 0))
    with shop.writing() as cursor:
        cursor.execute(CONTACTS)
    found = latest_basis(shop)
    assert found is not None
    make_ready(shop, found)  # as every load leaves a shop
    counted = shop.query("select (select count(*) from settled_customers) as c, (select count(*) from orders) as o")
    assert counted.to_pylist() == [{"c": pytest.approx(CUSTOMERS, rel=0.02), "o": CUSTOMERS * ORDERS_A_CUSTOMER}]
    made.close_all()
    return folder


@pytest.fixture
def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shop's file just opened: no answer is kept, and what a page imports is there."""
    monkeypatch.setenv("REGULARS_HOME", str(home))
    page("data/shops.py").run()
    forget_all()
    cache.home().open(cache.home().shops()[0].id)
    yield
    forget_all()


def forget_all() -> None:
    cache.home().close_all()
    st.cache_data.clear()
    st.cache_resource.clear()
    gc.unfreeze()
    gc.collect()


def page(script: str) -> AppTest:
    app = AppTest.from_file(PROJECT / "app.py", default_timeout=TIMEOUT_SECONDS)
    app.context = {"locale": "en"}
    return app if script == PAGES[0] else app.switch_page(f"pages/{script}")


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(app: AppTest) -> tuple[float, float]:
    """Wall and processor seconds of one run; the page must come out whole."""
    before = processor_seconds()
    wall = seconds(app.run)
    assert not app.exception
    assert not app.error
    return wall, processor_seconds() - before


@pytest.mark.parametrize("script", PAGES)
def test_14_a_page(script: str, opened: None) -> None:
    app = page(script)
    first, first_processor = measured(app)
    assert app.title
    again, _ = measured(app)
    used = f"{first_processor:.1f} processor seconds"
    try:
        told(14, f"{script}, first view, {used}, against 2 s", Ratio(first, FIRST_SECONDS), 1)
    finally:
        told(14, f"{script} again, against 0.3 s", Ratio(again, AGAIN_SECONDS), 1)


@pytest.mark.parametrize("what", TURNS)
def test_14_the_next_step_on_a_page(what: str, opened: None) -> None:
    script, turn = TURNS[what]
    app = page(script)
    measured(app)
    turn(app)
    first, used = measured(app)
    told(14, f"{what}, {used:.1f} processor seconds, against 2 s", Ratio(first, FIRST_SECONDS), 1)


def test_14_a_search(home: Path) -> None:
    made = Home(home)
    shop = made.open(made.shops()[0].id)
    known = shop.query("select customer, name, phone from customers where customer_id = 500000").to_pylist()[0]
    index = customer_index(shop)
    for what, typed in known.items():
        found = search_for(shop, index, typed)
        assert typed in {getattr(hit, what) for hit in found.hits}
        taken = sorted(seconds(partial(search_for, shop, index, typed)) for _ in range(5))[2]
        told(14, f"a customer found by {what}, against 0.2 s", Ratio(taken, SEARCH_SECONDS), 1)
    made.close_all()
