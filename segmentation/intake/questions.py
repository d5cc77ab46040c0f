"""What the reading of a file may have to ask, and how a person answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from segmentation.locale import N_


class AnswerBy(StrEnum):
    """How a question is answered: by looking and agreeing, or by reading the file in another way."""

    AGREEING = "agreeing"
    HEADER_ROW = "header row"
    ENCODING = "encoding"


@dataclass(frozen=True)
class ReadingQuestion:
    """``message``: the sentence a person reads (English message id)."""

    message: str
    answer_by: AnswerBy = AnswerBy.AGREEING


READING_QUESTIONS: dict[str, ReadingQuestion] = {
    "HEADER_UNSURE": ReadingQuestion(
        N_("No row looks like headings; the first row may be a sale. Say which row holds the headings, or 0 for none."),
        AnswerBy.HEADER_ROW,
    ),
    "MERGED_CELLS": ReadingQuestion(
        N_("Some cells are merged over several rows. Their value was filled down; look at the rows below.")
    ),
    "DUPLICATE_HEADERS": ReadingQuestion(
        N_("Several columns have the same heading; the later ones carry a number. Check which one is taken.")
    ),
    "ENCODING_UNSURE": ReadingQuestion(
        N_("The file's text encoding cannot be told for sure. Are the words below right? If not, choose another one."),
        AnswerBy.ENCODING,
    ),
    "PRECISION_LOST": ReadingQuestion(
        N_(
            "Long numbers were stored as numbers and have lost their last digits (ids or phones). They are not used to "
            "tell customers apart. Better: export these columns as text."
        )
    ),
    "BAD_CSV": ReadingQuestion(
        N_(
            "The file does not follow the rules of csv everywhere; its cells may be split wrongly. Look at the rows below."
        )
    ),
}
"""By the code that ``RawTable.questions`` holds."""

ENCODINGS = ("utf-8", "gb18030", "big5", "cp932", "cp949", "cp1252", "cp1251", "utf-16")
"""What a person may choose from."""


def open_questions(asked: tuple[str, ...], headers: tuple[str, ...], used: Collection[int]) -> tuple[str, ...]:
    """The reading's questions that matter: doubled headings of columns that no field uses (``used``: indexes) are none."""
    bare = [re.sub(r" \(\d+\)$", "", header) for header in headers]
    is_doubled = any(bare.count(bare[index]) > 1 for index in used)
    return tuple(code for code in asked if code != "DUPLICATE_HEADERS" or is_doubled)
