"""Finds the words in the sources that the catalogs translate. ``pybabel extract`` calls it, see ``babel.cfg``.

Babel's own extractor goes by names of functions alone and stumbles over ``data.count(b"…")``; this one reads the syntax
tree and takes texts only.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import BinaryIO

PLURAL = "count"
"""``words.count("{n} customer", "{n} customers", n)``: the one function with a form for one and a form for many."""

Found = tuple[int, str, str | tuple[str, str], list[str]]


def sentences(
    source: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: dict[str, str]
) -> Iterator[Found]:
    """Line, function, message id (or the two forms) and no comments, for each call of one of the ``keywords``."""
    for node in ast.walk(ast.parse(source.read())):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute):
            function = node.func.attr
        elif isinstance(node.func, ast.Name):
            function = node.func.id
        else:
            continue
        if function not in keywords:
            continue
        texts = [given.value for given in node.args if isinstance(given, ast.Constant) and isinstance(given.value, str)]
        if function == PLURAL:
            # A sentence for many says how many: a text's or a tuple's own ``count("…", …)`` does not.
            if len(texts) == 2 and "{n}" in texts[1]:
                yield node.lineno, function, (texts[0], texts[1]), []
        elif texts and texts[0]:
            yield node.lineno, function, texts[0], []
