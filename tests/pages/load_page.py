"""The load page as a person uses it: a file dropped, a column chosen, and what the shop has then."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from pages.shared import cache

PAGE = "data/load.py"


def dropped(app: AppTest, content: bytes | str, name: str = "sales.csv") -> AppTest:
    data = content.encode() if isinstance(content, str) else content
    app.file_uploader[0].set_value([(name, data, "application/octet-stream")]).run()
    assert not app.exception
    return app


def pressed(app: AppTest, label: str) -> AppTest:
    """The first button whose label begins so."""
    next(button for button in app.button if button.label.startswith(label)).click().run()
    assert not app.exception
    assert [shown.value for shown in app.error] == []
    return app


def choice(app: AppTest, label: str) -> Any:
    return next(each for each in app.selectbox if each.label == label)


def query(sql: str) -> list[dict[str, Any]]:
    home = cache.home()
    return home.open(home.shops()[0].id).query(sql).to_pylist()
