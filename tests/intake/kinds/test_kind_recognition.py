import pytest

from segmentation.intake.headings import recognise
from segmentation.intake.kind_headings import recognise_kind
from segmentation.intake.kind_telling import sheet_kind
from segmentation.intake.mapping import MissingColumn, NoCustomerColumn, UnknownField
from segmentation.intake.sheet_kinds import (
    KindMapping,
    NoKindDateColumn,
    NoProductColumn,
    NoSuchKind,
    NothingSaidColumn,
    SheetKind,
    kind_named,
)
from tests.intake.columns.sheets import raw_table

CUSTOMERS, INTERACTIONS, FEEDBACK, PRODUCTS, SALES = (
    SheetKind.CUSTOMERS,
    SheetKind.INTERACTIONS,
    SheetKind.FEEDBACK,
    SheetKind.PRODUCTS,
    SheetKind.SALES,
)


@pytest.mark.parametrize(
    ("headers", "row", "kind"),
    [
        ("会员号,姓名,手机号,生日,性别,城市,注册时间", "M1,王伟,13800138000,1990-02-03,男,杭州,2022-03-01", CUSTOMERS),
        (
            "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,Tags",
            "1,A,B,a@b.com,yes,,vip",
            CUSTOMERS,
        ),
        ("Name,Phone,E-mail", "Ann Lee,+44 20 7946 0958,ann@example.com", CUSTOMERS),
        ("Kundennummer,Name,Geburtsdatum,Ort", "7,Anna Müller,03.02.1990,Bonn", CUSTOMERS),
        ("会员号,注册时间,生日,消费金额", "M1,2022-03-01,1990-02-03,120.50", CUSTOMERS),
        ("Member,Contact date,Contact type", "M1,2024-03-01,call", INTERACTIONS),
        ("会员号,沟通时间,沟通方式", "M1,2024-03-01 10:00,微信", INTERACTIONS),
        ("Customer ID,Review date,Rating,Comment", "1,2024-03-01,5,good", FEEDBACK),
        ("会员号,评价时间,评分,推荐度,评价内容", "M1,2024-03-01,5,9,很好", FEEDBACK),
        ("email,date,NPS score", "a@b.com,2024-03-01,9", FEEDBACK),
        ("SKU,Product name,Category,Cost,List price", "T1,Longjing,Green,12.50,30", PRODUCTS),
        ("商品编码,商品名称,分类,成本价,零售价", "T1,龙井,绿茶,12.5,30", PRODUCTS),
        ("Customer,Date,Amount", "A,2024-03-01,12.50", SALES),
        ("会员号,订单号,下单时间,实付金额,商品名称,性别", "M1,1,2024-03-01,12.5,龙井,男", SALES),
        ("Order,Customer,Date,Product,Qty,Unit price,Rating", "1,A,2024-03-01,Tea,1,12.5,5", SALES),
        ("Customer,Date,Product", "A,2024-03-01,Tea", SALES),
        ("Customer,Amount", "A,12.50", SALES),
        ("foo,bar", "x,y", SALES),
    ],
)
def test_a_sheet_is_known_by_its_columns(headers: str, row: str, kind: SheetKind) -> None:
    raw = raw_table(headers, *[tuple(row.split(","))] * 3)

    assert sheet_kind(raw, recognise(raw)) is kind


def test_each_field_gets_its_column() -> None:
    raw = raw_table(
        "会员号,姓名,手机,出生日期,性别,职业,城市,入会日期,是否订阅,专属导购,标签",
        ("M1", "王伟", "13800138000", "1990-02-03", "男", "教师", "杭州", "2022-03-01", "是", "林小满", "茶"),
    )
    found = recognise_kind(raw, CUSTOMERS)

    assert found.mapping.columns == {
        "customer": 0, "name": 1, "phone": 2, "birthday": 3, "gender": 4, "occupation": 5, "city": 6, "joined_on": 7,
        "consent": 8, "owner": 9, "tags": 10,
    }  # fmt: skip
    assert found.column("birthday").samples == ("1990-02-03",)


def test_first_and_last_name_are_one_name() -> None:
    raw = raw_table("Customer ID,First Name,Last Name,Gender", ("1", "Ann", "Lee", "f"))

    assert recognise_kind(raw, CUSTOMERS).mapping.indexes("name") == (1, 2)


def test_without_a_number_the_email_tells_customers_apart_and_stays_the_email() -> None:
    raw = raw_table("Name,Email,Gender", ("Ann", "ann@example.com", "f"))
    mapping = recognise_kind(raw, CUSTOMERS).mapping

    assert (mapping.column("customer"), mapping.column("email"), mapping.customer_kind) == (1, 1, "email")


@pytest.mark.parametrize(
    ("kind", "headers", "fault"),
    [
        (CUSTOMERS, "Gender,City", NoCustomerColumn),
        (CUSTOMERS, "Customer ID,Foo", NothingSaidColumn),
        (INTERACTIONS, "Customer ID,Contact type", NoKindDateColumn),
        (FEEDBACK, "Customer ID,Date", NothingSaidColumn),
        (FEEDBACK, "Date,Rating", NoCustomerColumn),
        (PRODUCTS, "Cost,Price", NoProductColumn),
        (PRODUCTS, "Product,Foo", NothingSaidColumn),
    ],
)
def test_what_is_missing_is_said_with_the_columns_there_are(
    kind: SheetKind, headers: str, fault: type[MissingColumn]
) -> None:
    with pytest.raises(fault) as caught:
        recognise_kind(raw_table(headers), kind).check()
    assert ", ".join(headers.split(",")) in str(caught.value)


def test_a_chosen_column_wins_and_leaves_the_others_alone() -> None:
    raw = raw_table("No,Customer ID,Birthday", ("1", "A7", "1990-01-05"))
    found = recognise_kind(raw, CUSTOMERS, chosen={"customer": 0, "birthday": None})

    assert found.mapping.columns == {"customer": 0}


def test_a_date_that_proves_nothing_is_asked_and_a_proven_one_is_not() -> None:
    unsure = raw_table("Customer ID,Birthday,Gender", ("1", "03/04/1990", "f"))
    proven = raw_table("Customer ID,Birthday,Gender", ("1", "03/04/1990", "f"), ("2", "23/04/1990", "f"))

    assert recognise_kind(unsure, CUSTOMERS).questions == ("DATE_ORDER_UNSURE",)
    assert recognise_kind(proven, CUSTOMERS).questions == ()


def test_a_mapping_comes_back_from_its_text() -> None:
    mapping = KindMapping(CUSTOMERS, {"customer": 0, "name": (1, 2)}, customer_kind="email", date_order="dmy")

    assert KindMapping.from_json(mapping.to_json()) == mapping
    assert recognise_kind(raw_table("a,b,c"), CUSTOMERS, remembered=mapping).mapping == mapping
    with pytest.raises(UnknownField):
        KindMapping(PRODUCTS, {"birthday": 0})


def test_a_kind_is_named() -> None:
    assert kind_named("feedback") is FEEDBACK
    with pytest.raises(NoSuchKind, match="customers"):
        kind_named("people")
