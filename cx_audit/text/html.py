"""HTML to text, each character with its place in the markup.

The standard library's tokenizer is used because it alone tells where in the source each token stands;
tree builders (lxml, selectolax) keep at most a line number.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from cx_audit.text.spans import Mapped

__all__ = ["html_to_text", "looks_like_html"]

_TAG = re.compile(r"</?(?:p|br|div|ul|ol|li|strong|b|em|i|u|a|span|h[1-6]|table|tr|td|th|img|blockquote|code|hr)\b[^>]*>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_BLOCK = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_SILENT = frozenset("script style template noscript svg head iframe object".split())


def looks_like_html(text: str) -> bool:
    """Whether a text that doesn't say its markup holds HTML tags or entities that a page would use."""
    return bool(_TAG.search(text)) or bool(_ENTITY.search(text))


class _Reader(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[tuple[str, int, int]] = []
        self._source = source
        self._lines = [0]
        for match in re.finditer("\n", source):
            self._lines.append(match.end())
        self._silent = 0

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _break(self, tag: str, start: int, end: int) -> None:
        if tag in _BLOCK and not self._silent:
            self.pieces.append(("\n", start, end))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at()
        self._break(tag, start, start + len(self.get_starttag_text() or ""))
        if tag in _SILENT:
            self._silent += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._at()
        self._break(tag, start, start + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        start = self._at()
        end = self._source.find(">", start) + 1 or len(self._source)
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        self._break(tag, start, end)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            start = self._at()
            self.pieces.append((data, start, start + len(data)))

    def _reference(self, source: str) -> None:
        if self._silent:
            return
        start = self._at()
        end = start + len(source)
        if not self._source.startswith(";", end):  # the parser also reports "&copy" without its semicolon
            self.pieces.append((html.unescape(source), start, end))
        else:
            self.pieces.append((html.unescape(source + ";"), start, end + 1))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")


def html_to_text(source: str) -> Mapped:
    """The visible text of an HTML fragment; block elements become line breaks, scripts and styles nothing."""
    reader = _Reader(source)
    reader.feed(source)
    reader.close()
    return Mapped.join(reader.pieces)
