"""The mapping by which files would be read, to be kept, edited and handed over."""

from __future__ import annotations

import sys

import click

from importing import ImportReport, Mapping
from importing.explained import explained


def explain(report: ImportReport) -> None:
    """The mappings on standard output, one list; the reasons on standard error.

    Exit 0 where they can be handed over as they are, 1 where something has to be added.
    """
    found = explained(report)
    for one in found:
        for sentence in one.reasons:
            click.echo(sentence, err=True)
    mappings = [one.mapping for one in found if one.mapping is not None]
    if mappings:
        click.echo(Mapping.several_to_json(mappings))
    sys.exit(0 if all(one.whole for one in found) else 1)
