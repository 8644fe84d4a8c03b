"""How is XML from outside read? As a stream, without a document type and without entities."""

from __future__ import annotations

from xml.parsers import expat  # nosec: entities are refused below

from analytics.refusal import Refusal


class Entities(Refusal, ValueError):
    """The document defines, or uses, entities of its own."""


def parser_without_entities() -> expat.XMLParserType:
    """A parser that stops at the first document type or entity."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> int:
        raise Entities

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser
