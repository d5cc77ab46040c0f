"""What the tea house sells: products in both languages, and which circles of customers buy what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CATEGORIES: Final = {
    "green": "绿茶 Green tea",
    "black": "红茶 Black tea",
    "oolong": "乌龙茶 Oolong",
    "puer": "普洱茶 Pu'er",
    "white": "白茶 White tea",
    "herbal": "花草茶 Herbal tea",
    "ware": "茶具 Tea ware",
    "gift": "礼盒 Gift boxes",
    "snack": "茶点 Snacks",
    "service": "品鉴与课程 Tastings & workshops",
}
"""Short key → the category as the till writes it."""

CLUBS: Final = {
    "classic": {"green": 40, "white": 20, "black": 17, "oolong": 7, "ware": 6, "snack": 5, "herbal": 3, "gift": 2},
    "collectors": {"puer": 58, "ware": 29, "service": 5, "oolong": 4, "white": 4},
    "young": {"herbal": 42, "snack": 28, "black": 13, "ware": 9, "green": 6, "service": 2},
    "givers": {"gift": 66, "snack": 12, "black": 8, "green": 8, "ware": 6},
    "circle": {"service": 40, "oolong": 33, "ware": 17, "snack": 6, "white": 4},
}
"""Circles of taste → how many of a hundred lines fall to each category. A circle is never written into a sales line."""

SEASONS: Final = {
    "green": (6, 7, 10, 10, 9, 8, 7, 7, 6, 6, 5, 5),
    "black": (10, 9, 7, 6, 5, 5, 5, 5, 7, 8, 10, 10),
    "puer": (10, 9, 7, 7, 6, 6, 6, 6, 7, 8, 10, 10),
    "herbal": (6, 6, 6, 7, 9, 10, 10, 10, 8, 6, 5, 5),
    "gift": (10, 8, 5, 5, 5, 6, 5, 7, 10, 8, 6, 8),
}
"""Category → relative liking in January … December out of 10; a category that is not named here has no season."""


@dataclass(frozen=True)
class Product:
    """One article. ``price``: list price in yuan in the first year. ``fame``: relative sales within its category.

    ``clubs``: the circles that ask for it, a blank between. ``season``: the festival before which alone it is sold, or "".
    """

    code: str
    name: str
    category: str
    price: float
    fame: int
    clubs: str
    season: str = ""


PRODUCTS: Final = (
    Product("GR01", "龙井 Longjing 100 g", "green", 168, 9, "classic"),
    Product("GR02", "明前龙井 Pre-Qingming Longjing 50 g", "green", 298, 4, "classic givers"),
    Product("GR03", "碧螺春 Biluochun 100 g", "green", 158, 6, "classic"),
    Product("GR04", "黄山毛峰 Huangshan Maofeng 100 g", "green", 98, 6, "classic"),
    Product("GR05", "安吉白茶 Anji Baicha 100 g", "green", 188, 4, "classic"),
    Product("GR06", "茉莉花茶 Jasmine green 200 g", "green", 58, 8, "young"),
    Product("BL01", "祁门红茶 Keemun 100 g", "black", 88, 7, "classic"),
    Product("BL02", "滇红 Dianhong 200 g", "black", 78, 7, "classic"),
    Product("BL03", "正山小种 Lapsang Souchong 100 g", "black", 128, 5, "classic"),
    Product("BL04", "金骏眉 Jin Jun Mei 50 g", "black", 268, 4, "givers"),
    Product("BL05", "奶茶红茶 Milk-tea black 500 g", "black", 68, 8, "young"),
    Product("OO01", "铁观音 Tieguanyin 100 g", "oolong", 88, 8, "circle"),
    Product("OO02", "大红袍 Da Hong Pao 100 g", "oolong", 198, 6, "circle"),
    Product("OO03", "凤凰单丛 Phoenix Dancong 100 g", "oolong", 168, 6, "circle"),
    Product("OO04", "冻顶乌龙 Dongding 150 g", "oolong", 128, 5, "circle"),
    Product("OO05", "桂花乌龙 Osmanthus oolong 100 g", "oolong", 68, 5, "circle"),
    Product("PU01", "生普饼 Raw pu'er cake 357 g", "puer", 328, 8, "collectors"),
    Product("PU02", "熟普饼 Ripe pu'er cake 357 g", "puer", 198, 9, "collectors"),
    Product("PU03", "古树生普 Old-tree raw pu'er 357 g", "puer", 880, 3, "collectors"),
    Product("PU04", "陈年生普 Aged raw pu'er 2010 357 g", "puer", 1680, 1, "collectors"),
    Product("PU05", "小青柑 Mandarin pu'er 200 g", "puer", 118, 7, "collectors"),
    Product("PU06", "迷你沱茶 Mini tuocha 250 g", "puer", 78, 7, "collectors"),
    Product("PU07", "老茶头 Pu'er nuggets 200 g", "puer", 138, 4, "collectors"),
    Product("WH01", "白毫银针 Silver Needle 50 g", "white", 228, 4, "classic"),
    Product("WH02", "白牡丹 White Peony 100 g", "white", 128, 7, "classic"),
    Product("WH03", "寿眉饼 Shoumei cake 350 g", "white", 168, 5, "classic"),
    Product("WH04", "老白茶 Aged white tea 2015 350 g", "white", 498, 2, "classic"),
    Product("HE01", "胎菊 Chrysanthemum buds 50 g", "herbal", 38, 8, "young"),
    Product("HE02", "玫瑰花 Rose buds 80 g", "herbal", 42, 7, "young"),
    Product("HE03", "陈皮 Aged tangerine peel 100 g", "herbal", 98, 3, "classic"),
    Product("HE04", "桂圆红枣茶 Longan & jujube 12 bags", "herbal", 36, 6, "young"),
    Product("HE05", "蜜桃水果茶 Peach fruit tea 10 bags", "herbal", 32, 9, "young"),
    Product("HE06", "冷泡茶 Cold brew 15 bags", "herbal", 45, 7, "young"),
    Product("WA01", "盖碗 Gaiwan", "ware", 88, 8, "circle"),
    Product("WA02", "公道杯 Sharing pitcher", "ware", 68, 6, "circle"),
    Product("WA03", "品茗杯 Tasting cups, set of 4", "ware", 98, 6, "circle"),
    Product("WA04", "竹茶盘 Bamboo tea tray", "ware", 228, 3, "circle"),
    Product("WA05", "紫砂壶 Yixing teapot", "ware", 580, 4, "collectors"),
    Product("WA06", "名家紫砂壶 Master's Yixing teapot", "ware", 2680, 1, "collectors"),
    Product("WA07", "茶刀 Pu'er knife", "ware", 48, 5, "collectors"),
    Product("WA08", "茶饼罐 Cake storage jar", "ware", 168, 4, "collectors"),
    Product("WA09", "铸铁壶 Cast-iron kettle", "ware", 980, 1, "collectors"),
    Product("WA10", "随行杯 Travel tumbler", "ware", 129, 6, "young"),
    Product("WA11", "玻璃壶 Glass teapot", "ware", 118, 5, "young classic"),
    Product("GI01", "中秋礼盒 Mid-Autumn gift box", "gift", 328, 30, "givers", "mid_autumn"),
    Product("GI02", "新春礼盒 Spring Festival gift box", "gift", 388, 30, "givers", "spring_festival"),
    Product("GI03", "龙井礼盒 Longjing gift box", "gift", 598, 5, "givers"),
    Product("GI04", "金骏眉礼盒 Jin Jun Mei gift box", "gift", 688, 5, "givers"),
    Product("GI05", "普洱珍藏礼盒 Pu'er treasure box", "gift", 1280, 2, "givers"),
    Product("GI06", "花茶礼盒 Flower-tea gift box", "gift", 168, 8, "givers"),
    Product("GI07", "商务礼盒 Business gift box", "gift", 458, 5, "givers"),
    Product("SN01", "绿豆糕 Mung bean cakes", "snack", 28, 7, "young"),
    Product("SN02", "桂花糕 Osmanthus cakes", "snack", 26, 7, "young circle"),
    Product("SN03", "琥珀核桃 Candied walnuts", "snack", 39.9, 6, "young"),
    Product("SN04", "话梅 Salted plums", "snack", 19.9, 6, "young"),
    Product("SN05", "抹茶饼干 Matcha biscuits", "snack", 32, 8, "young"),
    Product("SN06", "手工月饼 Mooncakes, box of 6", "snack", 108, 30, "givers", "mid_autumn"),
    Product("SV01", "品鉴会 Tasting evening", "service", 128, 8, "circle"),
    Product("SV02", "茶艺课 Gongfu tea class", "service", 198, 6, "circle"),
    Product("SV03", "制茶体验 Tea-making workshop", "service", 268, 3, "circle"),
    Product("SV04", "茶室包间 Tea room, two hours", "service", 168, 6, "circle young"),
    Product("SV05", "普洱私享会 Private pu'er tasting", "service", 398, 2, "collectors"),
)
"""Every article; its place here is the product's number in the generator."""
