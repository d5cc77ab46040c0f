"""The demo shop in a home: a tea house, built like any shop is loaded."""

from __future__ import annotations

from contextlib import suppress

from segmentation.demo.tea_house import AS_OF, SEED, sales
from segmentation.errors import NoSuchShop
from segmentation.intake.findings import REFUSED
from segmentation.locale import N_
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales

DEMO_ID = "demo"
DEMO_NAME = N_("Demo tea house")
BUILT_BEFORE = ".demo-built"
"""The mark of a home that once had the demo shop."""


def build_demo(home: Home) -> str:
    """Build the demo shop, in the place of one that is there; its id comes back."""
    with suppress(NoSuchShop):
        home.delete(DEMO_ID, typed_name=home.card(DEMO_ID).name)
    shop_id = home.create(DEMO_NAME, currency="CNY", shop_id=DEMO_ID)
    lines = sales()
    store_sales(
        home.open(shop_id),
        Incoming(
            file_name=f"tea-house-{AS_OF.isoformat()}.csv",
            sha256=f"tea-house-seed-{SEED}",
            sheet="",
            sales=lines,
            refused=REFUSED.empty_table(),
            findings=(),
            read_count=lines.num_rows,
            left_out_count=0,
        ),
    )
    (home.folder / BUILT_BEFORE).touch()
    return shop_id


def build_demo_at_first_start(home: Home) -> None:
    """A home that never had a shop gets the demo shop; one whose owner deleted it does not get it again."""
    if not (home.folder / BUILT_BEFORE).exists() and not home.shops(with_archived=True):
        build_demo(home)
