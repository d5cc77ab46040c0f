"""The wheel, installed outside the checkout, is the whole program with its safe settings."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from pages.shared.serve import settings_folder
from segmentation.store.places import shops_folder
from tests.conftest import PROJECT

IN_WHEEL = (
    "app.py",
    "pages",
    "segmentation",
    ".streamlit",
    "requirements.txt",
    "README.md",
    "LICENSE",
    "pyproject.toml",
)
IN_WHEEL += ("setup.py",)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has put the wheel, without what it depends on: that is there already."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in IN_WHEEL:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(PROJECT / name, source / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    built = [
        *pip,
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(folder),
        str(source),
    ]
    subprocess.run(built, check=True, timeout=300)
    (wheel,) = folder.glob("regulars-*.whl")
    target = folder / "installed"
    put = [*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(put, check=True, timeout=300)
    return target


def environment(installed: Path, person: Path) -> dict[str, str]:
    """An environment of its own: a person's empty folder, and no settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REGULARS", "STREAMLIT"))}
    return kept | {"PYTHONPATH": str(installed), "HOME": str(person), "USERPROFILE": str(person)}


def command(installed: Path) -> list[str]:
    return [sys.executable, str(next((installed / "bin").glob("regulars*")))]


def ran(installed: Path, person: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [*command(installed), *arguments], cwd=person, env=environment(installed, person),
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_installed_command_keeps_the_shops_in_the_persons_folder(installed: Path, tmp_path: Path) -> None:
    before = {path for path in installed.rglob("*") if "__pycache__" not in path.parts}
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert ran(installed, tmp_path, "--version").strip() == version
    assert "demo" in ran(installed, tmp_path, "demo")
    assert "customers: " in ran(installed, tmp_path, "summary", "--shop", "demo")
    assert (tmp_path / "Regulars" / "demo" / "shop.duckdb").is_file()
    assert {path for path in installed.rglob("*") if "__pycache__" not in path.parts} == before


def test_the_wheel_holds_every_file_of_the_program(installed: Path) -> None:
    for top in ("pages", "segmentation"):
        ours = {path.relative_to(PROJECT) for path in (PROJECT / top).rglob("*") if path.is_file()}
        wanted = {path for path in ours if "__pycache__" not in path.parts and path.suffix != ".cfg"}
        assert {path for path in wanted if not (installed / path).is_file()} == set()


def test_the_installed_settings_are_the_checkouts(installed: Path) -> None:
    theirs = installed / "pages" / "shared" / ".streamlit" / "config.toml"
    assert settings_folder() == PROJECT
    assert theirs.read_bytes() == (PROJECT / ".streamlit" / "config.toml").read_bytes()


def test_in_a_checkout_shops_lie_in_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REGULARS_HOME", raising=False)
    assert shops_folder() == PROJECT / "data" / "shops"


def test_the_installed_dashboard_answers_this_machine_only(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "Regulars").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*command(installed), "--no-browser", "--port", str(port)], cwd=tmp_path,
        env=environment(installed, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert status("127.0.0.1", port, patience=120) == 200
        # Only where the settings hold: by itself Streamlit listens on every address.
        assert status("127.0.0.2", port, patience=1) is None
    finally:
        server.terminate()
        server.wait(30)


def status(address: str, port: int, patience: float) -> int | None:
    """The answer's status, once there is one; None where there is none."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://{address}:{port}/", timeout=10) as answer:
                return int(answer.status)
        except OSError:
            time.sleep(0.3)
    return None
