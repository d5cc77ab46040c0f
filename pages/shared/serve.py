"""Start the dashboard: `python -m pages.shared.serve`, with the options of `streamlit run`."""

import sys
from pathlib import Path

from streamlit import net_util
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

APP = Path(__file__).resolve().parents[2] / "app.py"


def ask_nobody_for_addresses() -> None:
    """From now on the server does not look up addresses of this machine.

    Streamlit 1.67 compares the origin of every websocket from elsewhere with them (``server_util``), and to learn the outer
    one it asks a name server and a web server. Only this machine's own names are allowed origins here.
    """
    net_util.get_external_ip = net_util.get_internal_ip = _unknown


def _unknown() -> None:
    return None


def main(options: list[str]) -> None:
    """Serve until stopped.

    `streamlit run app.py` does the same, but where there is a folder of pages it learns only from the first view that
    `st.navigation` says what a page is: a link to a page opened before that is covered by "Page not found".
    """
    ask_nobody_for_addresses()
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(APP), *options], prog_name="streamlit")


if __name__ == "__main__":
    main(sys.argv[1:])
