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
        cells = max(1, cell_len(quote.text))
        short = excerpt(quote, max(16, (2 * width - width // 4) * len(quote.text) // cells))
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
