"""How values are read is shown on the load page, and a wrong answer can be put right after the load was undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.shared import cache
from segmentation.store.home import Home
from tests.pages.conftest import Open
from tests.pages.load_page import PAGE, choice, dropped, pressed, query

UNDECIDED = "Kunde;Bestellnummer;Datum;Betrag\nK0;100;01/02/2024;1.234,50\nK1;101;03/04/2024;1.234,51\n"


def answers(app: AppTest) -> list:
    return [each for each in app.radio if each.label == "Your answer"]


def samples(app: AppTest) -> list[str]:
    return [line for shown in app.text for line in shown.value.splitlines()]


def days() -> list[object]:
    return [row["day"] for row in query("select sold_at::date as day from lines where is_active order by 1")]


def test_a_wrong_date_order_is_corrected_when_the_file_is_dropped_again(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), UNDECIDED)
    answers(app)[0].set_value("dmy").run()
    assert "01/02/2024 → Feb 1, 2024" in samples(app)
    pressed(app, "Load ")
    assert days() == [date(2024, 2, 1), date(2024, 4, 3)]
    pressed(app, "Undo this load")

    dropped(app, UNDECIDED)
    assert answers(app) == []
    dates = choice(app, "Dates in Datum")
    assert dates.value == "dmy"
    assert "As for the last file like this." in [shown.value for shown in app.caption]
    dates.set_value("mdy").run()
    assert "01/02/2024 → Jan 2, 2024" in samples(app)
    assert "You chose it." in [shown.value for shown in app.caption]
    pressed(app, "Load ")
    assert days() == [date(2024, 1, 2), date(2024, 3, 4)]


def test_what_was_remembered_is_forgotten_and_asked_again(open_app: Open, new_shop: Path) -> None:
    app = dropped(open_app(new_shop, PAGE), UNDECIDED)
    answers(app)[0].set_value("dmy").run()
    pressed(app, "Load ")
    pressed(app, "Undo this load")
    dropped(app, UNDECIDED)
    pressed(app, "Forget what was remembered")

    assert len(answers(app)) == 1
    assert not any(button.label.startswith("Forget") for button in app.button)
    answers(app)[0].set_value("mdy").run()
    pressed(app, "Load ")
    assert days() == [date(2024, 1, 2), date(2024, 3, 4)]


def test_the_currency_that_is_loaded_can_be_changed_the_next_time(open_app: Open, tmp_path: Path) -> None:
    home = Home(tmp_path / "shops")
    home.create("New shop")
    home.close_all()
    text = "customer,order,date,amount,currency\nA,1,2024-03-01,10,EUR\nB,2,2024-03-02,11,USD\nC,3,2024-03-03,12,USD\n"
    app = dropped(open_app(tmp_path / "shops", PAGE), text)
    answers(app)[0].set_value("USD").run()
    pressed(app, "Load ")
    pressed(app, "Undo this load")
    dropped(app, text)
    assert {"USD: 2 lines, loaded", "EUR: 1 line, refused"} <= set(samples(app))
    choice(app, "Currency that is loaded").set_value("EUR").run()
    assert {"USD: 2 lines, refused", "EUR: 1 line, loaded"} <= set(samples(app))
    # The undo took the shop's US dollars with it.
    pressed(app, "Load ")
    assert [card.currency for card in cache.home().shops()] == ["EUR"]
    assert query("select sum(net_revenue)::int as money from lines where is_active") == [{"money": 10}]


def test_a_load_in_another_currency_is_not_brought_back(open_app: Open, tmp_path: Path) -> None:
    home = Home(tmp_path / "shops")
    home.create("New shop")
    home.close_all()
    text = "customer,order,date,amount,currency\nA,1,2024-03-01,10,{0}\nB,2,2024-03-02,11,{0}\n"
    app = dropped(open_app(tmp_path / "shops", PAGE), text.format("USD"), "dollars.csv")
    pressed(app, "Load ")
    pressed(app, "Undo this load")
    pressed(dropped(app, text.format("EUR"), "euros.csv"), "Load ")
    next(button for button in app.button if button.label == "Bring this load back").click().run()
    assert any("are in USD, and the shop counts in EUR" in shown.value for shown in app.error)
    assert not app.exception
    assert query("select sum(net_revenue)::int as money from lines where is_active") == [{"money": 21}]


def test_the_amount_of_an_order_can_be_made_the_lines_the_next_time(open_app: Open, new_shop: Path) -> None:
    rows = "".join(f"B{n},C{n},2024-01-0{n},50\n" * 2 for n in range(1, 5))
    text = "Order,Customer,Date,Amount\n" + rows
    app = dropped(open_app(new_shop, PAGE), text)
    answers(app)[0].set_value("order").run()
    assert "B1: 50 + 50 → 50.00" in samples(app)
    pressed(app, "Load ")
    assert query("select sum(net_revenue)::int as money from lines where is_active") == [{"money": 200}]
    pressed(app, "Undo this load")
    dropped(app, text)
    choice(app, "Amount is").set_value("line").run()
    assert "B1: 50 + 50 → 100.00" in samples(app)
    pressed(app, "Load ")
    assert query("select sum(net_revenue)::int as money from lines where is_active") == [{"money": 400}]


def test_what_the_values_prove_wrong_says_so(open_app: Open, new_shop: Path) -> None:
    text = "Order,Customer ID,Date,Amount\n1,A1,13/02/2024,1.50\n2,B2,01/02/2024,2.50\n"
    app = dropped(open_app(new_shop, PAGE), text)
    assert [shown.value for shown in app.warning] == []
    choice(app, "Dates in Date").set_value("mdy").run()
    assert [shown.value for shown in app.warning] == [
        "1 value of this column cannot be read this way. Its lines would be refused."
    ]
    assert "13/02/2024 → cannot be read" in samples(app)


def test_another_encoding_is_chosen_in_the_question_itself(open_app: Open, new_shop: Path) -> None:
    text = "order_no,order_date,customer,amount\nA1,2024-03-05,陳小明,10\nA2,2024-03-05,林美麗,10\n"
    app = open_app(new_shop, PAGE)
    app.file_uploader[0].set_value([("sales.csv", text.encode("big5"), "text/csv")]).run()
    encodings = [each for each in app.selectbox if each.label == "Text encoding"]
    assert len(encodings) == 2
    other = "gb18030" if encodings[0].value.lower() != "gb18030" else "big5"
    encodings[0].set_value(other).run()
    assert not app.exception
    assert [each.value for each in app.selectbox if each.label == "Text encoding"][-1] == other


def test_a_text_in_no_encoding_is_read_in_the_one_that_a_person_chooses(open_app: Open, new_shop: Path) -> None:
    lines = [
        f"A{n},2024-03-{n % 28 + 1:02d},{name},10\n" for n, name in enumerate(["Jörg", "Zoë", "José", "Søren"] * 6)
    ]
    glued = b"order_no,order_date,customer,amount\n" + b"".join(
        line.encode("cp1252" if n % 2 else "utf-8") for n, line in enumerate(lines)
    )
    app = dropped(open_app(new_shop, PAGE), glued)
    assert any("encoding" in shown.value for shown in app.error)
    choice(app, "Text encoding").set_value("cp1252").run()
    assert not app.exception
    assert [shown.value for shown in app.error] == []
    pressed(app, "Load ")
    assert query("select count(*) as n from lines") == [{"n": 24}]
