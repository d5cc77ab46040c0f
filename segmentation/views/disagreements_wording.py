"""The customers of a disagreement in the reader's language, each with the reason."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lenses import LENSES
from segmentation.classifications.reasons import Held
from segmentation.locale import Words
from segmentation.views.column_wording import mapped
from segmentation.views.disagreements import DisagreementList
from segmentation.views.explanations import rules_as_values
from segmentation.views.profile_basis import ProfileBasis
from segmentation.views.reasons_wording import reasons

_SHOWN = ("customer", "name", "high_level", "low_level", "recency_days", "frequency", "monetary")


def worded_rows(found: DisagreementList, profile: ProfileBasis, words: Words, *, between: str = "\n") -> pa.Table:
    """customer, why, name, high_level and low_level ("VIP level: VIP"), recency_days, frequency, monetary.

    ``why``: for each of the two levels a sentence with what it rests on and the limits; ``between`` stands between them.
    """
    rows, rules, why = found.rows.select(list(_SHOWN)), rules_as_values(profile), []
    for column, side in (("high_level", found.disagreement.high), ("low_level", found.disagreement.low)):
        lens, is_high = LENSES[side.lens], side is found.disagreement.high
        why.append(reasons(found.rows, lens, column, Held(rules, profile.dimensions, is_high), words))
        named = {
            level.key: words("{name}: {value}").format(name=words(lens.name), value=words(level.name))
            for level in levels_in_use(lens, profile.analysis)
        }
        rows = rows.set_column(rows.column_names.index(column), column, mapped(rows[column], named.__getitem__))
    # Before the names: the table of Streamlit 1.67 guesses from the texts it has drawn how many letters fill a line, and after
    # a few names of wide letters it leaves the first long text on one line.
    return rows.add_column(1, "why", pc.binary_join_element_wise(*why, between))
