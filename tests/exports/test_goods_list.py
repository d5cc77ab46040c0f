import csv
import io
from decimal import Decimal

import pyarrow as pa

from segmentation.exports.goods_list import goods_columns, goods_csv
from segmentation.locale import Words

GOODS = pa.table(
    {
        "product_id": pa.array([1, 2]),
        "product": ["=HYPERLINK(1)", "绿茶"],
        "product_code": pa.array([None, None], pa.string()),
        "category": ["Tea", None],
        "revenue": pa.array([Decimal("12.50"), Decimal("-1.00")], pa.decimal128(38, 4)),
        "share": [1.0, 0.0],
        "running_share": [1.0, 1.0],
        "tier": ["A", "C"],
        "line_count": pa.array([3, 1], pa.int64()),
    }
)


def test_columns_that_hold_nothing_are_left_out() -> None:
    assert [column.heading for column in goods_columns(GOODS, Words())] == [
        "Product", "Category", "Revenue", "Share of revenue", "Share up to here", "Tier", "Sales lines",
    ]  # fmt: skip


def test_a_product_called_like_a_formula_is_no_formula() -> None:
    header, formula, tea = csv.reader(io.StringIO(goods_csv(GOODS, Words()).decode("utf-8-sig")))

    assert header[:3] == ["Product", "Category", "Revenue"]
    assert formula[:2] == ["'=HYPERLINK(1)", "Tea"]
    assert Decimal(formula[2]) == Decimal("12.5")
    assert tea[:2] == ["绿茶", ""]
    assert Decimal(tea[2]) == -1
