"""Word documents (DOCX): headings and the text below them, questions, and tables of questions and answers.

Read with lxml, which is here anyway: python-docx (MIT) would bring headings and tables too, but leaves out text that
was inserted with tracked changes or stands in content controls, and opens every part of the file.
Format: ECMA-376, WordprocessingML.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO

from lxml import etree

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.sources.archive import check_archive
from cx_audit.sources.columns import field_names, has_answers
from cx_audit.sources.documents import Document, told
from cx_audit.sources.files import Limits
from cx_audit.sources.files import told as told_file
from cx_audit.sources.ids import squeeze
from cx_audit.sources.interface import CERTAIN, Item
from cx_audit.sources.outline import Line

__all__ = ["Word"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY, _STYLES, _CORE = "word/document.xml", "word/styles.xml", "docProps/core.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DCTERMS = "{http://purl.org/dc/terms/}"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText"})
_MAX_BASES = 20


class Word:
    """Paragraphs as they read with all tracked changes accepted. Headers, footers, notes and comments are left out."""

    name = "docx"
    default_channel: str | None = "knowledge"

    def detect(self, item: Item) -> float:
        """By a zip that holds the body of a document."""
        if not item.file.head.startswith(b"PK\x03\x04"):
            return 0.0
        try:
            with item.file.opener() as stream, zipfile.ZipFile(stream) as archive:
                return CERTAIN if _BODY in archive.NameToInfo else 0.0
        except (zipfile.BadZipFile, OSError):
            return 0.0

    def read(self, item: Item) -> Iterator[Answer | Skipped]:
        """The answers in the order of the document, then those of its tables."""
        with told_file(item.path), item.file.opener() as stream:
            document = _document(stream, item.path, item.limits)
        yield from told(item, document, "paragraph")


def _document(stream: IO[bytes], path: str, limits: Limits) -> Document:
    with zipfile.ZipFile(stream) as archive:
        check_archive(archive.infolist(), path, limits)
        if _BODY not in archive.NameToInfo:
            raise SourceError("not a Word document", path=path, remedy="save it again as .docx")
        core = _parse(archive, _CORE, path)
        levels = _levels(_parse(archive, _STYLES, path))
        body = _parse(archive, _BODY, path)
    document = Document(updated=None if core is None else core.findtext(f"{_DCTERMS}modified"))
    root = None if body is None else body.find(f"{_W}body")
    if root is None:
        raise SourceError("a Word document without a body", path=path, remedy="save it again as .docx")
    for number, block in enumerate(_blocks(root), 1):
        if block.tag == f"{_W}tbl":
            _table(block, number, document)
        else:
            document.lines.append(_line(block, number, levels))
    first = next((line for line in document.lines if line.text.strip()), None)
    if first is not None and first.level == 1:
        document.title = squeeze(first.text)
    elif core is not None:
        document.title = squeeze(core.findtext(f"{_DC}title") or "")
    return document


def _parse(archive: zipfile.ZipFile, name: str, path: str) -> etree._Element | None:
    if name not in archive.NameToInfo:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(archive.read(name), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"a broken Word document: {error}", path=path, remedy="save it again as .docx") from error


def _levels(styles: etree._Element | None) -> dict[str, int]:
    """The outline level (from 1) of each style that has one, by itself or by what it is based on; "Title" is 1."""
    if styles is None:
        return {}
    own: dict[str, int] = {}
    bases: dict[str, str] = {}
    for style in styles.iterfind(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        named, level = style.find(f"{_W}name"), style.find(f"{_W}pPr/{_W}outlineLvl")
        base = style.find(f"{_W}basedOn")
        bases[name] = base.get(f"{_W}val", "") if base is not None else ""
        if named is not None and named.get(f"{_W}val", "").lower() == "title":
            own[name] = 1
        elif level is not None and (value := _level(level)):
            own[name] = value
    found = {}
    for name in bases:
        at = name
        for _ in range(_MAX_BASES):
            if at in own or at not in bases:
                break
            at = bases[at]
        if at in own:
            found[name] = own[at]
    return found


def _level(element: etree._Element) -> int:
    said = element.get(f"{_W}val", "")
    return int(said) + 1 if said in ("0", "1", "2", "3", "4", "5") else 0


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables, in content controls and custom XML too."""
    for child in parent.iterchildren(tag=etree.Element):
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag not in _GONE:
            yield from _blocks(child)


def _line(paragraph: etree._Element, number: int, levels: dict[str, int]) -> Line:
    style, outline = paragraph.find(f"{_W}pPr/{_W}pStyle"), paragraph.find(f"{_W}pPr/{_W}outlineLvl")
    level = levels.get(style.get(f"{_W}val", ""), 0) if style is not None else 0
    runs = [run for run in paragraph.iter(f"{_W}r") if _text(run).strip()]
    bold = bool(runs) and all(_is_bold(run) for run in runs)
    return Line(_text(paragraph), number, level or (_level(outline) if outline is not None else 0), bold)


def _is_bold(run: etree._Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "off")


def _text(element: etree._Element) -> str:
    """The text of a paragraph or run, without what was deleted."""
    return "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    if element.tag in _GONE:
        return
    if element.tag == f"{_W}t":
        yield element.text or ""
    elif element.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        above = element.getparent()
        if above is not None and above.tag == f"{_W}r":
            yield {"tab": "\t", "noBreakHyphen": "-"}.get(str(element.tag)[len(_W) :], "\n")
    else:
        for child in element.iterchildren(tag=etree.Element):
            yield from _texts(child)


def _table(table: etree._Element, number: int, document: Document) -> None:
    """Rows of a table of two columns or with a header that names question and answer; else its text, row by row."""
    rows = [
        [_cell(cell) for cell in row.iterfind(f"{_W}tc")]
        for row in table.iterchildren(f"{_W}tr")
        if row.find(f"{_W}trPr/{_W}del") is None
    ]
    rows = [row for row in rows if any(row)]
    if len(rows) > 1 and has_answers(rows[0]):
        names = [name.casefold() for name in rows[0]]
        held = field_names(rows[0])
        question, answer = names.index(held["question"].casefold()), names.index(held["answer"].casefold())
        document.pairs += [(row[question], row[answer], number) for row in rows[1:] if len(row) > max(question, answer)]
        return
    asked = [row for row in rows if len(row) == 2 and row[0].rstrip().endswith(("?", "؟", "？"))]
    if asked and len(asked) * 2 > len(rows):
        document.pairs += [(row[0], row[1], number) for row in asked]
        rows = [row for row in rows if row not in asked]
    document.lines += [Line(" | ".join(filter(None, row)), number, alone=False) for row in rows]


def _cell(cell: etree._Element) -> str:
    return "\n".join(text for text in (_text(block).strip() for block in _blocks(cell)) if text)
