"""What pyproject.toml cannot say: the dashboard's settings go into the wheel from the one file that holds them."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithSettings(build_py):
    """Also copies ``.streamlit/config.toml`` to where ``pages.shared.serve`` looks for it once installed."""

    def run(self) -> None:
        super().run()
        target = Path(self.build_lib) / "pages" / "shared" / ".streamlit"
        target.mkdir(parents=True, exist_ok=True)
        self.copy_file(".streamlit/config.toml", str(target / "config.toml"))


setup(cmdclass={"build_py": WithSettings})
