"""Lines of a fixed width for a terminal, a pipe or a log, whatever script their text is in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cx_audit.report.marks import Marked, excerpt
from cx_audit.report.safe import FSI, PDI, isolate, one_line, reads_right_to_left

__all__ = ["FAINT", "MARK", "STRONG", "Lines", "balanced", "indented", "kept_apart", "side_by_side"]

MARK, STRONG, FAINT = "bold underline", "bold", "dim"
# Stands for a space that no line may break at: "14 days" stays together.
_GLUE = "\ue000"
_POINT = " · "
# What a line of its own is too much for, as a share of the width; and how much shorter a text is tried.
_ORPHAN = 0.15
_SHORTER = (0.92, 0.84, 0.76)


class Lines:
    """Breaks text into lines; with ``color``, marks are styles, else signs."""

    def __init__(self, *, color: bool) -> None:
        self.color = color
        self._console = Console(
            file=io.StringIO(),
            width=10_000,
            color_system="standard" if color else None,
            force_terminal=color,
            no_color=not color,
            legacy_windows=False,
            _environ={},
        )

    def printed(self, lines: Iterable[Text]) -> str:
        """``lines`` as the text that the terminal is given; once."""
        self._console.print(Text("\n").join(lines), soft_wrap=True)
        file = self._console.file
        return file.getvalue() if isinstance(file, io.StringIO) else ""

    def quoted(self, quote: Marked, width: int) -> list[Text]:
        """About two lines of ``quote``, its marks shown, each line kept apart if it runs right to left."""
        room = max(16, (2 * width - width // 4) * len(quote.text) // max(1, cell_len(quote.text)))
        lines = self._excerpted(quote, room, width)
        for shorter in _SHORTER:
            if not _has_orphan(lines, width):
                break
            less = max(16, int(room * shorter))
            if less >= len(quote.text):  # all of it stays: only the break moves
                lines = self._excerpted(quote, room, max(1, int(width * shorter)))
            else:
                lines = self._excerpted(quote, less, width)
        return lines

    def _excerpted(self, quote: Marked, room: int, width: int) -> list[Text]:
        short = excerpt(quote, room)
        shown = Text()
        for piece in short.pieces():
            if not piece.marked:
                shown.append(piece.text)
                continue
            whole = piece.text if self.color else f"«{piece.text}»"
            shown.append(whole.replace(" ", _GLUE) if len(whole) <= width // 2 else whole, MARK)
        return self.foreign(shown, width)

    def foreign(self, text: Text, width: int) -> list[Text]:
        """Harmless words of others in lines of ``width``, each kept apart if they run right to left."""
        backwards = reads_right_to_left(text.plain)
        lines = self.wrapped(text, width)
        for line in lines:
            line.plain = line.plain.replace(_GLUE, " ")
        return [kept_apart(line, backwards) for line in lines]

    def even(self, text: str, width: int) -> list[Text]:
        """``lines``, but no last one that holds a stray word: the break goes where it leaves two."""
        lines = self.lines(text, width)
        for shorter in _SHORTER:
            if not _has_orphan(lines, width):
                break
            tried = self.lines(text, max(1, int(width * shorter)))
            if len(tried) > len(lines):
                break
            lines = tried
        return lines

    def parts(self, parts: Iterable[str], width: int, style: str = "") -> list[Text]:
        """``parts`` with a point between them, broken there and not within, where that is possible."""
        return self._packed([one_line(part) for part in parts if part], _POINT, width, style)

    def path(self, path: str, width: int, style: str = "") -> list[Text]:
        """A path or an address, broken after a slash, where that is possible."""
        clean = one_line(path)
        if cell_len(clean) <= width:
            return self.lines(clean, width, style)
        pieces = clean.split("/")
        return self._packed([*(f"{piece}/" for piece in pieces[:-1]), pieces[-1]], "", width, style)

    def _packed(self, parts: Sequence[str], joint: str, width: int, style: str) -> list[Text]:
        rows: list[str] = []
        for part in parts:
            if rows and cell_len(rows[-1]) + cell_len(joint) + cell_len(part) <= width:
                rows[-1] += joint + part
            else:
                rows.append(part)
        return [line for row in rows for line in self.lines(row, width, style)]

    def lines(self, text: str, width: int, style: str = "") -> list[Text]:
        """``text``, made harmless, in lines of ``width``."""
        clean = one_line(text)
        return self.foreign(Text(clean, style), width) if clean else []

    def own(self, text: str, width: int, style: str = "") -> list[Text]:
        """Our own words, with foreign ones in isolates within them, in lines of ``width``."""
        return balanced(self.wrapped(Text(text, style), width))

    def wrapped(self, text: Text, width: int) -> list[Text]:
        """``text`` in lines of ``width``."""
        lines = list(text.wrap(self._console, width))
        for line in lines:
            line.rstrip()
        return lines


def _has_orphan(lines: Sequence[Text], width: int) -> bool:
    return len(lines) > 1 and lines[-1].cell_len <= _ORPHAN * width


def kept_apart(line: Text, backwards: bool) -> Text:
    """``line`` within bidi isolates where it needs them."""
    alone = isolate(line.plain, right_to_left=backwards)
    if alone == line.plain:
        return line
    before, after = alone.split(line.plain, 1) if line.plain else ("", "")
    return Text.assemble(before, line, after)


def balanced(lines: Iterable[Text]) -> list[Text]:
    """``lines`` with every isolate that runs over a line's end closed there and opened again."""
    done: list[Text] = []
    depth = 0
    for line in lines:
        inner = Text.assemble(FSI * depth, line)
        depth = max(0, depth + line.plain.count(FSI) - line.plain.count(PDI))
        done.append(Text.assemble(inner, PDI * depth))
    return done


def indented(lines: Iterable[Text], width: int) -> Iterator[Text]:
    """``lines`` moved to the right."""
    for line in lines:
        yield Text.assemble(" " * width, line)


def side_by_side(left: Sequence[Text], right: Sequence[Text], width: int) -> Iterator[Text]:
    """Two columns; ``width`` is that of the left one with its gap."""
    for one, other in zip_longest(left, right):
        if other is None:
            yield one
        elif one is None:
            yield Text.assemble(" " * width, other)
        else:
            yield Text.assemble(one, " " * max(0, width - one.cell_len), other)
