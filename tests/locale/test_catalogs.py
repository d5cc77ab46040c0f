"""Every word a person sees is there in both languages."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from segmentation.locale import LANGUAGES, Words
from tests.conftest import PROJECT

TRANSLATED = sorted(set(LANGUAGES) - {"en"})
"""English is the message ids themselves, without a catalog."""
KEYWORDS = {"_": None, "N_": None, "words": None, "count": (1, 2)}
SOURCES = ("segmentation/**.py", "pages/**.py", "app.py")
MARKUP = re.compile(r"\*\*|`|^#+ |^- |\n", re.M)
HALF_WIDTH_MARK = re.compile("[\u3400-\u9fff][,:;?!()]|[,:;?!()][\u3400-\u9fff]")


def catalog(language: str) -> Catalog:
    path = PROJECT / "segmentation" / "locale" / language / "LC_MESSAGES" / "regulars.po"
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def said() -> set[str]:
    """The message ids that stand in the sources; of two forms the one for one."""
    methods = [(pattern, "segmentation.locale.extraction:sentences") for pattern in SOURCES]
    found = extract_from_dir(PROJECT, method_map=methods, keywords=KEYWORDS, directory_filter=_is_ours)
    return {message if isinstance(message, str) else message[0] for _file, _line, message, _comments, _context in found}


def _is_ours(folder: str) -> bool:
    return Path(folder).relative_to(PROJECT).parts[0] not in {".venv", ".git", "build", "tests", "data"}


def places(text: str) -> set[str]:
    """The named values that a sentence asks for."""
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name}


def texts(entry: Message) -> tuple[list[str], list[str]]:
    """The ids and the translations of an entry: one each, or the forms for one and for many."""
    ids = [entry.id] if isinstance(entry.id, str) else list(entry.id)
    return ids, [entry.string] if isinstance(entry.string, str) else list(entry.string or ())


def entries(language: str) -> list[tuple[list[str], list[str]]]:
    return [texts(entry) for entry in catalog(language) if entry.id]


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_catalog_holds_the_sentences_of_the_sources_and_no_others(language: str) -> None:
    known = {ids[0] for ids, _shown in entries(language)}
    assert len(known) > 100
    assert known == said()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_has_its_words(language: str) -> None:
    assert [ids[0] for ids, shown in entries(language) if not shown or not all(shown)] == []
    assert [entry.id for entry in catalog(language) if entry.id and entry.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_in_the_same_values(language: str) -> None:
    # Where a language has one form for one and for many, it is held against the form for many.
    pairs = [
        (wanted, text)
        for ids, shown in entries(language)
        for wanted, text in zip(ids[-len(shown) :], shown, strict=True)
    ]
    differ = [(wanted, text) for wanted, text in pairs if text and places(text) != places(wanted)]
    assert differ == []


def test_a_translation_keeps_the_marks_of_its_text() -> None:
    differ = [
        ids[0]
        for ids, shown in entries("zh_CN")
        for text in shown
        if text and sorted(MARKUP.findall(ids[0])) != sorted(MARKUP.findall(text))
    ]
    assert differ == []


def test_chinese_sentences_have_full_width_marks() -> None:
    assert [text for _ids, shown in entries("zh_CN") for text in shown if HALF_WIDTH_MARK.search(text)] == []


@pytest.mark.parametrize(("language", "forms"), [("zh_CN", 1)])
def test_plurals_have_the_forms_of_the_language(language: str, forms: int) -> None:
    plurals = [(entry, shown) for entry in catalog(language) if entry.pluralizable for shown in [texts(entry)[1]]]
    assert catalog(language).num_plurals == forms
    assert plurals
    assert {len(shown) for _entry, shown in plurals} == {forms}


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_head_of_a_catalog_has_no_blanks_left_to_fill_in(language: str) -> None:
    path = PROJECT / "segmentation" / "locale" / language / "LC_MESSAGES" / "regulars.po"
    head = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
    assert "regulars" in head
    assert re.findall(r"EMAIL@ADDRESS|FULL NAME|FIRST AUTHOR|LL@li\.org|YEAR", head) == []


def test_words_come_from_the_readers_catalog() -> None:
    english, chinese = Words("en"), Words("zh_CN")
    assert (english("Life cycle"), chinese("Life cycle")) == ("Life cycle", "客户生命周期")
    assert [english.count("{n} purchase", "{n} purchases", n) for n in (1, 2)] == ["1 purchase", "2 purchases"]
    assert [chinese.count("{n} purchase", "{n} purchases", n) for n in (1, 2)] == ["1 次购买", "2 次购买"]


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("Key value", "重要价值"),
        ("General win-back", "一般挽留"),
        ("Big customer", "大客户"),
        ("One-off high", "偶尔高消费"),
        ("Low-touch customer", "低频客户"),
        ("Growing", "成长期"),
        ("Lost", "流失"),
        ("Quasi-VIP", "准VIP"),
        ("Recommendation", "推荐度"),
    ],
)
def test_names_of_the_trade_are_the_trades_own(message: str, name: str) -> None:
    assert Words("zh_CN")(message) == name
