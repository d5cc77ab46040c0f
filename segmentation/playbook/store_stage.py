"""What to look after in each stage of a store. Source: the trade's handbook on old customers of online shops."""

from __future__ import annotations

from dataclasses import dataclass

from segmentation.locale import N_

QUARTER_DAYS = 91


@dataclass(frozen=True)
class CareItem:
    """One thing to look after (message id). ``every_days``: when to look after it again."""

    key: str
    text: str
    every_days: int = QUARTER_DAYS


CARE: dict[str, tuple[CareItem, ...]] = {
    "new": (
        CareItem("quality", N_("Control the quality of the goods.")),
        CareItem("check", N_("Check each parcel before dispatch.")),
        CareItem("speed", N_("Answer quickly and dispatch quickly.")),
        CareItem("talk", N_("Talk with warmth and in open words.")),
        CareItem("notes", N_("Write down what each customer says: taste, job, even feelings.")),
    ),
    "intermediate": (
        CareItem("value", N_("Offer better goods for the price.")),
        CareItem("staff", N_("Hire service staff who are like you, cheerful, and know the goods.")),
        CareItem("after sales", N_("Find the main after-sales problems and solve them on the product page.")),
        CareItem("first word", N_("Keep the chat on and write to old customers first.")),
        CareItem("finds", N_("Now and then share good finds with old customers.")),
        CareItem("media", N_("Be in social media and forums for an hour a day.")),
    ),
    "advanced": (
        CareItem("finer goods", N_("Keep quality and price, and open a section of finer goods.")),
        CareItem("supervision", N_("Set up service supervision with clear duties, rewards and penalties.")),
        CareItem("community", N_("Build a community of old customers and make them friends.")),
        CareItem("give back", N_("Give back to old customers every quarter.")),
        CareItem("systems", N_("Connect stock and dispatch systems to cut errors.")),
        CareItem("records", N_("Keep customer records in one system and use them.")),
    ),
}
"""Stage without "growing" → its care list, in order."""
