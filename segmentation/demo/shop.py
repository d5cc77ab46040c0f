"""The demo shop in a home: a tea house, built like any shop is loaded."""

from __future__ import annotations

from contextlib import suppress

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.demo import customer_file
from segmentation.demo.tea_house import AS_OF, SEED, sales
from segmentation.errors import NoSuchShop
from segmentation.intake.findings import REFUSED
from segmentation.intake.sheet_kinds import RECORDS, SheetKind
from segmentation.locale import N_
from segmentation.packed import PackedTable
from segmentation.store.home import Home
from segmentation.store.loading import Incoming, store_sales
from segmentation.store.records import IncomingRecords, store_records

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
            sales=PackedTable.of(lines),
            refused=REFUSED.empty_table(),
            findings=(),
            read_count=lines.num_rows,
            left_out_count=0,
        ),
    )
    for kind, table in customer_records().items():
        store_records(
            home.open(shop_id),
            IncomingRecords(
                kind=kind,
                file_name=f"tea-house-{kind}-{AS_OF.isoformat()}.csv",
                sha256=f"tea-house-{kind}-seed-{SEED}",
                sheet="",
                records=table,
                refused=REFUSED.empty_table(),
                findings=(),
                read_count=table.num_rows,
                left_out_count=0,
            ),
        )
    (home.folder / BUILT_BEFORE).touch()
    return shop_id


def customer_records() -> dict[SheetKind, pa.Table]:
    """What the tea house knows of its customers besides sales, in the schemas of ``sheet_kinds.RECORDS``."""
    listed, said, met = customer_file.customers(), customer_file.feedback(), customer_file.interactions()
    tags = pc.binary_join(listed["tags"].combine_chunks(), ", ")
    listed = listed.set_column(listed.column_names.index("tags"), "tags", pc.if_else(pc.equal(tags, ""), None, tags))
    # Arrow wants room for any whole number of the type before it makes a decimal.
    rating = said["rating"].cast(pa.decimal128(5, 2))
    said = said.append_column("recommendation", said["recommend"]).append_column("satisfaction", rating)
    said = said.set_column(said.column_names.index("rating"), "rating", rating)
    met = met.append_column("happened_at", met["at"])
    parts = {SheetKind.CUSTOMERS: listed, SheetKind.FEEDBACK: said, SheetKind.INTERACTIONS: met}
    return {kind: _in_schema(table, RECORDS[kind]) for kind, table in parts.items()}


def _in_schema(table: pa.Table, schema: pa.Schema) -> pa.Table:
    table = table.append_column("row_number", pa.array(range(2, table.num_rows + 2), pa.int64()))
    table = table.append_column("customer", pc.utf8_upper(table["customer_key"]))
    return table.select(schema.names).cast(schema)


def build_demo_at_first_start(home: Home) -> None:
    """A home that never had a shop gets the demo shop; one whose owner deleted it does not get it again."""
    if not (home.folder / BUILT_BEFORE).exists() and not home.shops(with_archived=True):
        build_demo(home)
