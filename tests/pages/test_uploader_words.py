"""The file uploader speaks the reader's language."""

from pathlib import Path

import pytest

from pages.shared.uploader_words import _quoted
from tests.pages.conftest import Open


@pytest.mark.parametrize(
    ("browser", "said"),
    [
        ("en-GB", ['"Choose a file"', '"Choose files"', '"or drop it here, up to 1,024 MB"']),
        ("zh-CN", ['"选择文件"', "1,024 MB"]),
    ],
)
def test_the_uploader_speaks_the_readers_language(
    open_app: Open, no_shop_home: Path, browser: str, said: list[str]
) -> None:
    app = open_app(no_shop_home, language=browser)

    (style,) = app.get("html")
    assert style.proto.body.startswith("<style>")
    assert style.proto.body.rstrip().endswith("</style>")
    assert [text for text in said if text not in style.proto.body] == []


def test_a_text_cannot_end_its_css_string() -> None:
    assert _quoted('a "b" \\') == '"a \\"b\\" \\\\"'
