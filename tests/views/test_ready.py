"""After a load the pages find what they stand on in the shop's file."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from segmentation.parameters import VipRules
from segmentation.store.erasing import erase, name_to_type
from segmentation.store.home import Home
from segmentation.store.workspace import Workspace
from segmentation.views import chosen
from segmentation.views.execution import LABELLED
from segmentation.views.latest import latest_basis
from segmentation.views.loads import load
from segmentation.views.ready import make_ready, renew
from tests.conftest import PROJECT, make_home

AGAIN = """
import sys
from pathlib import Path
from segmentation.store.erasing import erase, name_to_type
from segmentation.store.home import Home
from segmentation.views.latest import latest_basis
from segmentation.views.ready import make_ready
home = Home(Path(sys.argv[1]))
workspace = home.open(home.shops()[0].id)
before = workspace.stored_results
make_ready(workspace, latest_basis(workspace))
print(before, workspace.stored_results)
home.close_all()
"""


def test_another_process_finds_every_result_by_the_same_statement(demo_home: Path) -> None:
    """A statement whose columns came in the order of a set would be another one each time."""
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    found = latest_basis(workspace)
    assert found is not None
    make_ready(workspace, found)
    stored = workspace.stored_results
    home.close_all()
    assert stored > 20
    for seed in ("1", "2"):
        found = subprocess.run(
            [sys.executable, "-c", AGAIN, str(demo_home)],
            capture_output=True, text=True, check=True, cwd=PROJECT, env=os.environ | {"PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert found.stdout.split() == [str(stored), str(stored)]


def test_a_shop_without_known_customers_has_nothing_to_be_ready(tmp_path: Path) -> None:
    from segmentation.schema import SALES

    home = Home(make_home(tmp_path / "shops", "Empty", SALES.empty_table()))
    workspace = home.open(home.shops()[0].id)
    assert latest_basis(workspace) is None
    home.close_all()


def test_a_load_makes_the_pages_ready(tmp_path: Path) -> None:
    from segmentation.store.file_load import prepare

    file = tmp_path / "sales.csv"
    rows = [f"C{n % 7},A{n},2024-03-{n % 28 + 1:02d},{n}.50" for n in range(1, 41)]
    file.write_text("\n".join(["customer,order,date,amount", *rows]) + "\n", encoding="utf-8")
    home = Home(tmp_path / "shops")
    workspace = home.open(home.create("Ready"))
    told: list[tuple[str, float]] = []
    prepared = prepare(workspace, file, file_name=file.name)
    load(workspace, prepared, on_progress=lambda *step: told.append(step), ready_from=7)
    assert workspace.stored_results > 20
    assert told[-1][0] == "Getting the pages ready"
    shares = [share for _, share in told]
    assert shares == sorted(shares)

    small = home.open(home.create("Small"))
    load(small, prepare(small, file, file_name=file.name))
    assert small.stored_results == 0
    home.close_all()


def test_a_customer_is_erased_from_what_was_stored_too(demo_home: Path) -> None:
    home = Home(demo_home)
    shop_id = home.shops()[0].id
    workspace = home.open(shop_id)
    known = workspace.query("select customer_id, customer, name, phone from customers where phone <> '' limit 1")
    row = known.to_pylist()[0]
    found = latest_basis(workspace)
    assert found is not None
    make_ready(workspace, found)
    assert workspace.stored_results > 20

    erase(home, shop_id, row["customer_id"], typed_name=name_to_type(workspace, row["customer_id"]))

    home.close_all()
    everything = b"".join(file.read_bytes() for file in (demo_home / shop_id).rglob("*") if file.is_file())
    assert not [secret for secret in (row["customer"], row["phone"]) if secret.encode() in everything]


def moves_of(workspace: Workspace) -> int:
    return int(workspace.query("select count(*) as n from vip_moves")["n"][0].as_py())


def test_rules_taken_into_use_make_the_pages_ready_anew_and_write_down_whose_level_changed(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    renew(workspace, ready_from=1)
    stored, moves = workspace.stored_results, moves_of(workspace)
    chosen.use(workspace, "vip", VipRules(spending_limit=Decimal(100)))
    renew(workspace, ready_from=1)

    assert workspace.stored_results == stored  # those of the rules before are gone
    assert moves_of(workspace) > moves
    found = latest_basis(workspace)
    assert found is not None
    assert found.analysis.vip.spending_limit == 100
    counted = workspace.query("select count(*) as n from duckdb_tables() where database_name = 'scratch'")
    workspace.query_kept(found.kept, f'select count(*) from "{LABELLED}"')
    again = workspace.query("select count(*) as n from duckdb_tables() where database_name = 'scratch'")
    assert again.equals(counted)  # and nothing is computed that is stored
    home.close_all()


def test_few_customers_are_not_made_ready(demo_home: Path) -> None:
    home = Home(demo_home)
    workspace = home.open(home.shops()[0].id)
    renew(workspace)
    assert workspace.stored_results == 0
    assert moves_of(workspace) > 0
    home.close_all()
