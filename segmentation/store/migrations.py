"""The shop file's format, version by version. A file of any released version opens in the newest."""

from __future__ import annotations

import duckdb

from segmentation.store.derived import derive_again
from segmentation.store.descriptions import describe, forget_descriptions
from segmentation.store.errors import ShopTooNew

_VERSION_1 = """
create table shop_facts (fact text primary key, value text);
create table loads (
    load_id integer, kind text, file_name text, sha256 text, sheet text, loaded_at timestamp, mapping text,
    read_count bigint, kept_count bigint, refused_count bigint, duplicate_count bigint, left_out_count bigint,
    first_date date, last_date date, net_revenue decimal(38, 4), findings text, undone_at timestamp
);
create table refused_lines (load_id integer, row_number bigint, column_name text, value text, reason text);
create table customers (customer_id integer, customer_key text, customer text, name text, phone text, email text);
create table products (product_id integer, product_key text, product_code text, product text, category text);
create table lines (
    load_id integer, row_number bigint, customer_id integer, order_number text, sold_at timestamp, product_id integer,
    quantity decimal(18, 4), unit_price decimal(18, 4), discount decimal(18, 4), net_revenue decimal(18, 4),
    store text, staff text, channel text, status text, is_counted boolean, is_active boolean
);
create table orders (
    customer_id integer, order_number text, order_date date, ordered_at timestamp, net_revenue decimal(18, 4),
    line_count integer, store text, staff text, channel text
);
create table saved_parameters (kind text, name text, value text, saved_at timestamp);
create table remembered_mappings (fingerprint text, mapping text, remembered_at timestamp);
insert into shop_facts values ('data_version', '0');
"""

_VERSION_2 = """
create table record_changes (
    change_id bigint, customer_id integer, field text, value text, provenance text, load_id integer, author text,
    changed_at timestamp, undone_at timestamp
);
create table notes (
    note_id bigint, customer_id integer, kind text, author text, written_at timestamp, text text, removed_at timestamp
);
create table feedback (
    load_id integer, customer_id integer, given_at timestamp, rating decimal(4, 2), satisfaction decimal(4, 2),
    recommendation integer, kind text, text text
);
create table interactions (load_id integer, customer_id integer, happened_at timestamp, kind text);
create table product_facts (
    load_id integer, product_key text, category text, cost decimal(18, 4), list_price decimal(18, 4)
);
create table vip_grants (
    grant_id integer, customer_id integer, level text, reason text, until date, granted_at timestamp, removed_at timestamp
);
create table vip_moves (
    as_of date, customer_id integer, from_level text, to_level text, reason text, logged_at timestamp
);
create table consultations (counted_on date, per_day integer, entered_at timestamp);
create table care_ticks (stage text, item text, ticked_on date, ticked_at timestamp, removed_at timestamp);
create table merges (
    merge_id integer, kept_id integer, merged_id integer, decision text, reason text, decided_at timestamp,
    undone_at timestamp
);
"""

_VERSION_3 = """
create or replace table purchase_days as
select customer_id, order_date as purchase_date,
       (order_date - lag(order_date) over (partition by customer_id order by order_date))::integer as gap_days
from (select distinct customer_id, order_date from orders where net_revenue > 0 and customer_id is not null)
order by customer_id, order_date;
"""

_VERSION_4 = """
alter table lines add column merged_from integer;
alter table feedback add column merged_from integer;
alter table interactions add column merged_from integer;
"""

_VERSION_5 = """
create table loaded_feedback (
    load_id integer, customer_id integer, given_at timestamp, rating decimal(4, 2), satisfaction decimal(4, 2),
    recommendation integer, kind text, text text
);
create table loaded_interactions (load_id integer, customer_id integer, happened_at timestamp, kind text);
alter table products add column sold_category text;
update products set sold_category = category;
"""

_VERSION_6 = """
alter table customers add column sold_name text;
alter table customers add column sold_phone text;
alter table customers add column sold_email text;
update customers set sold_name = name, sold_phone = phone, sold_email = email;
"""

_VERSION_7 = """
create or replace table purchase_days as 
select customer_id, order_date as purchase_date, (order_date - lag(order_date) over in_order)::integer as gap_days,
       purchases, (sum(purchases) over in_order - purchases)::integer as earlier_purchases
from (select customer_id, order_date, count(*)::integer as purchases from orders
      where net_revenue > 0 and customer_id is not null group by customer_id, order_date)
window in_order as (partition by customer_id order by order_date)
order by customer_id, order_date
;
create or replace table settled_customers as 
with ordered as (
    select customer_id, min(order_date) filter (net_revenue > 0) as first_purchase_date,
           max(order_date) filter (net_revenue > 0) as last_purchase_date, max(order_date) as last_order_date,
           count(*) filter (net_revenue > 0)::integer as frequency, sum(net_revenue) as monetary
    from orders where customer_id is not null group by customer_id
), settling as (select max(order_date) as settled_on from orders), bought as (
    select customer_id, count(*) as purchase_days, median(gap_days) as median_gap,
           arg_max(gap_days, purchase_date) as last_gap, sum(gap_days * gap_days)::integer as gap_squares,
           count(*) filter (purchase_date > settled_on - 365)::integer as year_purchase_days,
           count(*) filter (purchase_date > settled_on - 90)::integer as quarter_purchase_days
    from purchase_days cross join settling group by customer_id
), spent as (
    select customer_id, sum(case when 2 * (order_date - first_purchase_date) <= settled_on - first_purchase_date
                                 then net_revenue else 0 end) as earlier_revenue,
           sum(case when order_date > settled_on - 365 then net_revenue else 0 end) as year_spending
    from orders join ordered using (customer_id) cross join settling group by customer_id
)
select customer_id, first_purchase_date, last_purchase_date, last_order_date, frequency, monetary, purchase_days,
       median_gap, last_gap, gap_squares, settled_on, earlier_revenue, year_spending, year_purchase_days,
       quarter_purchase_days
from ordered join bought using (customer_id) join spent using (customer_id) cross join settling
order by customer_id
;
"""

_VERSION_8 = """
create table rule_versions (version_id bigint, name text, value text, used_at timestamp);
insert into rule_versions
select row_number() over (order by saved_at, name), name, value, saved_at from saved_parameters where kind = 'in use';
create table load_rows (
    load_id integer, row_number bigint, customer_id integer, product_key text, product text
);
"""

# The currency that the file itself names; null where it names none.
_VERSION_9 = "alter table loads add column currency text;"

# What the person said who set the level by hand; null where the rule moved it.
_VERSION_10 = "alter table vip_moves add column said text;"

STEPS: tuple[str, ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
    _VERSION_6,
    _VERSION_7,
    _VERSION_8,
    _VERSION_9,
    _VERSION_10,
)
"""Step k takes a file from format k to format k + 1. Steps are never edited, only followed by new ones.

A test holds the digest of each. None may name a text that is defined elsewhere: what is computed from the lines is brought to
its definition of today by ``derived``, whatever a step once put there.
"""


def version_of(cursor: duckdb.DuckDBPyConnection) -> int:
    """The file's format; 0 for a file without tables."""
    tables = cursor.execute("select count(*) from duckdb_tables() where table_name = 'shop_facts'").fetchall()
    if tables[0][0] == 0:
        return 0
    found = cursor.execute("select value from shop_facts where fact = 'schema_version'").fetchall()
    return int(found[0][0]) if found else 0


def migrate(cursor: duckdb.DuckDBPyConnection, *, steps: tuple[str, ...] = STEPS) -> None:
    """Bring the file to the newest format, in one transaction: all of it or nothing.

    Then what is computed from the lines is brought to its definition of today, and comments and views to their words.

    Raises
    ------
    ShopTooNew : the file's format is above the newest known.
    """
    found = version_of(cursor)
    if found > len(steps):
        raise ShopTooNew(found=found, known=len(steps))
    if found < len(steps):
        _run(cursor, steps, found)
    derive_again(cursor)
    describe(cursor)


def _run(cursor: duckdb.DuckDBPyConnection, steps: tuple[str, ...], found: int) -> None:
    cursor.execute("begin")
    try:
        for step in steps[found:]:
            cursor.execute(step)
        # What was computed from tables of the old format is not what the same statement gives now.
        cursor.execute("drop schema if exists kept cascade")
        cursor.execute("create schema kept")
        forget_descriptions(cursor)
        cursor.execute("delete from shop_facts where fact = 'schema_version'")
        cursor.execute("insert into shop_facts values ('schema_version', ?)", [str(len(steps))])
        cursor.execute("commit")
    except BaseException:
        cursor.execute("rollback")
        raise
