"""Safe by default: what `.streamlit/config.toml` promises, and that this Streamlit knows each option."""

import tomllib
from typing import Any

import pytest
from streamlit import config

from tests.conftest import PROJECT

SETTINGS: dict[str, Any] = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("server.address", "127.0.0.1"),
        ("server.headless", True),
        ("server.allowedHosts", ["localhost", "127.0.0.1"]),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
        ("server.disconnectedSessionTTL", 60),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.toolbarMode", "minimal"),
        ("client.disableDataExport", True),
        ("logger.enableRich", False),
    ],
)
def test_the_app_is_safe_by_default(option: str, value: object) -> None:
    section, name = option.split(".")
    assert SETTINGS[section][name] == value
    assert config.get_option(option) == value


def _options(settings: dict[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, value in settings.items():
        found += _options(value, f"{prefix}{name}.") if isinstance(value, dict) else [f"{prefix}{name}"]
    return found


@pytest.mark.parametrize("option", _options(SETTINGS))
def test_streamlit_knows_the_option(option: str) -> None:
    assert option in config.get_config_options()


def test_no_font_comes_from_elsewhere() -> None:
    fonts = [value for name, value in SETTINGS["theme"].items() if name.lower().endswith("font")]
    assert len(fonts) == 3
    assert not any("://" in font or "url" in font for font in fonts)
