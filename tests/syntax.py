"""The code's own syntax, for tests of how it is written: a file is parsed once for all of them."""

import ast
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
