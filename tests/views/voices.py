"""What customers of a test shop said and what staff entered of them: enough of each, by a rule that can be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views.basis import last_order_date

_LOADS = """
insert into loads (load_id, kind, file_name, loaded_at, undone_at) values
  (901, 'feedback', 'said.csv', timestamp '2024-01-01', null),
  (902, 'feedback', 'taken back.csv', timestamp '2024-01-01', timestamp '2024-01-02')
"""

_FEEDBACK = """
insert into feedback (load_id, customer_id, given_at, rating, satisfaction, recommendation, kind)
select case when customer_id % 5 = 0 then null when customer_id % 7 = 0 then 902 else 901 end, customer_id,
       $day::timestamp - to_days((customer_id * 13 + turn * 37) % 400) + to_hours(12),
       case when (customer_id + turn) % 4 > 0 then (customer_id + turn) % 9 / 2.0 + 1 end,
       case when (customer_id + turn) % 3 > 0 then (customer_id * 3 + turn) % 5 + 1 end,
       case when (customer_id + turn) % 6 > 0 then (customer_id * 7 + turn) % 11 end,
       case when (customer_id + turn) % 23 = 0 then '老带新 Referral' when turn = 1 then 'review' end
from customers, range(3) as turns(turn) where customer_id % 3 > 0
"""

_INTERACTIONS = """
insert into interactions (load_id, customer_id, happened_at, kind)
select case when customer_id % 11 = 0 then null when turn = 3 then 902 else 901 end, customer_id,
       $day::timestamp - to_days((customer_id * 17 + turn * 29) % 200) + to_hours(9),
       case when (customer_id + turn) % 31 = 0 then 'REFERRAL of a friend' else 'phone call' end
from customers, range(9) as turns(turn) where customer_id % 4 > 0
"""

_CHANGES = """
insert into record_changes (change_id, customer_id, field, value, provenance, load_id, changed_at, undone_at)
select row_number() over () + 100000, customer_id, field,
       case when (customer_id + turn) % 13 = 0 then null else choices[1 + (customer_id // 7 + turn) % len(choices)] end,
       case when (customer_id + turn) % 3 = 0 then 'imported' else 'entered' end,
       case when (customer_id + turn) % 3 = 0 then 901 + customer_id % 2 end,
       timestamp '2024-02-01' + to_days((customer_id * 3 + turn * 11) % 60),
       case when (customer_id + turn) % 8 = 0 then timestamp '2024-05-01' end
from customers, range(2) as turns(turn), (values
  ('influence', ['none', 'reviewer', 'professional', 'celebrity', 'unheard of']),
  ('psychology', ['rational', 'emotional', 'impulsive', 'moody']),
  ('satisfaction', ['high', 'middle', 'low']),
  ('hobbies', ['tea'])) as fields(field, choices)
where customer_id % 6 < 3
"""


def tell(workspace: Workspace, last_day: date) -> None:
    """Answers, contacts and changes of the shop's customers, some after ``last_day`` or undone: those must not count."""
    with workspace.writing() as cursor:
        cursor.execute(_LOADS)
        for statement in (_FEEDBACK, _INTERACTIONS):
            cursor.execute(statement, {"day": last_day})
        cursor.execute(_CHANGES)
        cursor.execute(
            "insert into feedback (load_id, customer_id, given_at, rating, satisfaction, recommendation) "
            "select null, customer_id, $day::timestamp + interval 30 hour, 1, 1, 0 from customers where customer_id % 9 = 1",
            {"day": last_day},
        )


@contextmanager
def speaking_copy(seed: Path, folder: Path) -> Iterator[Workspace]:
    """A copy of the one shop of a home, in ``folder``, with answers, contacts and entered values."""
    home = Home(Path(shutil.copytree(seed, folder / "shops")))
    workspace = home.open(home.shops()[0].id)
    last = last_order_date(workspace)
    assert last is not None
    tell(workspace, last)
    yield workspace
    home.close_all()
