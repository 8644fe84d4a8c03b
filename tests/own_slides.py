"""A clinic's own presentation with all that can name a slide, and the walk that finds what dangles.

Written with python-pptx, then by hand: sections, shows and macros are what it has no call for.
"""

import io
import posixpath
import re
import zipfile

from lxml import etree
from pptx import Presentation

from reports.packages import zipped

OLD = "Last year's figures"  # in everything that must not come back
TYPES, RELS = "[Content_Types].xml", ".rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
SPACES = (
    f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="{OFFICE}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
)
PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
MAINS = {
    "pptx": f"{PRESENTATION}.presentation.main+xml",
    "potx": f"{PRESENTATION}.template.main+xml",
    "ppsx": f"{PRESENTATION}.slideshow.main+xml",
    "pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "potm": "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    "ppsm": "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
}
JUMPS = """<p:sp><p:nvSpPr><p:cNvPr id="90{0}" name="Button {0}"><a:hlinkClick r:id="{1}"
 action="{2}"/></p:cNvPr><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>
 <a:off x="0" y="0"/><a:ext cx="9000" cy="9000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>
 </a:prstGeom></p:spPr></p:sp>"""


def clinic_presentation(kind: str = "pptx") -> bytes:
    """Three old slides with notes, in a section, a custom show, an outline, titles and a thumbnail;
    comments; a button of a layout that leads to one; with macros where the kind has them."""
    deck = Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = f"{OLD} {number}"
        slide.notes_slide.notes_text_frame.text = f"Tell them {OLD}"
    deck.core_properties.subject = deck.core_properties.comments = OLD
    out = io.BytesIO()
    deck.save(out)
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    ids = [
        (mark.get("id"), mark.get(f"{{{OFFICE}}}id"))
        for mark in etree.fromstring(files["ppt/presentation.xml"].encode("latin-1")).iter(
            "{http://schemas.openxmlformats.org/presentationml/2006/main}sldId"
        )
    ]
    assert len(ids) == 3

    def related(part: str, target: str, type_: str, name: str) -> None:
        folder, _, file = part.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels".lstrip("/")
        one = f'<Relationship Id="{name}" Type="{type_}" Target="{target}"/>'
        empty = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            "</Relationships>"
        )
        files[rels] = files.get(rels, empty).replace("</Relationships>", f"{one}</Relationships>")

    def add(name: str, content: str, type_: str) -> None:
        files[name] = content
        files[TYPES] = files[TYPES].replace(
            "</Types>", f'<Override PartName="/{name}" ContentType="{type_}"/></Types>'
        )

    def put(part: str, before: str, what: str) -> None:
        assert before in files[part], (part, before)
        files[part] = files[part].replace(before, what + before, 1)

    main = "ppt/presentation.xml"
    shown = "".join(f'<p:sld {SPACES} r:id="{rel}"/>' for _, rel in ids)
    listed = "".join(f'<p14:sldId id="{number}"/>' for number, _ in ids)
    put(
        main,
        "<p:defaultTextStyle>",
        f'<p:custShowLst><p:custShow name="{OLD}" id="0"><p:sldLst>'
        f"{shown}</p:sldLst></p:custShow></p:custShowLst>",
    )
    extra = (
        f'<p:ext {SPACES} uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst>'
        f'<p14:section name="{OLD}" id="{{0B1F7F3A-0000-4000-8000-000000000001}}">'
        f"<p14:sldIdLst>{listed}</p14:sldIdLst></p14:section></p14:sectionLst>"
        "</p:ext>"
    )
    if "<p:extLst>" in files[main]:
        put(main, "</p:extLst>", extra)
    else:
        put(main, "</p:presentation>", f"<p:extLst>{extra}</p:extLst>")
    related("ppt/viewProps.xml", "slides/slide2.xml", f"{OFFICE}/slide", "rId1")
    put(
        "ppt/viewProps.xml",
        "<p:notesTextViewPr>",
        "<p:outlineViewPr><p:cViewPr><p:scale>"
        '<a:sx n="1" d="1"/><a:sy n="1" d="1"/></p:scale><p:origin x="0" y="0"/></p:cViewPr>'
        '<p:sldLst><p:sld r:id="rId1"/></p:sldLst></p:outlineViewPr>',
    )
    put("ppt/presProps.xml", "<p:extLst>", '<p:showPr><p:custShow id="0"/></p:showPr>')
    put("docProps/app.xml", "<Manager>", f"<HyperlinkBase>{OLD}</HyperlinkBase>")
    files["docProps/thumbnail.jpeg"] += OLD
    add(
        "ppt/commentAuthors.xml",
        f'<p:cmAuthorLst {SPACES}><p:cmAuthor id="0" name="{OLD}" '
        'initials="A" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
        f"{PRESENTATION}.commentAuthors+xml",
    )
    related(main, "commentAuthors.xml", f"{OFFICE}/commentAuthors", "rId901")
    add(
        "ppt/comments/comment1.xml",
        f'<p:cmLst {SPACES}><p:cm authorId="0" idx="1"><p:pos x="1" '
        f'y="1"/><p:text>{OLD}</p:text></p:cm></p:cmLst>',
        f"{PRESENTATION}.comments+xml",
    )
    related("ppt/slides/slide1.xml", "../comments/comment1.xml", f"{OFFICE}/comments", "rId901")
    layout = "ppt/slideLayouts/slideLayout6.xml"
    related(layout, "../slides/slide3.xml", f"{OFFICE}/slide", "rId901")
    jumps = [("rId901", "ppaction://hlinksldjump"), ("", "ppaction://customshow?id=0")]
    if kind.endswith("m"):
        jumps.append(("", "ppaction://macro?name=Colours"))
        add("ppt/vbaProject.bin", f"\xd0\xcf\x11\xe0{OLD}", "application/vnd.ms-office.vbaProject")
        related(main, "vbaProject.bin", f"{MICROSOFT}/vbaProject", "rId902")
        add("ppt/vbaProjectSignature.bin", OLD, "application/vnd.ms-office.vbaProjectSignature")
        related(
            "ppt/vbaProject.bin",
            "vbaProjectSignature.bin",
            f"{MICROSOFT}/vbaProjectSignature",
            "rId1",
        )
        add(
            "customUI/customUI.xml",
            f'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/'
            f'customui" onLoad="{OLD}"/>',
            "application/xml",
        )
        related("", "customUI/customUI.xml", f"{MICROSOFT}/ui/extensibility", "rId902")
    put(layout, "</p:spTree>", "".join(JUMPS.format(n, *one) for n, one in enumerate(jumps)))
    _hang_on_the_look(files, layout, related, add, put)
    files[TYPES] = files[TYPES].replace(MAINS["pptx"], MAINS[kind])
    made = zipped({name: text.encode("latin-1") for name, text in files.items()})
    assert not dangling(made), dangling(made)
    return made


def _hang_on_the_look(files, layout, related, add, put) -> None:
    """What can hang on a layout or master besides: a workbook that is none, a video, tags, data,
    links, a program, comments, a picture's path, words on the notes master."""
    master, notes = "ppt/slideMasters/slideMaster1.xml", "ppt/notesMasters/notesMaster1.xml"
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    add("ppt/embeddings/sheet1.xlsx", OLD, sheet)
    related(layout, "../embeddings/sheet1.xlsx", f"{OFFICE}/package", "rId910")
    add("ppt/media/media1.mp4", OLD, "video/mp4")
    related(layout, "../media/media1.mp4", f"{OFFICE}/video", "rId911")
    add(
        "ppt/tags/tag1.xml",
        f'<p:tagLst {SPACES}><p:tag name="A" val="{OLD}"/></p:tagLst>',
        f"{PRESENTATION}.tags+xml",
    )
    related(master, "../tags/tag1.xml", f"{OFFICE}/tags", "rId912")
    add("customXml/item1.xml", f"<x>{OLD}</x>", "application/xml")
    related(master, "../../customXml/item1.xml", f"{OFFICE}/customXml", "rId913")
    add(
        "ppt/comments/modernComment1.xml",
        f"<x>{OLD}</x>",
        "application/vnd.ms-powerpoint.comments+xml",
    )
    related(
        layout,
        "../comments/modernComment1.xml",
        "http://schemas.microsoft.com/office/2018/10/relationships/comments",
        "rId914",
    )
    for name, target in (
        ("rId915", f"file:///C:/{OLD}/patients.xlsx"),
        ("rId916", f"https://{OLD}.org"),
    ):
        related(layout, f'{target}" TargetMode="External', f"{OFFICE}/hyperlink", name)
    frame = (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="950" name="Sheet"/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole">'
        '<p:oleObj r:id="rId910" progId="Excel.Sheet.12"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>"
    )
    program = f"ppaction://program?{OLD}.exe"
    leads = [("rId915", ""), ("rId916", ""), ("", program)]
    buttons = "".join(JUMPS.format(at, *one) for at, one in enumerate(leads, 20))
    buttons = buttons.replace("name=", f'descr="{OLD}" name=')
    put(layout, "</p:spTree>", frame + buttons)
    if notes in files:
        files[notes] = files[notes].replace("<a:t>", f"<a:t>{OLD} ")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def dangling(content: bytes) -> list[str]:
    """What in a package leads nowhere, or is led to by nothing; names of slides and shows too."""
    files = parts_of(content)
    xml = {n: etree.fromstring(c) for n, c in files.items() if n.endswith((".xml", RELS))}
    found, reached, waiting, names = [], set(), [""], {}
    while waiting:
        part = waiting.pop()
        folder, file = posixpath.split(part)
        rels = f"{folder}/_rels/{file}{RELS}".lstrip("/")
        names[part] = set()
        for one in xml.get(rels, ()):
            names[part].add(one.get("Id"))
            if one.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
            if target not in files:
                found.append(f"{rels}: {target} is missing")
            elif target not in reached:
                reached.add(target)
                waiting.append(target)
    for name in files:
        if name != TYPES and not name.endswith(RELS) and name not in reached:
            found.append(f"{name}: nothing leads to it")
        if name.endswith(RELS) and _source(name) not in {"", *reached}:
            found.append(f"{name}: of a part that is not there")
    for part in sorted(reached & set(xml)):
        for mark in xml[part].iter(etree.Element):
            for key, value in mark.attrib.items():
                if key.startswith(f"{{{OFFICE}}}") and value and value not in names[part]:
                    found.append(f"{part}: {mark.tag} names {value}")
    types = xml[TYPES]
    overrides = {e.get("PartName").lstrip("/") for e in types if e.get("PartName")}
    defaults = {e.get("Extension").lower() for e in types if e.get("Extension")}
    found += [f"{TYPES}: {name} is missing" for name in sorted(overrides - set(files))]
    for name in files:
        if name not in {TYPES, *overrides} and name.rpartition(".")[2].lower() not in defaults:
            found.append(f"{name} has no type")
    return found + _names_of_slides(xml)


def _names_of_slides(xml: dict) -> list[str]:
    """Sections and shows that name a slide or a show which the presentation does not list."""
    main = xml["ppt/presentation.xml"]
    local = [(etree.QName(mark).localname, mark) for mark in main.iter(etree.Element)]
    slides = {m.get("id") for tag, m in local if tag == "sldId" and "2010" not in m.tag}
    shows = {m.get("id") for tag, m in local if tag == "custShow"}
    found = [
        f"a section names slide {m.get('id')}"
        for tag, m in local
        if tag == "sldId" and "2010" in m.tag and m.get("id") not in slides
    ]
    for part, root in xml.items():
        for mark in root.iter(etree.Element):
            show = re.match(r"ppaction://customshow\?id=(\d+)", mark.get("action", ""))
            if show and show[1] not in shows:
                found.append(f"{part}: a button for show {show[1]}")
    return found


def _source(rels: str) -> str:
    folder, file = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(RELS))
