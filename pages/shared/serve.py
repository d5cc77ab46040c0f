"""Start the dashboard: `regulars`, or `python -m pages.shared.serve` with the options of `streamlit run`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from segmentation.store.places import is_checkout, shops_folder

APP = Path(__file__).resolve().parents[2] / "app.py"


def settings_folder() -> Path:
    """The folder whose ``.streamlit/config.toml`` holds. The wheel has the checkout's file beside this module."""
    return APP.parent if is_checkout() else Path(__file__).resolve().parent


def ask_nobody_for_addresses() -> None:
    """From now on the server does not look up addresses of this machine.

    Streamlit 1.67 compares the origin of every websocket from elsewhere with them (``server_util``), and to learn the outer
    one it asks a name server and a web server. Only this machine's own names are allowed origins here.
    """
    from streamlit import net_util

    net_util.get_external_ip = net_util.get_internal_ip = _unknown


def _unknown() -> None:
    return None


def main(options: list[str]) -> None:
    """Serve until stopped.

    `streamlit run app.py` does the same, but where there is a folder of pages it learns only from the first view that
    `st.navigation` says what a page is: a link to a page opened before that is covered by "Page not found".
    """
    os.environ["REGULARS_HOME"] = str(shops_folder().resolve())
    # Streamlit reads its settings from the working folder; without them it would listen to the whole network.
    os.chdir(settings_folder())
    from streamlit.runtime.pages_manager import PagesManager  # only here: the command line starts without it
    from streamlit.web import cli

    ask_nobody_for_addresses()
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(APP), *options], prog_name="streamlit")


def command() -> int:
    """What `regulars` does: the dashboard in the browser where no command is given, else the command line."""
    arguments = sys.argv[1:]
    if arguments and (not arguments[0].startswith("-") or arguments[0] in ("-h", "--help", "--version")):
        from segmentation.__main__ import main as run

        return run(arguments)
    parser = argparse.ArgumentParser(prog="regulars", add_help=False)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--no-browser", action="store_true")
    asked, options = parser.parse_known_args(arguments)
    if asked.home:
        os.environ["REGULARS_HOME"] = str(asked.home)
    main([f"--server.port={asked.port}", f"--server.headless={str(asked.no_browser).lower()}", *options])
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
