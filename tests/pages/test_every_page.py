from pathlib import Path

import pytest

from pages.shared import navigation
from segmentation.locale import LANGUAGES
from tests.conftest import PROJECT
from tests.pages.conftest import Open

SCRIPTS = sorted(
    path.relative_to(PROJECT / "pages").as_posix()
    for path in (PROJECT / "pages").glob("*/[!_]*.py")
    if path.parent.name != "shared"
)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_page_stands_in_every_shop(open_app: Open, any_home: Path, script: str) -> None:
    app = open_app(any_home, script)

    assert not app.exception
    assert [shown.value for shown in app.error] == []
    assert len(app.title) == 1


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_stands_in_every_language(open_app: Open, demo_home: Path, script: str, language: str) -> None:
    app = open_app(demo_home, script, language=language)

    assert not app.exception
    assert [shown.value for shown in app.error] == []


def test_every_page_is_in_the_menu_once_and_nothing_else_is() -> None:
    assert sorted(entry.script for entry in navigation.PAGES) == SCRIPTS


@pytest.mark.parametrize(
    "script",
    [
        "act/lists.py",
        "act/store_stage.py",
        "act/vip.py",
        "data/quality.py",
        "start/overview.py",
        "understand/classification.py",
        "understand/disagreements.py",
        "understand/pareto.py",
        "understand/profile.py",
        "understand/rules.py",
        "understand/scores.py",
        "understand/segments.py",
    ],
)
def test_a_page_of_figures_says_what_the_data_cannot_support(
    open_app: Open, one_customer_home: Path, script: str
) -> None:
    app = open_app(one_customer_home, script)

    assert any(shown.value.startswith("The data cover 1 days") for shown in app.info)
