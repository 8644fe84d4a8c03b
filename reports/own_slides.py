"""What of the clinic's own presentation gives a report its look? Masters, layouts, theme and fonts.

Everything else stays behind, with all that names it: slides, notes, sections, custom shows, macros,
comments, and the titles and the thumbnail that the file keeps of its slides.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part, XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.package import Package
from pptx.parts.presentation import PresentationPart

from analytics.refusal import Refusal
from reports.packages import zipped

KINDS = ("pptx", "potx", "ppsx", "pptm", "potm", "ppsm")  # a presentation, whatever it is for
NOT_SLIDES = (
    "The slides cannot be opened: a .pptx, .potx, .ppsx or .pptm of PowerPoint was expected."
)
MACROS_LEFT_OUT = "its macros are left out: the slides come as a .pptx without them."

TYPES = "[Content_Types].xml"
WITH_MACROS = {
    CT.PML_PRES_MACRO_MAIN,
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
}
OTHERWISE = {CT.PML_TEMPLATE_MAIN, CT.PML_SLIDESHOW_MAIN, *WITH_MACROS}
MACROS = ("application/vnd.ms-office.vba", "application/vnd.ms-office.activeX")  # how they begin

LOOK = {RT.SLIDE_MASTER, RT.NOTES_MASTER, RT.HANDOUT_MASTER, RT.THEME, RT.TABLE_STYLES, RT.FONT}
OF_THE_LOOK = {
    qn(f"p:{name}")
    for name in (
        "sldMasterIdLst",
        "notesMasterIdLst",
        "handoutMasterIdLst",
        "sldIdLst",
        "sldSz",
        "notesSz",
        "embeddedFontLst",
        "kinsoku",
        "defaultTextStyle",
    )
}
OF_A_MASTER = {RT.SLIDE_LAYOUT, RT.SLIDE_MASTER, RT.THEME, RT.IMAGE, RT.THEME_OVERRIDE}
WITHIN_THE_SHOW = "ppaction://hlinkshowjump"  # to the next slide, to the first
PICTURES = "image/"
BESIDE_THE_LOOK = {
    qn("p:custDataLst"),
    qn("p:timing"),
    qn("p:transition"),
    qn("p:oleObj"),
    qn("p:control"),
    qn("p:contentPart"),
    qn("a:snd"),
}
WITHOUT_TEXT = (CT.PML_NOTES_MASTER, CT.PML_HANDOUT_MASTER)
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class NotSlides(Refusal, ValueError):
    """The template is no presentation that can be opened."""


def look_of(template: bytes | None) -> Any:
    """A presentation without slides, with the look of this one; without one, the built-in look.

    Raises NotSlides.
    """
    try:
        package: Any = _opened(template)
        main = package.main_document_part
        _keep(package, {RT.OFFICE_DOCUMENT})
        _keep(main, LOOK)
        _only_the_look(main)
        for part in _parts(main):
            _leave_behind(part, main)
        return main.presentation
    except Exception as problem:
        raise NotSlides(NOT_SLIDES) from problem


def has_macros(template: bytes) -> bool:
    """Does this presentation bring macros? No, where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            kinds = {each.get("ContentType", "") for each in parse_xml(archive.read(TYPES))}
    except Exception:
        return False
    return any(kind in WITH_MACROS or kind.startswith(MACROS) for kind in kinds)


def _opened(template: bytes | None) -> Package:
    """The package as a presentation, also where it is a template, a show, or has macros."""
    if template is None:
        from pptx import Presentation

        return Presentation().part.package
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    types = parse_xml(files[TYPES])
    for each in types:
        if each.get("ContentType") in OTHERWISE:
            each.set("ContentType", CT.PML_PRESENTATION_MAIN)
    files[TYPES] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = Package.open(io.BytesIO(zipped(files)))
    main = package.main_document_part
    if not isinstance(main, PresentationPart) or main.content_type != CT.PML_PRESENTATION_MAIN:
        raise NotSlides(NOT_SLIDES)
    return package


def _keep(of: Any, kinds: set[str]) -> None:
    """Only relationships of these kinds: what nothing leads to is not written."""
    rels = of._rels
    gone = [n for n, one in rels.items() if one.reltype not in kinds or one.is_external]
    for name in gone:
        rels.pop(name)


def _only_the_look(main: Any) -> None:
    """Of the presentation: masters, sizes, fonts; no sections, shows, tags or lock."""
    presentation = main._element
    for child in list(presentation):
        if child.tag not in OF_THE_LOOK:
            presentation.remove(child)
    for listed in presentation.findall(qn("p:sldIdLst")):
        presentation.remove(listed)


def _parts(main: Part) -> Iterator[Part]:
    """The presentation and every part that it leads to, each once, before its own neighbours."""
    seen, waiting = {main}, [main]
    while waiting:
        part = waiting.pop()
        yield part
        for one in part.rels.values():
            if not one.is_external and one.target_part not in seen:
                seen.add(one.target_part)
                waiting.append(one.target_part)


def _leave_behind(part: Part, main: Part) -> None:
    """From a master, layout or theme only to others and to pictures; no mark of what is gone."""
    if part is not main:
        for name, one in list(part.rels.items()):
            if not _of_the_look(one):
                part.rels.pop(name)
    if part.content_type in WITHOUT_TEXT:
        _without_words(part)
    if isinstance(part, XmlPart):
        _unname(part._element, part)
    elif part.content_type.endswith("+xml"):
        root = parse_xml(part.blob)
        if _unname(root, part):
            part.blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )


def _without_words(part: Part) -> None:
    """A notes or handout master keeps its places and their look, not what was written there."""
    root = part._element if isinstance(part, XmlPart) else parse_xml(part.blob)
    for paragraph in list(root.iter(qn("a:p"))):
        for child in list(paragraph):
            if child.tag in (qn("a:r"), qn("a:fld"), qn("a:br")):
                paragraph.remove(child)
    if not isinstance(part, XmlPart):
        part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _unname(root: Any, part: Part) -> bool:
    """Take out the elements that name a relationship, a show or a macro which is gone."""
    changed = False
    gone = [mark for mark in root.iter(etree.Element) if _names_what_is_gone(mark, part)]
    for mark in gone:
        changed = True
        if mark.tag == qn("a:blip"):  # a picture without its file: the shape stays
            for name in [name for name in mark.attrib if name.startswith(RELATION)]:
                del mark.attrib[name]
            continue
        held = next(mark.iterancestors(qn("p:graphicFrame")), mark)  # an object with its frame
        if held.getparent() is not None:
            held.getparent().remove(held)
    for shape in root.iter(qn("p:cNvPr")):  # often the path from which a picture came
        for name in ("descr", "title"):
            if name in shape.attrib:
                del shape.attrib[name]
                changed = True
    return changed


def _of_the_look(one: Any) -> bool:
    """A layout, master, theme or picture of the file's own: links lead to where it was made."""
    if one.is_external:
        return False
    if one.reltype == RT.IMAGE:
        return bool(one.target_part.content_type.startswith(PICTURES))
    return one.reltype in OF_A_MASTER


def _names_what_is_gone(mark: Any, part: Part) -> bool:
    points = not mark.get("action", WITHIN_THE_SHOW).startswith(WITHIN_THE_SHOW)
    if mark.tag in BESIDE_THE_LOOK or points or mark.get("invalidUrl"):
        return True
    return any(
        name.startswith(RELATION) and value and value not in part.rels
        for name, value in mark.attrib.items()
    )
