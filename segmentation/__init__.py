"""Who a shop's regular customers are, what they are worth and what to do for them.

From a notebook: ``segmentation.open_shop(path)``, see docs/notebook.md.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from segmentation.notebook import Shop, open_shop

__all__ = ["Shop", "open_shop"]


def __getattr__(name: str) -> Any:
    # Only when asked for: the command line's --help starts without pandas.
    if name in __all__:
        from segmentation import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
