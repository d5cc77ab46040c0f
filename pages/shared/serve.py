"""Start the dashboard: `python -m pages.shared.serve`, with the options of `streamlit run`."""

import sys
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

APP = Path(__file__).resolve().parents[2] / "app.py"


def main(options: list[str]) -> None:
    """Serve until stopped.

    `streamlit run app.py` does the same, but where there is a folder of pages it learns only from the first view that
    `st.navigation` says what a page is: a link to a page opened before that is covered by "Page not found".
    """
    PagesManager.uses_pages_directory = False
    cli.main(["run", str(APP), *options], prog_name="streamlit")


if __name__ == "__main__":
    main(sys.argv[1:])
