"""For each real header row: which column is taken for customer, order, date and amount."""

from __future__ import annotations

from pathlib import Path

import pytest

from segmentation.intake.headings import recognise
from segmentation.intake.mapping import MissingColumn, NoCustomerColumn, NoDateColumn
from tests.intake.columns.sheets import header_only, taken

KNOWN = {
    "german_semicolon.csv": ("Kundenemail", "Bestellnummer", "Datum", "Gesamtbetrag"),
    "shopify_orders_2025_variant.csv": ("Email", "Name", "Created at", "Total"),
    "shopify_orders_full.csv": ("Email", "Name", "Created at", "Total"),
    "square_items_2026.csv": ("Customer ID", "Transaction ID", "Date", "Net Sales"),
    "superstore_en.csv": ("Customer ID", "Order ID", "Order Date", "Sales"),
    "taobao_ExportOrderList.csv": ("买家会员名", "订单编号", "订单创建时间", "买家实际支付金额"),
    "taobao_order_clone_mall.csv": ("买家会员名", "订单编号", "订单创建时间", "支付金额"),
    "taobao_rfm_practice.csv": ("买家昵称", None, "付款日期", "实付金额"),
    "uci_online_retail.csv": ("CustomerID", "InvoiceNo", "InvoiceDate", None),
    "uci_online_retail_II.csv": ("Customer ID", "Invoice", "InvoiceDate", None),
    "woocommerce_plain.csv": ("customer_id", "order_id", "order_date", "order_total"),
    "woocommerce_webtoffee.csv": ("customer_id", "order_number", "order_date", "order_total"),
    "youzan_orders.csv": ("买家手机号", "订单号", "订单创建时间", "订单实付金额"),
}
REFUSED = {
    "amazon_all_orders_tsv.tsv": (NoCustomerColumn, "amazon-order-id"),
    "cdnow_sample_no_header.csv": (NoCustomerColumn, "29.33"),
    "douyin_orders.csv": (NoCustomerColumn, "收件人手机号"),
    "shopify_customers.csv": (NoDateColumn, "Default Address City"),
    "stripe_old.csv": (NoCustomerColumn, "Seller Message"),
    "stripe_payments.csv": (NoCustomerColumn, "Created date (UTC)"),
    "tmall_order_report.csv": (NoCustomerColumn, "收货地址"),
}
DELIMITERS = {"german_semicolon.csv": ";", "amazon_all_orders_tsv.tsv": "\t"}


def header(shared: Path, name: str):
    encoding = "gb18030" if name in ("taobao_ExportOrderList.csv", "taobao_order_clone_mall.csv") else "utf-8"
    return header_only(shared / "data" / "headers" / name, encoding, DELIMITERS.get(name, ","))


@pytest.mark.parametrize("name", KNOWN)
def test_customer_order_date_and_amount_are_found(shared: Path, name: str) -> None:
    found = recognise(header(shared, name))
    found.check()
    fields = taken(found)
    assert tuple(fields.get(each) for each in ("customer", "order", "date", "amount")) == KNOWN[name]
    assert found.questions == ()


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_without_them_is_refused_with_its_columns_named(shared: Path, name: str) -> None:
    error, column = REFUSED[name]
    with pytest.raises(MissingColumn) as caught:
        recognise(header(shared, name)).check()
    assert type(caught.value) is error
    assert column in str(caught.value)


def test_every_real_header_row_has_its_test(shared: Path) -> None:
    assert {path.name for path in (shared / "data" / "headers").iterdir()} == set(KNOWN) | set(REFUSED)


def test_online_retail_needs_no_amount_because_it_has_quantity_and_unit_price(shared: Path) -> None:
    fields = taken(recognise(header(shared, "uci_online_retail.csv")))
    wanted = {"product": "Description", "product_code": "StockCode", "quantity": "Quantity", "unit_price": "UnitPrice"}
    assert wanted.items() <= fields.items()


def test_the_receiver_is_never_the_buyer(shared: Path) -> None:
    fields = taken(recognise(header(shared, "youzan_orders.csv")))
    assert fields["phone"] == "买家手机号"
    assert "收货人手机号/提货人手机号" not in fields.values()


def test_refunds_beside_the_amount_are_found(shared: Path) -> None:
    assert taken(recognise(header(shared, "youzan_orders.csv")))["refunded"] == "订单已退款金额"
    assert taken(recognise(header(shared, "shopify_orders_full.csv")))["refunded"] == "Refunded Amount"


def test_square_has_its_clock_time_in_a_second_column(shared: Path) -> None:
    assert taken(recognise(header(shared, "square_items_2026.csv")))["time"] == "Time"
