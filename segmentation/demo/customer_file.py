"""What the tea house knows of its customers besides their sales: a customer list, what they said, contacts."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from segmentation.demo import voices
from segmentation.demo.calendar import HISTORY_DAYS, Days
from segmentation.demo.people import words
from segmentation.demo.population import KIND, picked
from segmentation.demo.tea_house import AS_OF, SEED, TeaHouse, tea_house
from segmentation.demo.till import STAFF

CUSTOMER_FILE: Final = pa.schema(
    [
        pa.field("customer_key", pa.string(), nullable=False),
        pa.field("name", pa.string()),
        pa.field("phone", pa.string()),
        pa.field("email", pa.string()),
        pa.field("birthday", pa.date32()),
        pa.field("gender", pa.string()),
        pa.field("city", pa.string()),
        pa.field("occupation", pa.string()),
        pa.field("joined_on", pa.date32()),
        pa.field("consent", pa.bool_()),
        pa.field("owner", pa.string()),
        pa.field("tags", pa.list_(pa.string())),
    ]
)
"""One row a customer of the list, keyed as in the sales. ``consent``: to being written to; null = never asked.
``owner``: the member of staff who looks after the customer. ``tags``: empty where nobody wrote any."""

FEEDBACK: Final = pa.schema(
    [
        pa.field("customer_key", pa.string(), nullable=False),
        pa.field("given_at", pa.timestamp("us"), nullable=False),
        pa.field("rating", pa.int8()),
        pa.field("recommend", pa.int8()),
        pa.field("kind", pa.string()),
        pa.field("text", pa.string()),
    ]
)
"""One row a thing said. ``rating``: 1 (worst) to 5. ``recommend``: 0 to 10. Null = not asked or not answered."""

INTERACTIONS: Final = pa.schema(
    [
        pa.field("customer_key", pa.string(), nullable=False),
        pa.field("at", pa.timestamp("us"), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
    ]
)
"""One row a contact that was no purchase: a message, a call, a visit, an event."""


def _keys(house: TeaHouse, customer: Days) -> pa.Array:
    return pc.utf8_lower(house.contacts["customer"].combine_chunks()).take(pa.array(customer))


def _dates(house: TeaHouse, day: Days, known: NDArray[np.bool_]) -> pa.Array:
    moment = np.datetime64(house.days.opening, "D") + day
    return pa.array(moment, mask=~known).cast(pa.date32())


def _moments(house: TeaHouse, day: Days, rng: np.random.Generator) -> pa.Array:
    """A waking hour of each day."""
    second = day * 86_400 + rng.integers(8 * 3600, 22 * 3600, len(day))
    return pa.array((np.datetime64(house.days.opening, "s") + second).astype("datetime64[us]"))


def _odd_words(choices: tuple[str, ...], odds: tuple[int, ...], size: int, rng: np.random.Generator) -> pa.Array:
    return pa.array(choices).take(pa.array(picked(np.tile(np.array(odds, dtype=np.float64), (size, 1)), rng)))


def customers(seed: int = SEED, as_of: date = AS_OF) -> pa.Table:
    """The customer list in ``CUSTOMER_FILE``: nine in ten of those who ever bought, with a list's usual gaps."""
    house = tea_house(seed, as_of)
    rng = np.random.default_rng([seed, 2])
    size = len(house.people)
    listed = np.flatnonzero((rng.random(size) < 0.9) | (house.people.kind == KIND["wholesale"]))
    size = len(listed)
    who = house.people.take(listed)
    is_firm = who.kind == KIND["wholesale"]
    contacts = house.contacts.take(pa.array(listed))

    age_days = (18 + 52 * rng.beta(1.6, 2.4, size)) * 365.25
    birthday = HISTORY_DAYS - age_days.astype(np.int64)
    gender = pc.if_else(pa.array(house.is_female[listed]), "female", "male")
    some = rng.random((4, size))
    joined = house.first_day[listed] - np.where(some[3] < 0.15, rng.integers(1, 200, size), 0)
    written = pa.array([[tag] for tag in voices.CLUB_TAGS.values()] + [[], [voices.TRADE_TAG]])
    tagged = np.where(rng.random(size) < 0.45, who.club, len(voices.CLUB_TAGS))
    tags = written.take(pa.array(np.where(is_firm, len(voices.CLUB_TAGS) + 1, tagged)))
    columns = {
        "customer_key": _keys(house, listed),
        "name": contacts["name"],
        "phone": contacts["phone"],
        "email": contacts["email"],
        "birthday": _dates(house, birthday, ~is_firm & (some[0] < 0.55)),
        "gender": pc.if_else(pa.array(~is_firm & (some[1] < 0.8)), gender, None),
        "city": _odd_words(voices.CITIES, voices.CITY_ODDS, size, rng),
        "occupation": pc.if_else(pa.array(~is_firm & (some[2] < 0.4)), words(voices.OCCUPATIONS, rng, size), None),
        "joined_on": _dates(house, joined, np.ones(size, dtype=np.bool_)),
        "consent": pa.array(rng.random(size) < 0.72, mask=rng.random(size) < 0.12),
        "owner": pa.array([seller.name for seller in STAFF]).take(pa.array(house.owner[listed])),
        "tags": tags,
    }
    return pa.table(columns, schema=CUSTOMER_FILE)


def feedback(seed: int = SEED, as_of: date = AS_OF) -> pa.Table:
    """What about a quarter of the customers said, in ``FEEDBACK``, oldest first.

    Customers who went away early were less content than those who stayed.
    """
    house = tea_house(seed, as_of)
    rng = np.random.default_rng([seed, 3])
    times = np.where(rng.random(len(house.people)) < 0.24, 1 + rng.poisson(0.6, len(house.people)), 0)
    customer = np.repeat(np.arange(len(house.people)), times)
    first, last = house.first_day[customer], house.last_day[customer]
    day = np.minimum(rng.integers(first, last, endpoint=True) + rng.integers(0, 12, len(customer)), HISTORY_DAYS - 1)

    gone = HISTORY_DAYS - house.last_day > 180
    mood = np.where(gone, 3.5, 4.25) + rng.normal(0, 0.6, len(house.people))
    rating = np.clip(np.round(mood[customer] + rng.normal(0, 0.7, len(customer))), 1, 5).astype(np.int8)
    recommend = np.clip(np.round(2.1 * rating - 0.6 + rng.normal(0, 1.0, len(customer))), 0, 10).astype(np.int8)
    wish = rng.random(len(customer)) < 0.14
    kind = np.where(rating <= 2, voices.COMPLAINT, np.where(wish, voices.SUGGESTION, voices.REVIEW))
    text = words(voices.PRAISE, rng, len(customer))
    text = pc.if_else(pa.array(rating == 3), words(voices.MIXED, rng, len(customer)), text)
    text = pc.if_else(pa.array(rating <= 2), words(voices.BLAME, rng, len(customer)), text)
    text = pc.if_else(pa.array(kind == voices.SUGGESTION), words(voices.WISHES, rng, len(customer)), text)
    unrated = (kind == voices.SUGGESTION) & (rng.random(len(customer)) < 0.5)
    columns = {
        "customer_key": _keys(house, customer),
        "given_at": _moments(house, day, rng),
        "rating": pa.array(rating, mask=unrated),
        "recommend": pa.array(recommend, mask=rng.random(len(customer)) < 0.3),
        "kind": pa.array(voices.KINDS).take(pa.array(kind)),
        "text": pc.if_else(pa.array(rng.random(len(customer)) < 0.15), None, text),
    }
    return pa.table(columns, schema=FEEDBACK).sort_by([("given_at", "ascending"), ("customer_key", "ascending")])


def interactions(seed: int = SEED, as_of: date = AS_OF) -> pa.Table:
    """Contacts of about a third of the customers while they came, in ``INTERACTIONS``, oldest first."""
    house = tea_house(seed, as_of)
    rng = np.random.default_rng([seed, 4])
    size = len(house.people)
    begin = np.maximum(house.first_day, 0)
    end = np.minimum(house.last_day + 60, HISTORY_DAYS - 1)
    monthly = np.where(rng.random(size) < 0.35, rng.gamma(0.8, 1.3, size), 0.0)
    times = rng.poisson(monthly * (end - begin + 20) / 30)
    customer = np.repeat(np.arange(size), times)
    day = rng.integers(begin[customer], end[customer], endpoint=True)
    columns = {
        "customer_key": _keys(house, customer),
        "at": _moments(house, day, rng),
        "kind": _odd_words(voices.CONTACTS, voices.CONTACT_ODDS, len(customer), rng),
    }
    return pa.table(columns, schema=INTERACTIONS).sort_by([("at", "ascending"), ("customer_key", "ascending")])
