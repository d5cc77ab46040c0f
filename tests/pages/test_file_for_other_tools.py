"""Pages put the file's view of all customers back where a change has taken it."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pages.shared import cache
from segmentation.parameters import VipRules
from segmentation.store.loading import store_sales
from segmentation.store.workspace import Workspace
from segmentation.views import chosen
from tests.pages.conftest import Open
from tests.store.sales_lines import incoming, line

HAS_VIEW = "select 1 from duckdb_views() where view_name = 'customers_scored'"


def shop_of_the_app() -> Workspace:
    return cache.home().open(cache.home().shops()[0].id)


def test_a_page_of_figures_puts_the_view_back_after_sales_or_rules_have_changed(
    open_app: Open, demo_home: Path
) -> None:
    app = open_app(demo_home)
    shop = shop_of_the_app()
    assert shop.query(HAS_VIEW).num_rows == 1
    store_sales(shop, incoming([line("Newcomer", 3, 10)]))
    chosen.use(shop, "vip", VipRules(window_days=90))
    assert shop.query(HAS_VIEW).num_rows == 0
    assert not app.run().exception
    assert shop.query("select 1 from customers_scored where customer = 'Newcomer'").num_rows == 1


def test_a_backup_from_the_shops_page_has_the_view(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, "data/shops.py")
    shop = shop_of_the_app()
    store_sales(shop, incoming([line("Newcomer", 3, 10)]))
    app.button(key=f"backup.{shop.shop_id}").click().run()
    assert not app.exception
    (backup,) = (shop.folder / "backups").glob("*.duckdb")
    with duckdb.connect(str(backup), read_only=True) as connection:
        found = connection.execute("select customer from customers_scored where customer = 'Newcomer'").fetchall()
    assert found == [("Newcomer",)]
