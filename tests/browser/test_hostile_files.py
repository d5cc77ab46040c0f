"""Files made to harm, dropped by one person while another goes on working: the server answers both."""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.driving import MILLISECONDS, go_to, open_page
from tests.browser.serving import Server

CATEGORIES = ("bomb", "container", "xml")
FILES_AT_ONCE = 8


def hostile_files(shared: Path, folder: Path) -> list[Path]:
    """Files of the corpus that must be refused, under the names they are uploaded by."""
    corpus = shared / "corpus"
    with (corpus / "manifest.csv").open(encoding="utf-8") as file:
        refused = [row for row in csv.DictReader(file) if row["expect"] == "reject" and row["category"] in CATEGORIES]
    chosen = [row for row in refused if row["file"].endswith(".xlsx")][:FILES_AT_ONCE]
    assert len(chosen) >= 4
    return [Path(shutil.copyfile(corpus / row["file"], folder / row["file"])) for row in chosen]


def test_a_second_session_is_answered_while_hostile_files_are_read(
    used_app: Server, new_page: NewPage, shared: Path, tmp_path: Path
) -> None:
    files = hostile_files(shared, tmp_path)
    attacker, owner = new_page(), new_page()
    open_page(owner, used_app.url)
    open_page(attacker, used_app.url)
    go_to(attacker, "Load files")
    attacker.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(files)

    go_to(owner, "Segments")
    expect(owner.get_by_role("heading", name="Segments", exact=True)).to_be_visible()
    go_to(owner, "Overview")
    expect(owner.get_by_role("heading", name="Overview", exact=True)).to_be_visible()

    refusals = attacker.get_by_test_id("stAlertContentError")
    expect(refusals).to_have_count(len(files), timeout=MILLISECONDS)
    os.kill(used_app.pid, 0)  # the server's process is the one that began
    assert "Traceback" not in used_app.log.read_text(errors="replace")
