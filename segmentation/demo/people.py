"""Names, telephone numbers and e-mail addresses of people who do not exist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_SURNAMES: Final = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN_FEMALE: Final = (
    "秀英", "敏", "静", "丽", "娟", "芳", "雨桐", "梓涵", "欣怡", "诗涵", "思琪", "佳怡", "晓燕", "雪梅", "玉兰", "婉清",
    "若溪", "文静", "嘉宁", "海燕", "语嫣", "淑珍", "小满", "慧敏", "春花", "安然", "知夏", "可欣", "婷", "颖", "璐",
    "书瑶", "月明", "紫薇", "亦菲", "念真",
)  # fmt: skip
_GIVEN_MALE: Final = (
    "伟", "强", "磊", "洋", "勇", "军", "杰", "涛", "明", "超", "浩然", "子轩", "宇航", "俊杰", "天佑", "建国", "志强",
    "文博", "嘉豪", "一鸣", "思远", "海峰", "国庆", "晨", "立新", "永康", "泽宇", "振华", "少华", "景行", "望舒",
    "家栋", "云飞", "成林",
)  # fmt: skip
_FIRST_FEMALE: Final = (
    "Emma", "Olivia", "Sophie", "Grace", "Hannah", "Chloe", "Lucy", "Amelia", "Nora", "Julia", "Claire", "Marta", "Ines",
)  # fmt: skip
_FIRST_MALE: Final = (
    "James", "Oliver", "Daniel", "Thomas", "Lucas", "Henry", "Simon", "Peter", "Mateo", "Felix", "Adam", "Nils", "Marco",
)  # fmt: skip
_LAST: Final = (
    "Clarke", "Bennett", "Walsh", "Carter", "Novak", "Lindgren", "Rossi", "Moreau", "Fischer", "Hughes", "Murray",
    "Silva", "Kowalski", "Barnes", "Doyle", "Hoffmann", "Petit", "Larsen", "Marsh", "Ortega",
)  # fmt: skip
_FIRMS: Final = (
    "云栖酒店 Yunqi Hotel", "竹里茶室 Zhuli Tea Room", "半山书店 Half Hill Books", "南风餐厅 South Wind Restaurant",
    "青石民宿 Bluestone Guesthouse", "一味素食 One Flavour Kitchen", "白鹭会馆 Egret Club", "渡口咖啡 Ferry Coffee",
    "松月瑜伽 Pine Moon Yoga", "长亭设计 Longting Design", "听雨轩 Tingyu House", "海棠花店 Begonia Flowers",
    "拾光影楼 Shiguang Studio", "东篱会所 Dongli Club", "鹿鸣琴行 Luming Music", "云上餐厅 Cloud Kitchen",
    "归园农庄 Guiyuan Farm", "时序咖啡 Shixu Coffee", "麦田幼儿园 Wheatfield Nursery", "清和律所 Qinghe Law Office",
)  # fmt: skip

FOREIGN_SHARE: Final = 0.14
"""Share of customers with a name in Latin letters."""
CLUB_PHONE: Final = 13_800_000_000
"""Numbers are this plus four digits. The form is that of a mobile number; the range belongs to no subscriber list."""

Mask = NDArray[np.bool_]


def words(choices: Sequence[str], rng: np.random.Generator, size: int) -> pa.Array:
    """``size`` of the words, drawn with equal odds."""
    return pa.array(list(choices)).take(pa.array(rng.integers(0, len(choices), size)))


def names(is_female: Mask, is_firm: Mask, rng: np.random.Generator) -> pa.Array:
    """A name for each customer: Chinese, in Latin letters, or a firm's."""
    size = len(is_female)
    female = pa.array(is_female)
    surname = words(_SURNAMES, rng, size)
    given = pc.if_else(female, words(_GIVEN_FEMALE, rng, size), words(_GIVEN_MALE, rng, size))
    chinese = pc.binary_join_element_wise(surname, given, "")
    first = pc.if_else(female, words(_FIRST_FEMALE, rng, size), words(_FIRST_MALE, rng, size))
    latin = pc.binary_join_element_wise(first, words(_LAST, rng, size), " ")
    person = pc.if_else(pa.array(rng.random(size) < FOREIGN_SHARE), latin, chinese)
    place = np.cumsum(is_firm) - 1
    firm = pa.array(_FIRMS).take(pa.array(np.maximum(place, 0) % len(_FIRMS)))
    return pc.if_else(pa.array(is_firm), firm, person)


def phones(size: int, rng: np.random.Generator) -> pa.Array:
    """A different number for each customer, as text; one in twelve is missing. At most 10,000 customers."""
    number = CLUB_PHONE + rng.permutation(10_000)[:size]
    return pc.if_else(pa.array(rng.random(size) < 1 / 12), None, pa.array(number).cast(pa.string()))


def emails(customer: pa.Array, rng: np.random.Generator) -> pa.Array:
    """An address at example.com (RFC 2606: belongs to nobody) for about 60 %, made of the card number."""
    address = pc.binary_join_element_wise(pc.utf8_lower(customer), "example.com", "@")
    return pc.if_else(pa.array(rng.random(len(customer)) < 0.4), None, address)
