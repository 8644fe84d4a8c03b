"""What ends what was asked for, and is the user's to mend, is one kind of error."""

import ast

from tests.syntax import nodes
from tests.test_layers import files

OURS_ALONE = {"Fault"}  # a stamp that is not believed: the file is read as any other


def errors_of_ours() -> dict[str, set[str]]:
    """Each class of errors, and the names of what it is made from."""
    return {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, path in files()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
        and any(
            isinstance(base, ast.Name) and base.id.endswith(("Error", "Exception", "Refusal"))
            for base in node.bases
        )
    }


def test_every_error_for_the_user_is_a_refusal():
    found = errors_of_ours()
    assert "NotADiary" in found
    assert {name for name, bases in found.items() if "Refusal" not in bases} == {
        "Refusal",
        *OURS_ALONE,
    }
