"""Coverage for a terminal, a pipe or a log: the most asked first, each part cut to a bound that is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from cx_audit.report.html_words import plain_name
from cx_audit.report.lines import FAINT, STRONG, Lines, indented
from cx_audit.report.overview import percent
from cx_audit.report.reach import Asked, Reach
from cx_audit.report.safe import isolate, one_line

__all__ = ["render"]

_NARROWEST, _WIDEST = 40, 140
_CHANNEL = 12
_STAGE = 26
_MOST_CHANNELS = 8


def render(told: Reach, *, width: int = 100, color: bool = False, top: int = 20) -> str:
    """What ``reach`` found, as lines of about ``width`` columns; ``top`` questions in each part (0: all)."""
    page = _Page(max(_NARROWEST, min(width, _WIDEST)), Lines(color=color), top)
    lines: list[Text] = []
    if told.unanswered is not None:
        head = f"Asked, and no answer found: {len(told.unanswered):,} ({told.unanswered_rows:,} rows of metrics)"
        lines += page.questions(head, told.unanswered)
    if told.only_reps is not None:
        lines += page.questions(f"Only reps answer: {len(told.only_reps):,}", told.only_reps)
    lines += page.heat(told)
    lines += page.alone(told)
    lines += page.segments(told)
    lines += page.unknown(told.unknown)
    lines.append(Text(_last(told)))
    return page.text.printed(lines)


def _last(told: Reach) -> str:
    total = told.heat.total.questions
    each = ", ".join(
        f"{isolate(one_line(channel))} {percent(answered / total if total else 0)}"
        for channel, answered in list(zip(told.heat.channels, told.heat.total.answered, strict=True))[:_MOST_CHANNELS]
    )
    return f"{_questions(total)}; answered by {each}."


class _Page:
    def __init__(self, width: int, text: Lines, top: int) -> None:
        self.width, self.text, self.top = width, text, top

    def _first(self, told: Sequence[Asked]) -> Sequence[Asked]:
        return told[: self.top] if self.top > 0 else told

    def questions(self, head: str, told: Sequence[Asked]) -> Iterator[Text]:
        """A heading, and a line for each question with how often it is asked."""
        yield from self.text.own(head, self.width, STRONG)
        shown = self._first(told)
        for one in shown:
            parts = (isolate(one_line(one.title)), _often(one), plain_name(one.stage).lower())
            yield from indented(self.text.own("  ".join(part for part in parts if part), self.width - 2), 2)
        if len(told) > len(shown):
            yield Text(f"  and {len(told) - len(shown):,} more, all with --format json", FAINT)
        yield Text()

    def heat(self, told: Reach) -> Iterator[Text]:
        """Share of the questions of each stage that each channel answers."""
        room = max(1, min(_MOST_CHANNELS, (self.width - _STAGE - 10) // _CHANNEL))
        names = [_cut(one_line(channel), _CHANNEL - 2) for channel in told.heat.channels[:room]]
        yield from self.text.own("Who answers what, along the journey", self.width, STRONG)
        yield Text("".join(["  ", " " * _STAGE, "questions", *(name.rjust(_CHANNEL) for name in names)]), FAINT)
        for row in (*told.heat.rows, told.heat.total):
            name = "All" if row is told.heat.total else plain_name(row.stage) or "No known stage"
            shares = (percent(n / row.questions if row.questions else 0) for n in row.answered[:room])
            cells = "".join(share.rjust(_CHANNEL) for share in shares)
            yield Text(f"  {_cut(name, _STAGE - 1).ljust(_STAGE)}{row.questions:>9,}{cells}")
        if len(told.heat.channels) > room:
            yield Text(f"  and {len(told.heat.channels) - room:,} more channels, all with --format json", FAINT)
        yield Text()

    def alone(self, told: Reach) -> Iterator[Text]:
        """The questions that one channel alone answers, by stage."""
        yield from self.text.own(f"One channel only: {_questions(len(told.alone))}", self.width, STRONG)
        for row in told.heat.rows:
            here = [one for one in told.alone if one.stage == row.stage]
            if here:
                counts = Counter(one.channels[0] for one in here).most_common()
                each = ", ".join(f"{isolate(one_line(channel))} {n:,}" for channel, n in sorted(counts))
                name = plain_name(row.stage) or "No known stage"
                said = f"{name}: {len(here):,} of {row.questions:,} ({each})"
                yield from indented(self.text.own(said, self.width - 2), 2)
        yield Text()

    def segments(self, told: Reach) -> Iterator[Text]:
        """What each segment has, and where it has nothing."""
        if not told.segments:
            return
        yield from self.text.own(f"Gaps of segments: {len(told.gaps):,}", self.width, STRONG)
        for one in told.segments:
            name = f"{one_line(one.dimension)} {isolate(one_line(one.segment))}"
            said = f"{name}: an answer of its own to {_questions(one.own)}, none at all to {one.nothing:,}"
            yield from indented(self.text.own(said, self.width - 2), 2)
        shown = told.gaps[: self.top] if self.top > 0 else told.gaps
        for gap in shown:
            said = f"{isolate(one_line(gap.question.title))}  {one_line(gap.message)}"
            yield from indented(self.text.own(said, self.width - 2), 2)
        if len(told.gaps) > len(shown):
            yield Text(f"  and {len(told.gaps) - len(shown):,} more, all with --format json", FAINT)
        yield Text()

    def unknown(self, told: Sequence[str]) -> Iterator[Text]:
        """What can't be told from what was read."""
        if told:
            yield from self.text.own("Not known", self.width, STRONG)
            for one in told:
                yield from indented(self.text.own(one, self.width - 2), 2)
            yield Text()


def _questions(number: int) -> str:
    return f"{number:,} question{'' if number == 1 else 's'}"


def _often(one: Asked) -> str:
    if one.monthly is not None:
        return f"{one.monthly:,.0f} contacts a month"
    if one.contacts:
        return f"{one.contacts:,.0f} contacts"
    return f"{one.uses:,.0f} uses" if one.uses else ""


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
