"""What to do for each of the 31 levels of the ten dimensions (the trade's handbook of ten dimensions), as message ids."""

from __future__ import annotations

from segmentation.locale import N_

DIMENSIONS: dict[str, dict[str, str]] = {
    "value": {
        "high": N_(
            "Exclusive discounts, tailored service and a contact person of their own. Invite them to VIP events, serve "
            "them first, put after-sales right at once."
        ),
        "middle": N_("Regular promotions, a greeting at festivals, recommendations; offer points or a membership."),
        "low": N_("Targeted offers and a buying guide. Ask what they think, and raise them to the middle."),
    },
    "buying": {
        "frequent": N_("Points for gifts, spend-and-save offers, discounts that others do not get."),
        "occasional": N_("Festival and limited offers; show them new goods."),
        "one-time": N_(
            "Call back, ask how it was, see that all is well with what they bought; then a second-purchase offer."
        ),
    },
    "interaction": {
        "high": N_("Keep in touch: regular care, events, benefits of membership."),
        "middle": N_("Tell them of promotions, ask how they are, invite them to events."),
        "low": N_("Call back, ask a short survey, invite them to one event."),
    },
    "feedback": {
        "positive": N_("Send a thank-you letter, give points, make an offer of their own."),
        "neutral": N_("Show that you care: a short survey, then a recommendation that fits."),
        "negative": N_("Call back, solve the problem, and ask again whether it is solved."),
    },
    "life_cycle": {
        "new": N_("Help with the first steps: a guide, a demonstration, a course; then a second-purchase offer."),
        "growing": N_("Points and spend-and-save offers, so that the next purchase comes soon."),
        "mature": N_("A membership, goods chosen for them, fast service."),
        "lost": N_("Call back, find the reason, make a come-back offer."),
    },
    "preference": {
        "product": N_("Recommend goods that go with what they like, with guides to choose and to use them."),
        "service": N_("Ask how the service was, tell them what you improve, remind them of the next appointment."),
        "marketing": N_("Send promotions on what they buy, and invite them to events."),
    },
    "psychology": {
        "rational": N_("Show value for money: clear prices, a comparison, what it costs over time."),
        "emotional": N_("Fine service and a story: how it is made, who makes it, how it feels."),
        "impulsive": N_("Limited offers with an end, and a reward at once."),
    },
    "loyalty": {
        "high": N_("A membership, goods chosen for them, fast after-sales service."),
        "middle": N_("Promotions, greetings at festivals, recommendations."),
        "low": N_("Offers, guides and short courses, until a habit grows."),
    },
    "satisfaction": {
        "high": N_("Thank them, give points and an offer."),
        "middle": N_("Show that you care: a short survey, and a recommendation that fits."),
        "low": N_("Call back, solve the problem, ask again in a survey."),
    },
    "recommendation": {
        "high": N_("Thank them, give points and an offer, and encourage them to bring a friend."),
        "middle": N_("Care, a short survey, a recommendation; encourage them to tell others."),
        "low": N_("Call back, solve what disturbs them, ask again in a survey."),
    },
}
"""Dimension → level → what to do."""
