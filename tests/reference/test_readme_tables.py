"""The README's tables are what plain SQL makes of the real sales lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from segmentation.store.home import Home
from tests.reference import levels, readme_tables
from tests.views.labelled_customers import STORED_LINES

README = (Path(__file__).parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shop(online_retail_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    home = Home(online_retail_home)
    lines = home.open(home.shops()[0].id).query(STORED_LINES)
    home.close_all()
    with levels.shop(lines) as connection:
        yield connection


@pytest.mark.parametrize("name", readme_tables.TABLES)
def test_a_table_is_made_anew_letter_by_letter(shop: duckdb.DuckDBPyConnection, name: str) -> None:
    assert readme_tables.TABLES[name](shop) in README


def test_the_readme_has_no_table_beside_these(shop: duckdb.DuckDBPyConnection) -> None:
    made = {line for table in readme_tables.TABLES.values() for line in table(shop).splitlines()}
    assert {line for line in README.splitlines() if line.startswith("|")} == made


def test_the_numbers_in_its_sentences_are_those_of_the_shop(shop: duckdb.DuckDBPyConnection) -> None:
    ((lines, first, last, customers),) = shop.execute(
        "select (select count(*) from lines), (select min(sold_at)::date from lines), (select day from as_of), "
        "(select count(*) from measures)"
    ).fetchall()
    ((median,),) = shop.execute("select mid from shop").fetchall()
    words = " ".join(README.split())
    assert f"{lines:,} sales lines of a British wholesaler from {first} to {last}, {customers:,} customers" in words
    assert f"median gap ({median:g} days)" in words
    ((limit,),) = shop.execute(
        re.sub(r"select case when.*", "select lim from spending", levels.VIP, flags=re.S)
    ).fetchall()
    assert f"comes to {limit:,.2f} (" in words
