from pathlib import Path

from segmentation.demo.shop import build_demo
from segmentation.intake.sheet_kinds import SheetKind
from segmentation.store.home import Home
from segmentation.store.loading import load_history


def test_the_demo_shop_knows_more_of_its_customers_than_their_sales(tmp_path: Path) -> None:
    home = Home(tmp_path / "shops")
    try:
        workspace = home.open(build_demo(home))
        reports = load_history(workspace)
        assert {report.kind for report in reports} == set(SheetKind) - {SheetKind.PRODUCTS}
        assert all(report.read == report.kept for report in reports)
        assert not any(finding["code"] == "WITHOUT_SALES" for report in reports for finding in report.findings)
        for table in ("feedback", "interactions", "record_changes"):
            found = workspace.query(f"select count(*) as n, count(customer_id) as known from {table}").to_pylist()[0]
            assert found["n"] == found["known"] > 1000
    finally:
        home.close_all()
