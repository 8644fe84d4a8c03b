"""The code's own syntax, for tests of how it is written: a file is parsed once for all of them."""

import ast
import os
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of this file; whoever reads it changes nothing in it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of it, as ``ast.walk`` gives them."""
    return tuple(ast.walk(tree(path)))


def sources(folder: Path) -> list[Path]:
    """Our Python files in a folder and below, in order.

    What lies in a folder of packages or in a hidden one is another's, and may come and go while a
    second worker installs it.
    """
    found = []
    for at, folders, files in os.walk(folder):
        folders[:] = [one for one in folders if one[0] != "." and one != "node_modules"]
        found += [Path(at) / one for one in files if one.endswith(".py")]
    return sorted(found)
