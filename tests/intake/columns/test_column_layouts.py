"""The same sales in five layouts give the same customers, orders and money."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest

from segmentation.intake import spreadsheets
from segmentation.intake.raw import RawTable
from tests.intake.columns.sheets import cleaned


@dataclass(frozen=True)
class Order:
    number: str
    customer: int | None
    moment: datetime
    lines: tuple[tuple[str, int, Decimal], ...]
    is_cancelled: bool

    @property
    def total(self) -> Decimal:
        return sum((count * price for _, count, price in self.lines), Decimal(0))


def orders() -> list[Order]:
    chance = random.Random(7)
    goods = [("龙井 Tea", Decimal("1128.50")), ("Cup", Decimal("19.90")), ("Pot", Decimal("260.05"))]
    found = []
    for number in range(60):
        customer = None if number % 11 == 0 else chance.randrange(17)
        moment = datetime(2024, 1, 3, 9, 15) + timedelta(days=5 * number, minutes=number)
        lines = tuple(
            (name, chance.randrange(1, 4), price) for name, price in chance.sample(goods, chance.randrange(1, 4))
        )
        found.append(Order(f"{20240001 + number}", customer, moment, lines, number % 13 == 5))
    return found


def as_csv(rows: list[list[str]], encoding: str, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def shopify(sales: list[Order]) -> bytes:
    header = (
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Total,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Cancelled at,Refunded Amount"
    ).split(",")
    rows = [header]
    for each in sales:
        email = "" if each.customer is None else f"K{each.customer}@example.org"
        moment = each.moment.strftime("%Y-%m-%d %H:%M:%S +0800")
        for place, (name, count, price) in enumerate(each.lines):
            first = ["voided" if each.is_cancelled else "paid", moment, "CNY", str(each.total), str(each.total)]
            cells = first if place == 0 else [""] * 5
            rows.append(
                [
                    f"#{each.number}",
                    email,
                    *cells,
                    moment,
                    str(count),
                    name,
                    str(price),
                    "",
                    "0.00" if place == 0 else "",
                ]
            )
    return as_csv(rows, "utf-8")


def taobao(sales: list[Order]) -> bytes:
    rows = [
        "订单编号,买家会员名,买家应付货款,总金额,买家实际支付金额,订单状态,收货人姓名,联系手机,订单创建时间,宝贝标题,宝贝总数量".split(
            ","
        )
    ]
    for each in sales:
        nick = "" if each.customer is None else f"买家{each.customer}"
        state = "交易关闭" if each.is_cancelled else "交易成功"
        paid = f"{each.total}"
        rows.append(
            [f'="{each.number}"', nick, paid, f"{each.total + 10}", paid, state, "王*", "'138****0000",
             each.moment.strftime("%Y-%m-%d %H:%M:%S"), each.lines[0][0], str(sum(count for _, count, _ in each.lines))]
        )  # fmt: skip
    return as_csv(rows, "gb18030")


def youzan(sales: list[Order]) -> bytes:
    rows = [
        "订单号,订单状态,订单创建时间,全部商品名称,订单实付金额,收货人手机号/提货人手机号,买家昵称,买家手机号,订单已退款金额".split(
            ","
        )
    ]
    for each in sales:
        phone = "" if each.customer is None else f"138000000{each.customer:02}"
        state = "已关闭" if each.is_cancelled else "已完成"
        moment = each.moment.strftime("%Y-%m-%d %H:%M:%S")
        rows.append(
            [f"E{each.number}", state, moment, each.lines[0][0], str(each.total), "186******05", "", phone, "0.00"]
        )
    return as_csv(rows, "utf-8")


def german(sales: list[Order]) -> bytes:
    rows = ["Bestellnummer;Datum;Kundenemail;Gesamtbetrag;Währung;Status;Name".split(";")]
    for each in sales:
        email = "" if each.customer is None else f"k{each.customer}@example.org"
        amount = f"{each.total:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", ".")
        state = "storniert" if each.is_cancelled else "bezahlt"
        rows.append([each.number, each.moment.strftime("%d.%m.%Y %H:%M"), email, amount, "CNY", state, ""])
    return as_csv(rows, "cp1252", ";")


def till(sales: list[Order]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["茶馆 销售明细"])
    sheet.append(["2024-01-01 至 2024-12-31"])
    sheet.append([])
    sheet.append(["小票号", "销售时间", "会员编号", "商品名称", "数量", "单价", "实收金额", "收银员", "状态"])
    for each in sales:
        member = "散客" if each.customer is None else f"{each.customer + 1:06}"
        for name, count, price in each.lines:
            moment = f"{each.moment.year}年{each.moment.month}月{each.moment.day}日 {each.moment:%H:%M}"
            state = "已取消" if each.is_cancelled else "已完成"
            sheet.append(
                [each.number, moment, member, name, count, f"¥{price}", f"{count * price:,.2f}", "小王", state]
            )
    sheet.append(["合计", None, None, None, None, None, f"{sum(each.total for each in sales):,.2f}"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_customer(raw: RawTable) -> list[tuple[int, Decimal, datetime]]:
    """Orders, money and last day of each customer, without names, and of those nobody knows."""
    result = cleaned(raw)
    sales = result.sales.table().filter(result.sales.column("is_counted"))
    grouped = sales.group_by("customer_key").aggregate(
        [("order_number", "count_distinct"), ("net_revenue", "sum"), ("sold_at", "max")]
    )
    found = pa.Table.to_pylist(grouped)
    return sorted(
        (
            row["order_number_count_distinct"],
            row["net_revenue_sum"].quantize(Decimal("0.01")),
            row["sold_at_max"].replace(second=0),
        )
        for row in found
    )


@pytest.mark.parametrize("layout", [shopify, taobao, youzan, german, till])
def test_every_layout_gives_the_same_customers(layout: Callable[[list[Order]], bytes]) -> None:
    sales = orders()
    kept = [each for each in sales if not each.is_cancelled]
    wanted = sorted(
        (len(own), sum((each.total for each in own), Decimal(0)), max(each.moment for each in own))
        for customer in {each.customer for each in kept}
        if (own := [each for each in kept if each.customer == customer])
    )
    raw = spreadsheets.read(layout(sales), file_name=layout.__name__)
    assert by_customer(raw) == wanted
