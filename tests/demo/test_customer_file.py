import duckdb
import pytest

from segmentation.demo.customer_file import CUSTOMER_FILE, FEEDBACK, INTERACTIONS, customers, feedback, interactions
from segmentation.demo.tea_house import AS_OF, sales

TABLES = {
    "customers": (customers, CUSTOMER_FILE),
    "feedback": (feedback, FEEDBACK),
    "interactions": (interactions, INTERACTIONS),
}


@pytest.fixture(scope="module")
def sql():
    connection = duckdb.connect()
    connection.register("lines", sales())
    for name, (make, _) in TABLES.items():
        connection.register(name, make())
    yield lambda query: connection.execute(query).fetchall()
    connection.close()


@pytest.mark.parametrize("name", TABLES)
def test_tables_follow_their_schema_and_their_seed(name):
    make, schema = TABLES[name]
    table = make()
    assert table.schema == schema
    table.validate(full=True)
    assert table.equals(make())
    assert not table.equals(make(seed=8))
    for field in schema:
        assert field.nullable or table[field.name].null_count == 0, field.name


@pytest.mark.parametrize("name", TABLES)
def test_everybody_in_a_table_has_bought(sql, name):
    assert sql(f"select count(*) from {name} anti join lines using (customer_key)") == [(0,)]


def test_the_list_names_most_customers_once_and_as_the_sales_do(sql):
    listed, different = sql("select count(*), count(distinct customer_key) from customers")[0]
    assert listed == different
    assert 0.85 < listed / sql("select count(distinct customer_key) from lines")[0][0] < 0.95
    same = """
      select count(*) from customers c join lines l using (customer_key)
      where c.name <> l.name or c.phone is distinct from l.phone or c.email is distinct from l.email"""
    assert sql(same) == [(0,)]


def test_the_list_has_the_gaps_of_real_lists(sql):
    for column in ("phone", "email", "birthday", "gender", "occupation", "consent"):
        share = sql(f"select avg(({column} is null)::int) from customers")[0][0]
        assert 0.03 < share < 0.7, column


def test_customers_are_grown_up_and_joined_no_later_than_they_bought(sql):
    youngest, oldest = sql("select max(birthday), min(birthday) from customers")[0]
    assert 18 <= AS_OF.year - youngest.year <= AS_OF.year - oldest.year <= 71
    assert sql("select count(*) from customers join lines using (customer_key) where joined_on > sold_at") == [(0,)]


def test_some_people_hold_two_cards(sql):
    twice = "select phone, count(distinct name) n from customers where phone is not null group by 1 having count(*) > 1"
    found = sql(twice)
    assert 3 <= len(found) <= 14
    assert {names for _, names in found} == {1}


def test_firms_have_no_birthday_and_carry_a_tag(sql):
    found = sql("select birthday, gender from customers where list_contains(tags, '批发 wholesale')")
    assert len(found) >= 8
    assert set(found) == {(None, None)}


def test_feedback_stays_in_range_and_after_the_first_purchase(sql):
    assert sql("select min(rating), max(rating), min(recommend), max(recommend) from feedback") == [(1, 5, 0, 10)]
    for name, moment in (("feedback", "given_at"), ("interactions", '"at"')):
        first = f"(select min(sold_at)::date from lines l where l.customer_key = {name}.customer_key)"
        assert sql(f"select count(*) from {name} where {moment} < {first}") == [(0,)]
        assert sql(f"select max({moment})::date <= date '{AS_OF}' from {name}") == [(True,)]


def test_low_ratings_are_complaints_and_low_recommendations(sql):
    assert sql("select distinct kind from feedback where rating <= 2") == [("投诉 complaint",)]
    means = [
        mean
        for (mean,) in sql(
            "select avg(recommend) from feedback where rating is not null group by rating order by rating"
        )
    ]
    assert means == sorted(means)


LAST = "select arg_max(rating, given_at) r, arg_max(recommend, given_at) q from feedback group by customer_key"
CONTACTS = f"""
  select count(i."at") n from customers c
  left join interactions i on i.customer_key = c.customer_key and i."at" > date '{AS_OF}' - 90 group by c.customer_key"""


@pytest.mark.parametrize(
    "levels",
    [
        f"select count(*) n from ({LAST}) where r is not null group by r >= 4, r = 3",
        f"select count(*) n from ({LAST}) where q is not null group by q >= 9, q >= 7",
        f"select count(*) n from ({CONTACTS}) group by n >= 5, n >= 1",
    ],
    ids=["feedback", "recommendation", "interaction"],
)
def test_imported_dimensions_have_every_level(sql, levels):
    assert sql(f"select count(*), min(n) >= 20 from ({levels})") == [(3, True)]


def test_texts_are_in_both_languages(sql):
    assert sql("select count(*) > 200 from feedback where regexp_matches(text, '[一-龥]')") == [(True,)]
    assert sql("select count(*) > 200 from feedback where regexp_full_match(text, '[ -~]+')") == [(True,)]
