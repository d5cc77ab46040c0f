"""What the page says of a waiting file before it is loaded, in words a shop owner reads."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pages.shared import cache
from pages.shared.mapping_form import AMOUNT_OF_ORDER
from pages.shared.value_reading import OPTION_NAMES
from segmentation.intake.customer_column import BY_NAME
from segmentation.intake.headings import recognise
from segmentation.intake.mapping import AMOUNT_LEVELS, CUSTOMER_KINDS
from segmentation.intake.raw import RawTable
from segmentation.intake.values.dates import ORDERS
from segmentation.locale import Words
from segmentation.store.leftovers import remove_waiting
from tests.conftest import PROJECT
from tests.intake.columns.sheets import raw_table
from tests.pages.conftest import Open
from tests.pages.load_page import PAGE, dropped

BY_NAMES = "日期,客户,金额\n2024-03-01,Ann,5.00\n2024-03-02,Bob,6.00\n"
TAOBAO = (
    "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间\n"
    '="1",tea_lover9,12.50,交易成功,2024-03-01 10:00:00\n="2",cat88,8.00,交易成功,2024-03-02 10:00:00\n'
)


def plain(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_only_a_name_tells_customers_apart_is_said_before_loading(
    open_app: Open, new_shop: Path, language: str
) -> None:
    app = dropped(open_app(new_shop, PAGE, language=language), BY_NAMES)
    words = Words(language)
    assert words(BY_NAME).format(column="客户") in [plain(each.value) for each in app.warning]
    why = words("There is nothing but a name to tell customers apart.")
    said = [plain(each.value) for each in app.caption if why in plain(each.value)]
    assert said == [f"{words('Please check.')} {why}"]


def test_a_waiting_file_that_an_erasing_took_away_is_no_longer_shown(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), BY_NAMES)
    assert [button for button in app.button if button.label.startswith("Load")] != []
    home = cache.home()
    remove_waiting(home.folder / home.shops()[0].id)
    app.run()
    assert not app.exception
    assert [button for button in app.button if button.label.startswith("Load")] == []


def test_numbers_of_customers_need_no_such_warning(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), BY_NAMES.replace("Ann", "K1").replace("Bob", "K2"))
    assert [each.value for each in app.warning] == []


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_an_amount_of_the_whole_order_is_called_so(open_app: Open, new_shop: Path, language: str) -> None:
    app = dropped(open_app(new_shop, PAGE, language=language), TAOBAO)
    labels = [each.label for each in app.selectbox]
    assert Words(language)(AMOUNT_OF_ORDER) in labels
    assert Words(language)("Amount of the line") not in labels


def test_an_amount_of_the_line_keeps_its_name(open_app: Open, new_shop: Path) -> None:
    labels = [each.label for each in dropped(open_app(new_shop, PAGE), BY_NAMES).selectbox]
    assert "Amount of the line" in labels
    assert AMOUNT_OF_ORDER not in labels


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_faulty_profile_is_told_beside_the_file(open_app: Open, new_shop: Path, language: str) -> None:
    (new_shop / "profiles").mkdir()
    (new_shop / "profiles" / "my_till.toml").write_text("title = \n", encoding="utf-8")
    app = dropped(open_app(new_shop, PAGE, language=language), BY_NAMES)
    (told,) = [plain(each.value) for each in app.warning if "my_till.toml" in plain(each.value)]
    assert ("left out" in told) is (language == "en")


def test_ones_own_profile_is_named_on_the_page(open_app: Open, new_shop: Path) -> None:
    (new_shop / "profiles").mkdir()
    (new_shop / "profiles" / "till.toml").write_text(
        'title = "Corner till"\nsignature = ["Bon"]\n'
        '[columns]\ncustomer = ["Wer"]\norder = ["Bon"]\ndate = ["Wann"]\namount = ["Macht"]\n',
        encoding="utf-8",
    )
    app = dropped(open_app(new_shop, PAGE), "Bon,Wer,Wann,Macht\n1,K1,2024-03-01,10.50\n")
    assert any("Corner till" in each.value for each in app.markdown)


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (raw_table("date,customer,amount", ("1/2/2024", "K1", "1.50"), ("3/4/2024", "K2", "2.50")), "DATE_ORDER_UNSURE"),
        (raw_table("date,customer,amount", ("1/2/24", "K1", "1.50"), ("3/4/05", "K2", "2.50")), "DATE_ORDER_UNSURE"),
        (raw_table("date,customer,amount", ("2024-01-01", "K1", "1.234"), ("2024-01-02", "K", "2.500")), "DECIMAL_UNSURE"),
        (raw_table("date,customer,amount", ("2024-01-01", "K1", "€1"), ("2024-01-02", "K2", "$2")), "MIXED_CURRENCIES"),
        (
            raw_table(
                "order,date,customer,product,amount",
                *[(f"{n // 3}", "2024-01-01", "K1", f"P{n}", f"{n // 3}.50") for n in range(12)],
            ),
            "AMOUNT_LEVEL_UNSURE",
        ),
    ],
)  # fmt: skip
def test_what_a_question_offers_has_a_name_or_is_a_currency(sheet: RawTable, code: str) -> None:
    (asked,) = recognise(sheet).asked
    assert asked.code == code
    assert asked.options
    for option in asked.options:
        assert option in OPTION_NAMES or (asked.choice == "currency" and len(option) == 3 and option.isupper())


def test_every_option_that_the_code_writes_down_has_a_name_in_both_languages() -> None:
    written = {*CUSTOMER_KINDS, *AMOUNT_LEVELS, *ORDERS, ".", ","}
    for path in (PROJECT / "segmentation" / "intake").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Question":
                options = [*node.args[3:4], *(each.value for each in node.keywords if each.arg == "options")]
                written |= {
                    leaf.value
                    for option in options
                    for leaf in ast.walk(option)
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                }
    assert written <= set(OPTION_NAMES)
    for option in written:
        assert Words("zh_CN")(OPTION_NAMES[option]) != option
        assert Words("en")(OPTION_NAMES[option]) != option
