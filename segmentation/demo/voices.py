"""What the tea house's customers say, in both languages."""

from __future__ import annotations

from typing import Final

KINDS: Final = ("评价 review", "建议 suggestion", "投诉 complaint")
REVIEW, SUGGESTION, COMPLAINT = range(3)

PRAISE: Final = (
    "茶汤清甜，回购第三次了。",
    "The Longjing is as fresh as they say.",
    "林小满推荐得很准，送长辈很满意。",
    "包装用心，快递也快。",
    "Lovely tea room, patient staff, no hurry at all.",
    "普洱存得很好，没有仓味。",
    "品鉴会讲得清楚，学到不少。",
    "Best herbal teas in town, my children like them too.",
    "水果茶夏天冷泡很好喝。",
    "The gift box looked even better than in the picture.",
    "老顾客了，一直稳定。",
    "Gongfu class was worth every yuan.",
)
MIXED: Final = (
    "味道不错，价格比去年贵了些。",
    "Good tea, but the web shop shows stock that is not there.",
    "等位时间有点长。",
    "Nice, though the tin was dented.",
    "礼盒好看，茶量少了点。",
    "It is all right, nothing special.",
)
BLAME: Final = (
    "茶饼碎了，客服两天没回复。",
    "The teapot arrived with a chip in the lid.",
    "和上次买的不是一个味道。",
    "Ordered for Mid-Autumn, came three days late.",
    "会员日的折扣没有算上。",
    "Nobody answered the telephone.",
)
WISHES: Final = (
    "希望多一些小包装，方便带去办公室。",
    "Please open earlier on Saturdays.",
    "能不能出一款无糖的茶点？",
    "An English menu for the tastings would help.",
    "建议礼盒可以自选茶叶。",
    "I would like a reminder when the spring tea is in.",
    "网店可以写明采摘日期。",
    "More classes in the evening, please.",
)

CONTACTS: Final = ("微信 WeChat message", "电话 phone call", "到店 visit without purchase", "活动 event", "邮件 e-mail")
CONTACT_ODDS: Final = (50, 15, 20, 7, 8)

CITIES: Final = (
    "杭州 Hangzhou", "上海 Shanghai", "苏州 Suzhou", "宁波 Ningbo", "南京 Nanjing", "绍兴 Shaoxing", "北京 Beijing",
    "深圳 Shenzhen",
)  # fmt: skip
CITY_ODDS: Final = (56, 14, 8, 6, 5, 5, 3, 3)
OCCUPATIONS: Final = (
    "教师 teacher", "工程师 engineer", "医生 doctor", "公务员 civil servant", "设计师 designer", "学生 student",
    "自由职业 freelancer", "企业主 business owner", "会计 accountant", "退休 retired", "销售 sales", "律师 lawyer",
)  # fmt: skip
CLUB_TAGS: Final = {
    "classic": "绿茶 green tea",
    "collectors": "藏茶 pu'er collector",
    "young": "花草茶 herbal",
    "givers": "送礼 gifts",
    "circle": "茶课 classes",
}
"""What a member of staff who knows the customer would write."""
TRADE_TAG: Final = "批发 wholesale"
