"""A fault's sentence is wholly in the reader's language, and a person's own words in it stay as they are."""

from decimal import Decimal

import pytest

from segmentation.errors import IllegalParameter, NoSuchShop
from segmentation.intake.errors import NotASpreadsheet
from segmentation.locale import Words
from segmentation.parameters import Weights

CHINESE = Words("zh_CN")


def test_what_a_file_is_instead_is_said_in_the_readers_language() -> None:
    fault = NotASpreadsheet(found="a picture (PNG)")

    assert "a picture (PNG)" in fault.sentence()
    assert "图片" in fault.sentence(CHINESE)
    assert "picture" not in fault.sentence(CHINESE)


def test_the_rule_that_a_choice_breaks_is_said_in_the_readers_language() -> None:
    with pytest.raises(IllegalParameter) as refused:
        Weights(r=Decimal(-1))

    assert "A weight lies between 0 and 1000000" in refused.value.sentence()
    assert "权重" in refused.value.sentence(CHINESE)


def test_a_persons_own_words_are_never_translated() -> None:
    assert CHINESE("Save") == "保存"
    assert "Save" in NoSuchShop(shop="Save", shops="Lists").sentence(CHINESE)
