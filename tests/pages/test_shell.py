"""What stands around every page: menu, shop, language, messages, downloads."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.shared import downloads, messages
from segmentation.locale import LANGUAGES
from segmentation.store.home import Home
from tests.pages.conftest import Open

SECRET = "Anna 13800138000"


@pytest.fixture
def quiet_logs() -> Iterator[None]:
    """Logs without values, as in the app; afterwards as before."""
    before = logging.getLogRecordFactory()
    messages.keep_values_out_of_logs()
    yield
    logging.setLogRecordFactory(before)


def test_without_a_shop_the_page_says_what_to_do_next(open_app: Open, no_shop_home: Path) -> None:
    app = open_app(no_shop_home)

    assert "no shop yet" in app.info[0].value
    assert [link.page for link in app.page_link] == ["shops"]


def test_the_shops_name_and_both_languages_are_to_choose_from(open_app: Open, one_customer_home: Path) -> None:
    app = open_app(one_customer_home)

    assert app.sidebar.selectbox(key="shop").options == ["Corner shop"]
    assert list(app.sidebar.segmented_control(key="lang").options) == list(LANGUAGES.values())


@pytest.mark.parametrize(
    ("browser", "language"), [("zh-CN", "zh_CN"), ("zh-TW", "zh_CN"), ("en-GB", "en"), ("fr-FR", "en")]
)
def test_the_browsers_language_is_the_default(open_app: Open, no_shop_home: Path, browser: str, language: str) -> None:
    app = open_app(no_shop_home, language=browser)

    assert app.segmented_control(key="lang").value == language


def test_another_shop_is_looked_at_once_it_is_chosen(open_app: Open, tmp_path: Path) -> None:
    home = Home(tmp_path / "two")
    first, second = home.create("Alder"), home.create("Birch")
    app = open_app(tmp_path / "two")
    assert app.selectbox(key="shop").value == first

    app.selectbox(key="shop").set_value(second).run()

    assert app.selectbox(key="shop").value == second
    home.close_all()


def _page_with_a_bug() -> None:
    from pages.shared import messages

    with messages.shown():
        raise ValueError("Anna 13800138000")


def _page_with_a_fault() -> None:
    from pages.shared import messages
    from segmentation.store.errors import ShopNameTaken

    with messages.shown():
        raise ShopNameTaken(name="![x](http://example.org/x.png) **b**")


def test_a_bug_shows_a_number_that_the_log_knows(caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(_page_with_a_bug).run()

    number = app.error[0].value.removesuffix(".").split()[-1]
    assert SECRET not in app.error[0].value
    assert [record.getMessage().split()[:2] for record in caplog.records if record.name == "regulars"] == [
        [number, "ValueError"]
    ]
    assert SECRET not in caplog.text


def test_a_fault_shows_its_sentence_and_no_picture() -> None:
    app = AppTest.from_function(_page_with_a_fault).run()

    assert app.error[0].value.startswith("There is already a shop called \\!\\[x\\]\\(http\\:")


def test_the_log_says_where_an_error_was_but_not_what_it_quoted(
    quiet_logs: None, caplog: pytest.LogCaptureFixture
) -> None:
    try:
        raise KeyError(SECRET)
    except KeyError:
        logging.getLogger("regulars.test").exception("while loading")

    assert "while loading | KeyError < " in caplog.text
    assert "test_shell.py" in caplog.text
    assert SECRET not in caplog.text


@given(st.text())
def test_no_mark_of_markdown_is_left_unescaped(text: str) -> None:
    shown = messages.as_text(text)
    assert shown.replace("\\\\", "").count("`") == shown.replace("\\\\", "").count("\\`")
    assert "\n" not in shown


def _page_with_a_download() -> None:
    from pages.shared import downloads

    def make() -> bytes:
        raise AssertionError("made before it was asked for")

    downloads.button("Take", make, file_name="list.csv", mime=downloads.CSV, key="take")


def test_a_file_is_not_made_before_its_button_is_clicked() -> None:
    app = AppTest.from_function(_page_with_a_download).run()

    assert not app.exception
    assert app.download_button[0].proto.deferred_file_id


def test_no_two_files_have_the_same_address() -> None:
    names = {downloads._secret("list.csv") for _ in range(100)}
    assert len(names) == 100
    assert all(name.startswith("list-") and name.endswith(".csv") and len(name) == 25 for name in names)


def test_a_download_that_fails_tells_the_log_nothing_of_the_data(caplog: pytest.LogCaptureFixture) -> None:
    def make() -> bytes:
        raise ValueError(SECRET)

    with pytest.raises(downloads.DownloadFailed) as failed:
        downloads._made(make)

    assert failed.value.__suppress_context__
    assert SECRET not in str(failed.value) + caplog.text
    assert str(failed.value) in caplog.text
