"""The README's table of pages has every page of the menu, in its order, and no other."""

import re

from pages.shared import navigation
from segmentation.locale import Words
from tests.conftest import PROJECT


def test_the_readme_says_of_every_page_which_question_it_answers() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## What each page answers\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, flags=re.M)

    assert [title for title, _question in rows[1:]] == [entry.title for entry in navigation.PAGES]


def test_the_chinese_readme_names_every_page_as_the_menu_does() -> None:
    readme = (PROJECT / "README.zh-CN.md").read_text(encoding="utf-8")
    section = readme.split("## 每个页面回答什么\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, flags=re.M)

    assert [title for title, _question in rows[1:]] == [Words("zh_CN")(entry.title) for entry in navigation.PAGES]
