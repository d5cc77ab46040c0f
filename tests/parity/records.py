"""Contacts, feedback and entries for a shop's customers, so that what is said of them has something to compare."""

from __future__ import annotations

from datetime import date

from segmentation.store.workspace import Workspace

# By customer number, over the last two years: entered by hand (no load), loaded, and of a load that was undone; several at
# one moment, some without a value, some without a customer.
_FILL_IN = (
    """
    insert into loads (load_id, kind, file_name, undone_at) values
        (901, 'feedback', 'answers.csv', null), (902, 'feedback', 'undone.csv', timestamp '2024-01-01')
    """,
    """
    insert into feedback (load_id, customer_id, given_at, rating, satisfaction, recommendation, kind)
    select case n % 3 when 0 then null when 1 then 901 else 902 end,
           case when customer_id % 40 = 0 then null else customer_id end,
           $last::timestamp - to_days((customer_id * 7 + n // 2 * 31) % 700), nullif((customer_id + n) % 11, 7) / 2.0,
           nullif(customer_id % 9, 3) / 2.0, nullif((customer_id * n) % 12, 11),
           case when customer_id % 5 = 0 then 'Referral' when n = 2 then '推荐朋友' end
    from customers, range(6) as numbers(n) where customer_id % 3 = 0
    """,
    """
    insert into interactions (load_id, customer_id, happened_at, kind)
    select case n % 3 when 0 then null when 1 then 901 else 902 end, customer_id,
           $last::timestamp - to_days((customer_id * 13 + n * 17) % 240), case n when 4 then 'referred a friend' else 'chat' end
    from customers, range(14) as numbers(n) where customer_id % 4 = 1
    """,
    """
    insert into record_changes (change_id, customer_id, field, value, provenance, load_id, changed_at, undone_at)
    select row_number() over (), customer_id, field, nullif(value, 'nothing'),
           case n % 2 when 0 then 'entered' else 'imported' end,
           case n % 2 when 0 then null when 1 then 901 + customer_id % 2 end,
           $last::timestamp - to_days(n), case when customer_id % 8 = 0 and n = 0 then $last::timestamp end
    from customers, range(3) as numbers(n),
         (values ('feedback', 'negative'), ('psychology', 'rational'), ('satisfaction', 'nothing'), ('influence', 'celebrity'),
                 ('interaction', 'no such level'), ('recommendation', 'low')) as entries(field, value)
    where customer_id % 6 = 2
    """,
)


def fill_in_records(workspace: Workspace, last: date) -> None:
    """Put the records into the shop's tables. They are an outsider's: the test's shop is a copy."""
    with workspace.writing() as cursor:
        for statement in _FILL_IN:
            cursor.execute(statement, {"last": last} if "$last" in statement else None)
