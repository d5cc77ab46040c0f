"""The hardened connection: nothing but the shop's own file, however it is asked."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from segmentation.store.home import Home
from segmentation.store.workspace import Workspace

REFUSED = {
    "reading a file": "select * from read_csv('{secret}')",
    "reading a file by its name": "select * from '{secret}'",
    "reading a file as text": "select * from read_text('{secret}')",
    "reading a file as bytes": "select * from read_blob('{secret}')",
    "listing files": "select * from glob('{folder}/*')",
    "writing a file": "copy (select 1) to '{folder}/out.csv'",
    "exporting everything": "export database '{folder}/out'",
    "attaching another database": "attach '{folder}/other.duckdb'",
    "attaching another shop": "attach '{other}/shop.duckdb' as another",
    "reading from the network": "select * from read_csv('http://127.0.0.1:9/secret.csv')",
    "attaching from the network": "attach 'https://127.0.0.1:9/x.duckdb' as net",
    "installing an extension": "install httpfs",
    "installing a community extension": "install h3 from community",
    "loading an extension": "load httpfs",
    "loading an extension from a file": "load '{folder}/evil.duckdb_extension'",
    "opening the way out": "set enable_external_access = true",
    "allowing more folders": "set allowed_directories = ['{folder}']",
    "unlocking the settings": "set lock_configuration = false",
    "taking more memory": "set memory_limit = '100GB'",
    "another setting": "set threads = 64",
    "a pragma": "pragma memory_limit = '100GB'",
    "a variable of ours": "select * from secret_table",
    "a secret that stays": "create persistent secret s (type http, bearer_token 'x')",
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_way_out_is_closed(what: str, home: Home, workspace: Workspace, tmp_path: Path) -> None:
    secret_table = duckdb.sql("select 'secret' as word")  # noqa: F841 - what DuckDB would find among Python's variables
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nsecret\n", encoding="utf-8")
    other = home.create("Another shop")
    home.open(other)
    home.close(other)
    names = {"secret": secret, "folder": tmp_path, "other": home.folder / other}
    before = sorted(path.name for path in tmp_path.iterdir())
    with workspace.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute(REFUSED[what].format(**names)).fetchall()
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_statements_are_ones_that_an_open_connection_takes(tmp_path: Path) -> None:
    """What is refused above is refused by the closing, not by a slip in the statement."""
    secret = tmp_path / "secret.csv"
    secret.write_text("word\nsecret\n", encoding="utf-8")
    with duckdb.connect() as connection:
        for what in ("reading a file", "reading a file by its name", "reading a file as text", "listing files",
                     "writing a file", "attaching another database", "taking more memory", "another setting"):  # fmt: skip
            connection.execute(REFUSED[what].format(secret=secret, folder=tmp_path))


def test_a_name_that_a_person_typed_is_only_ever_a_value(workspace: Workspace) -> None:
    typed = "x'; drop table lines; --"
    assert workspace.query("select ? as typed", [typed])["typed"].to_pylist() == [typed]
    assert workspace.query("select count(*) as n from lines")["n"].to_pylist() == [0]


def test_the_shops_files_are_for_their_owner_alone(home: Home, workspace: Workspace) -> None:
    home.close_all()
    files = [path for path in (home.folder / workspace.shop_id).rglob("*") if path.is_file()]
    assert {"shop.duckdb", "shop.json", "shop.lock"} <= {path.name for path in files}
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in files} == dict.fromkeys(
        (p.name for p in files), "0o0"
    )
