"""What to do for each level of the classifications and of the stars, as message ids.

Everybody in a level has bought already, so an offer is always for the next purchase. Source: the trade's handbooks on regular
customers (key and ordinary customers; VIP levels; first, second and final classification; performance and influence).
"""

from __future__ import annotations

from segmentation.locale import N_

_FEWER_STARS = N_("Their pain points first; then a small offer that brings them in more often.")

CLASSIFICATIONS: dict[str, dict[str, str]] = {
    "value_class": {
        "A": N_("Key customer: meet individual needs, show new goods to them first, name a contact person."),
        "B": N_("On the way to key: raise them with a benefit of their own and goods that go with what they buy."),
        "C": N_("Ordinary customer: find their pain points; discounts, group buying, more occasions to take part."),
        "D": N_("Little effort each: ask why they stay away, and one offer to come back at a festival."),
    },
    "eight_type": {
        "111": N_("Keep what is: personal service, new goods first, thanks at every festival."),
        "011": N_("They used to come often and spend much: call in person, ask why, make an offer to come back."),
        "101": N_("They spend much but seldom: events and service that bring them in more often."),
        "001": N_("They spent much once and stay away: write in person, find the reason, make an offer of their own."),
        "110": N_("They come often and spend little: sets and goods of a higher grade that raise the single sale."),
        "010": N_("They came often for little: remind them with a limited offer on what they bought."),
        "100": N_("Recent, seldom and little: show them the shop's range, with an offer on the next purchase."),
        "000": N_("One low-cost message at a festival with a come-back offer; no more if there is no answer."),
    },
    "vip_level": {
        "VIP": N_(
            "Name a contact person and a successor, invite them to thank-you events, reserve new goods, and keep their file "
            "up to date."
        ),
        "quasi-VIP": N_(
            "Tell them how little is missing to VIP, invite them to the next event, raise the single sale."
        ),
        "non-VIP": N_("Give them a reason to come again soon: courses, trials, an offer on the next visit."),
    },
    "first": {
        "high": N_("They can spend: show goods of a higher grade, and give time and advice."),
        "middle": N_("Show the next grade up, and sets of what they buy."),
        "low": N_("Good prices and small sets; ask what keeps the single sale small."),
    },
    "second": {
        "often": N_("Make the habit worth it: points, a greeting by name, goods put aside."),
        "not often": N_("Ask what keeps them from coming: brand, service, distance, price or convenience; mend it."),
        "occasional": N_("Ask how they liked it, and make a second-purchase offer with an end date."),
    },
    "final_class": {
        "high / often": N_("Big customer: key service, a contact person of their own, new goods first."),
        "high / not often": N_("Potential: events and service that bring them more often."),
        "high / occasional": N_("Spent much on one day: thank them in person, and a second-purchase offer that fits."),
        "middle / often": N_("Core of the shop: points, membership, and goods one grade up."),
        "middle / not often": N_("To develop: a reason to come each month, and sets that raise the sale."),
        "middle / occasional": N_("Ask how they liked it, recommend what goes with it, make a second-purchase offer."),
        "low / often": N_("Loyal: offers and service that raise the amount, such as sets and spend-and-save."),
        "low / not often": N_("Ordinary: festival offers, group buying, new occasions to take part."),
        "low / occasional": N_("Low-touch: one second-purchase offer; no more if there is no answer."),
    },
    "lifecycle_stage": {
        "new": N_("Thank them within days, show how to get the most from the goods, and make a second-purchase offer."),
        "waiting": N_("Ask how they liked it, and make a second-purchase offer with an end date."),
        "growing": N_("Points and spend-and-save offers, so that the rhythm grows."),
        "mature": N_("A membership, goods chosen for them, fast service; keep the rhythm."),
        "returned": N_("Tell them you are glad to see them again, ask what was missing, and make the next visit easy."),
        "at risk": N_("Call or write before they are lost: ask why, and make an offer to come back."),
        "lost": N_("Find the reason, make one come-back offer at a festival, then let them rest."),
    },
    "performance": {
        "5": N_("The best by how often and how much: personal service, new goods first, a quarterly thank-you."),
        "4": N_("Nearly the best: a benefit of their own and a way to the fifth star."),
        "3": N_("Raise the single sale with sets, and the visits with points."),
        "2": _FEWER_STARS,
        "1": N_("One offer on the next purchase; ask what they are missing here."),
    },
    "influence": {
        "celebrity": N_("A personal contact, invitations, goods to try before others; never pay for praise unseen."),
        "professional": N_("Ask for their judgement before new goods come, invite them to try, listen."),
        "reviewer": N_("Thank them for each review, answer it, and send what is new to be tried."),
        "none": N_("As for everybody: good goods and good service are what is passed on."),
    },
}
"""Lens → level → what to do. Named segments stand in ``playbook.segments``."""
