"""What people and programs call our fields: names compared without case and punctuation, and near misses of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from segmentation.intake.values.text import comparison_key

OTHER = "(other)"
"""Stands for the columns that look like ours and are not, such as birthdays."""


_TRADITIONAL = str.maketrans(
    "訂單編號購買賣顧戶電話碼機時間產數價總額實備註種類門會員質貨運費優幣銷狀態標題單項開發計師業務層級聯繫帳紀錄應鋪別",
    "订单编号购买卖顾户电话码机时间产数价总额实备注种类门会员质货运费优币销状态标题单项开发计师业务层级联系账纪录应铺别",
)
"""Characters of headers as Taiwan and Hong Kong write them; the list of names has the simplified ones."""


_CHINESE = re.compile(r"[\u4e00-\u9fff]\S*$")
_OF_LOWER_ROW = 0.97
"""How surely the lower of two rows names a column: a little less than a name that stands alone."""


@dataclass(frozen=True)
class MatchLimits:
    """How alike names and values must be.

    ``near_miss``: rapidfuzz WRatio from 0 to 100. ``least_ratio`` (its plain ratio) and ``least_length_share`` (of the shorter
    name in the longer one) hold it back, because
    WRatio gives 80 and more for one shared word. ``some`` and ``most``: shares of values
    that look as they should, for a column with the right name and for one known by its values alone.
    """

    near_miss: float = 80.0
    least_ratio: float = 60.0
    least_length_share: float = 0.5
    some: float = 0.5
    most: float = 0.9


def header_key(header: str) -> str:
    """A header as it is compared: without case, width, spaces and punctuation; unit in brackets stays out."""
    bare = re.sub(r"[(（\[【][^)）\]】]*[)）\]】]", "", header)
    return _compact(bare) or _compact(header)


def _compact(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL)
    return re.sub(r"[\W_]+", "", comparison_key(text))


def spaced_name(header: str) -> str:
    """A header's words, for near misses: CustomerID and customer_id are two words each."""
    header = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", header).translate(_TRADITIONAL))
    return re.sub(r"[\W_]+", " ", comparison_key(header)).strip()


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    with (Path(__file__).parents[1] / "synonyms.toml").open("rb") as source:
        table = tomllib.load(source)
    return {name: tuple(texts) for name, texts in table["fields"].items()} | {OTHER: tuple(table["others"]["names"])}


@cache
def _by_key() -> dict[str, dict[str, int]]:
    """Compared name → fields it stands for, with its rank among the field's names."""
    found: dict[str, dict[str, int]] = {}
    for name, texts in _synonyms().items():
        for rank, text in enumerate(texts):
            found.setdefault(header_key(text), {}).setdefault(name, rank)
    return found


_OF_SOMETHING_ELSE = frozenset(
    "sku group groups note notes comment message type kind class tier level segment language year month quarter week qtr state "
    "status new since rating score age gender title company tax rate count gruppe notiz typ art jahr monat "
    "groupe remarque année mois grupo nota tipo año mes".split()
)
"""Words that make something else of the word beside them: a customer group is no customer, a customer note no number."""


def _is_whole(header: str, name: str, limits: MatchLimits) -> bool:
    """Whether each word of the name stands in the header, spelled nearly so, and none there makes something else of it."""
    words, wanted = header.split(), name.split()
    more = [word for word in words if all(fuzz.ratio(word, each) < limits.near_miss for each in wanted)]
    if _OF_SOMETHING_ELSE & set(more):
        return False
    compact = fuzz.ratio(header.replace(" ", ""), name.replace(" ", "")) >= limits.near_miss
    return (compact and not more) or all(
        any(fuzz.ratio(word, each) >= limits.near_miss or word.startswith(each) for word in words) for each in wanted
    )


def name_scores(header: str, limits: MatchLimits) -> dict[str, tuple[float, int]]:
    """The fields that a header may name: field → how surely, from 0 to 1 (1: exactly), and its rank among the field's names."""
    compact, spaced = header_key(header), spaced_name(header)
    exact = _by_key().get(compact)
    if exact:
        return {name: (1.0, rank) for name, rank in exact.items()}
    # Chinese names have no spaces: where one stands, two rows of a header were joined, and the lower one is the column's.
    lower = header.split()[-1] if _CHINESE.search(header) else header
    if lower != header and (of_lower := _by_key().get(header_key(lower))):
        return {name: (_OF_LOWER_ROW, rank) for name, rank in of_lower.items()}
    path, _, last = header.rpartition("/")
    if path and last.strip() and (of_last := _by_key().get(header_key(last))):
        return {name: (_OF_LOWER_ROW, rank) for name, rank in of_last.items()}
    scores: dict[str, tuple[float, int]] = {}
    for name, texts in _synonyms().items():
        best, at = 0.0, 0
        for rank, text in enumerate(texts):
            shorter, longer = sorted((len(text), len(spaced)))
            if shorter < 2 or shorter / longer < limits.least_length_share:
                continue
            score = fuzz.WRatio(spaced, text, score_cutoff=limits.near_miss)
            if score > best and fuzz.ratio(spaced, text) >= limits.least_ratio and _is_whole(spaced, text, limits):
                best, at = score, rank
        if best >= limits.near_miss:
            scores[name] = (best / 101, at)
    return scores
