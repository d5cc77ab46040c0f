"""Customers by their places in lenses, all of them, for files: those of some levels, and those to be asked."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.classifications.cell_levels import levels_in_use
from segmentation.classifications.lens import Lens
from segmentation.locale import Words
from segmentation.store.contacts import CONTACTS
from segmentation.store.workspace import Workspace
from segmentation.views.execution import LABELLED
from segmentation.views.lens_levels import place_sql
from segmentation.views.profile import Question
from segmentation.views.profile_basis import PROFILE, ProfileBasis

_CUSTOMER = "customer, name, phone, email, last_purchase_date, recency_days, frequency, monetary"


def customers_at(workspace: Workspace, found: ProfileBasis, places: Sequence[tuple[Lens, int]]) -> pa.Table:
    """Who stands at these places of these lenses, those with the most revenue first.

    The place behind a lens's last level means not known, as in ``LensCross``. One row a customer: customer, name, phone,
    email, last_purchase_date, recency_days, frequency, monetary.
    """
    conditions = [
        f"coalesce({place_sql(lens, found.analysis)}, {len(levels_in_use(lens, found.analysis))}) = {int(place)}"
        for lens, place in places
    ]
    return workspace.query_kept(
        found.kept,
        f"""select {_CUSTOMER}
            from (select customer_id from "{PROFILE}" where {" and ".join(conditions) or "true"}) as chosen
            join "{LABELLED}" using (customer_id) join ({CONTACTS}) as contacts using (customer_id)
            order by monetary desc, customer_id""",
    )


def customers_to_ask(
    workspace: Workspace, found: ProfileBasis, questions: Sequence[Question], words: Words
) -> pa.Table:
    """Who can answer at least one of the questions because that level is not known, those with the most revenue first.

    One row a customer: the columns of ``customers_at``, and ``questions``, what to ask in the reader's language. No rows
    without questions.
    """
    lenses = [asked.lens for asked in questions]
    unknown = " + ".join(
        f"(case when {place_sql(lens, found.analysis)} is null then {2**at} else 0 end)"
        for at, lens in enumerate(lenses)
    )
    rows = workspace.query_kept(
        found.kept,
        f"""select {_CUSTOMER}, unknown
            from (select customer_id, {unknown or "0"} as unknown from "{PROFILE}") as chosen
            join "{LABELLED}" using (customer_id) join ({CONTACTS}) as contacts using (customer_id)
            where unknown > 0 order by monetary desc, customer_id""",
    )
    # A text each set of questions, not each customer: there are at most eight of three.
    texts = pa.array([_asked(unknown, questions, words) for unknown in range(2 ** len(questions))], pa.string())
    at = rows.column_names.index("unknown")
    return rows.set_column(at, "questions", texts.take(rows["unknown"].combine_chunks()))


def _asked(unknown: int, questions: Sequence[Question], words: Words) -> str:
    texts = [
        words("{name}: {value}").format(name=words(asked.lens.name), value=words(asked.text))
        for at, asked in enumerate(questions)
        if unknown >> at & 1
    ]
    return " ".join(texts)


def contacts_of(workspace: Workspace, customer_ids: pa.ChunkedArray) -> pa.Table:
    """Name, phone and email of these customers as they stand in their files, one row each in the same order."""
    known = workspace.query(f"select customer_id, name, phone, email from ({CONTACTS}) as contacts")
    places = pc.index_in(customer_ids, value_set=known["customer_id"].combine_chunks())
    return known.select(["name", "phone", "email"]).take(places)
