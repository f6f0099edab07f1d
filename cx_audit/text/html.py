"""HTML to text, each character with its place in the markup.

A tokenizer of our own, since what is needed is one thing: where each visible character stands. Tree builders
(lxml, selectolax, html5lib) keep at most a line number, and the standard library's HTMLParser raises on some broken
input, is quadratic on other, and reads differently from one Python release to the next.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from cx_audit.text.spans import Mapped

__all__ = ["html_to_text", "looks_like_html"]

_KNOWN = (
    "p|br|div|ul|ol|li|strong|b|em|i|u|s|a|span|font|small|sup|sub|h[1-6]|table|thead|tbody|tr|td|th|img|"
    "blockquote|code|pre|hr|html|head|body|section|article|details|summary|script|style"
)
_TAG_HINT = re.compile(rf"</?(?:{_KNOWN})(?:\s{{0,20}}/?|\s+[\w:@.-]+\s{{0,20}}=[^<>]*)>|<!--", re.I)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,10};?|#[xX][0-9a-fA-F]{1,8};?|[A-Za-z][A-Za-z0-9]{0,31};?)")
# Quoted attribute values may hold ">"; where quotes never close, the tag ends at the next ">". Possessive, so linear.
_TAG = re.compile(
    r"""<(/?)([A-Za-z][\w:-]*+)(?<!:)(?=[\s/>])
        (?: (?: [^>=]++ | =\s*+ (?: "[^"]*+" | '[^']*+' )?+ ){0,200}+ > | [^>]*+ > )""",
    re.X,
)
_NEXT = re.compile(r"[<&]|\]\]>")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|li|legend|main|nav|ol|p|pre|"
    "section|summary|table|tbody|tfoot|thead|title|tr|ul"
)
_SILENT = re.compile("script|style|template|noscript|svg|head|iframe|object|select|textarea")
_RAW = frozenset({"script", "style", "iframe", "textarea"})
_CELL = " | "
_LAYS_OUT = re.compile(r"<(?:p|br|div|li|tr|h[1-6])(?=[\s/>])", re.I)


def _decode(reference: str, following: str) -> str:
    """What a character reference stands for; itself where HTML knows none by that name."""
    if reference.startswith("&#"):
        return html.unescape(reference)
    # "&copy" is the sign, the "&copy=" or "&region=" of an address is not
    if not reference.endswith(";") and following == "=":
        return reference
    return html5.get(reference[1:], reference)


def looks_like_html(text: str) -> bool:
    """Whether a text that doesn't say its markup holds HTML tags or entities that a page would use."""
    if _TAG_HINT.search(text):
        return True
    return any(m.group().endswith(";") and _decode(m.group(), "") != m.group() for m in _REFERENCE.finditer(text))


class _Reader:
    """One pass over the source; ``pieces`` are (text, start, end) for ``Mapped.join``."""

    def __init__(self, source: str, keep_lines: bool) -> None:
        self.pieces: list[tuple[str, int, int]] = []
        self._source = source
        self._last_gt = source.rfind(">")
        self._silent: list[str] = []
        self._keep_lines = keep_lines
        self._pre = 0
        self._cdata = 0
        self._plain_cell = False
        self._cell: int | None = None

    def read(self) -> None:
        source = self._source
        at = 0
        while match := _NEXT.search(source, at):
            self._text(at, match.start())
            at = self._special(match.group(), match.start())
        self._text(at, len(source))

    def _text(self, start: int, end: int) -> None:
        text = self._source[start:end]
        self._emit(text if self._keep_lines or self._pre else text.replace("\n", " "), start, end)

    def _emit(self, text: str, start: int, end: int) -> None:
        if text and not self._silent:
            self.pieces.append((text, start, end))

    def _special(self, mark: str, start: int) -> int:
        if mark == "&":
            return self._reference(start)
        if mark == "<":
            return self._markup(start)
        if not self._cdata:
            self._emit(mark, start, start + 3)
        self._cdata = max(0, self._cdata - 1)
        return start + 3

    def _reference(self, start: int) -> int:
        match = _REFERENCE.match(self._source, start)
        if match is None:
            self._emit("&", start, start + 1)
            return start + 1
        self._emit(_decode(match.group(), self._source[match.end() : match.end() + 1]), *match.span())
        return match.end()

    def _markup(self, start: int) -> int:
        """Read what begins with "<"; returns where the text goes on."""
        source = self._source
        if source.startswith("<!--", start):
            end = source.find("-->", start + 2)
            return len(source) if end < 0 else end + 3
        if source.startswith("<![CDATA[", start):  # exports wrap content in it: read on inside
            self._cdata += 1
            return start + 9
        if start < self._last_gt:
            if source[start + 1 : start + 2] in ("!", "?"):
                return source.find(">", start) + 1
            if match := _TAG.match(source, start):
                return self._tag(match)
        self._emit("<", start, start + 1)
        return start + 1

    def _tag(self, match: re.Match[str]) -> int:
        start, end = match.span()
        name = match.group(2).lower()
        closing = bool(match.group(1))
        if _SILENT.fullmatch(name):
            if closing:
                self._leave(name)
            elif not match.group().endswith("/>"):
                self._silent.append(name)
                if name in _RAW:
                    return self._raw_end(name, end)
        elif name == "body":
            self._silent.clear()  # "</head>" may be left out
        self._layout(name, closing, start, end)
        return end

    def _leave(self, name: str) -> None:
        if name in self._silent:
            while self._silent.pop() != name:
                pass

    def _raw_end(self, name: str, at: int) -> int:
        found = re.compile(f"</{name}(?=[\\s/>])", re.I).search(self._source, at)
        return found.start() if found else len(self._source)

    def _layout(self, name: str, closing: bool, start: int, end: int) -> None:
        if name in ("td", "th"):
            if not closing:
                self._cell = len(self.pieces) if self._plain_cell and not self._silent else None
                self._emit(_CELL if self._plain_cell else "\n", start, end)
                self._plain_cell = True
        elif _BLOCK.fullmatch(name):
            if name != "br":
                self._undo_cell()
            if name == "pre":
                self._pre = max(0, self._pre - 1) if closing else self._pre + 1
            self._plain_cell = False
            self._emit("\n", start, end)
        elif name in ("attribute", "placeholder") and not closing:
            self._emit("…", start, end)
        elif name in ("sup", "sub") and self._between_digits(end):
            # a footnote mark or a price's cents: "30<sup>1</sup>" isn't 301, nor "4<sup>95</sup>" 495
            self._emit(" ", start, end)

    def _between_digits(self, end: int) -> bool:
        return bool(self.pieces) and self.pieces[-1][0][-1:].isdigit() and self._source[end : end + 1].isdigit()

    def _undo_cell(self) -> None:
        """A cell that opens with a paragraph is layout, not data: it starts a line."""
        if self._cell is not None and all(text.isspace() for text, _, _ in self.pieces[self._cell + 1 :]):
            _, start, end = self.pieces[self._cell]
            self.pieces[self._cell] = ("\n", start, end)
        self._cell = None


def html_to_text(source: str, *, keep_lines: bool = False) -> Mapped:
    """The visible text of an HTML fragment.

    A line end of the source is a space, unless ``keep_lines`` or nothing else in the source makes lines.
    Block elements become line breaks and the cells of a table row " | "; scripts, styles, templates and comments
    nothing. Never raises, whatever the input.
    """
    reader = _Reader(source, keep_lines or not _LAYS_OUT.search(source))
    reader.read()
    return Mapped.join(reader.pieces)
