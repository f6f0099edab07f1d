"""The report for a terminal, a pipe or a log: the few real findings first and in full, the rest in short.

The last line is always the coverage line. Nothing is read from the environment: width and colour are given.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from string import ascii_uppercase

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from cx_audit.model import Answer, Finding, FindingKind, Position, Question, Quote, Report, Severity, Skipped, Status
from cx_audit.report.marks import Marked, excerpt, marked_quotes
from cx_audit.report.overview import counted, coverage_line, percent, worst_first
from cx_audit.report.safe import FSI, PDI, isolate, one_line, reads_right_to_left
from cx_audit.report.who import place_of, speaker

__all__ = ["render"]

_IN_FULL = (FindingKind.CONTRADICTION, FindingKind.POLICY)
_STYLES = {
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold cyan",
    Severity.INFO: "bold",
}
_MARK, _STRONG, _FAINT = "bold underline", "bold", "dim"
# Stands for a space that no line may break at: "14 days" stays together.
_GLUE = "\ue000"
_BADGE = 8
_NARROWEST, _WIDEST = 40, 140
_MOST_POSITIONS = 6
_MOST_QUOTES = 3
_MOST_IN_SHORT = 12
_MOST_SKIPS = 200


def render(report: Report, *, width: int = 100, color: bool = False, top: int = 20, show_skips: bool = False) -> str:
    """``report`` as lines of at most ``width`` columns (40 at least), the last one excepted.

    With ``color`` the words that differ are bold and underlined, else they stand in «»; ``top`` is how many
    contradictions and departures from policy are told in full (0: all); ``show_skips`` lists what was not examined.
    """
    console = Console(
        file=io.StringIO(),
        width=10_000,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        legacy_windows=False,
        _environ={},
    )
    page = _Page(
        answers={answer.id: answer for answer in report.answers},
        questions={question.id: question for question in report.questions},
        width=max(_NARROWEST, min(width, _WIDEST)),
        color=color,
        console=console,
    )
    findings = worst_first(f for f in report.findings if f.status is not Status.SUPPRESSED)
    full = [f for f in findings if f.kind in _IN_FULL and f.status is Status.NEW]
    told = full[:top] if top > 0 else full
    known = any(f.kind in _IN_FULL for f in findings)
    nothing = Text("No contradictions that are new." if known else "No contradictions.")
    lines = [line for finding in told for line in page.in_full(finding)] or [nothing, Text()]
    lines += page.untold(full[len(told) :])
    lines += page.in_short([f for f in findings if f.kind not in _IN_FULL or f.status is not Status.NEW])
    lines += page.set_aside(report)
    if show_skips:
        lines += page.alone(report)
        lines += page.skips(report.skipped)
    lines.append(Text(coverage_line(report)))
    console.print(Text("\n").join(lines), soft_wrap=True)
    file = console.file
    return file.getvalue() if isinstance(file, io.StringIO) else ""


@dataclass(frozen=True, slots=True)
class _Page:
    answers: dict[str, Answer]
    questions: dict[str, Question]
    width: int
    color: bool
    console: Console

    def in_full(self, finding: Finding) -> Iterator[Text]:
        """Severity and question, the sentence, each position with who says it, an empty line."""
        badge = Text(finding.severity.value.upper().ljust(_BADGE), _STYLES[finding.severity])
        title = self._lines(self.questions[finding.question_id].title, self.width - _BADGE, _STRONG)
        yield from _side_by_side([badge], title, _BADGE)
        body = self._lines(finding.message, self.width - _BADGE)
        body += self._lines(self._about(finding), self.width - _BADGE, _FAINT)
        yield from _indented(body, _BADGE)
        yield Text()
        quotes = marked_quotes(finding)
        for index, position in enumerate(finding.positions[:_MOST_POSITIONS]):
            yield from self._position(ascii_uppercase[index], position, quotes[index])
        more = [one_line(position.display) for position in finding.positions[_MOST_POSITIONS:]]
        if more:
            said = f"and {len(more)} more: {', '.join(isolate(display) for display in more)}"
            yield from _indented(self._own(said, self.width - _BADGE)[:2], _BADGE)
        yield Text()

    def untold(self, findings: Sequence[Finding]) -> Iterator[Text]:
        """How many more there are than were told in full."""
        if findings:
            yield from self._own(f"And {_counts(findings)} more, in full with --format html.", self.width, _STRONG)
            yield Text()

    def in_short(self, findings: Sequence[Finding]) -> Iterator[Text]:
        """Two lines for each of the first few, a count of the rest."""
        if not findings:
            return
        yield from self._own(f"Also found: {_counts(findings)}", self.width, _STRONG)
        for finding in findings[:_MOST_IN_SHORT]:
            known = "known " if finding.status is Status.BASELINE else ""
            head = Text(f"{known}{finding.kind.value} ({finding.severity.value})", _FAINT)
            title = isolate(one_line(self.questions[finding.question_id].title))
            room = self.width - 4
            yield from _indented(_balanced(self._wrapped(Text.assemble(title, "  ", head), self.width - 2)), 2)
            yield from _indented(self._quoted(Marked(one_line(finding.message)), room), 4)
        if len(findings) > _MOST_IN_SHORT:
            yield Text(f"  and {len(findings) - _MOST_IN_SHORT:,} more, all with --format html", _FAINT)
        yield Text()

    def set_aside(self, report: Report) -> Iterator[Text]:
        """How many findings are meant to be and therefore not told."""
        number = sum(finding.status is Status.SUPPRESSED for finding in report.findings)
        if number:
            yield Text(f"{number:,} suppressed finding{'' if number == 1 else 's'} not shown.")
            yield Text()

    def alone(self, report: Report) -> Iterator[Text]:
        """The questions that one speaker answers, so that there was nothing to compare."""
        told: list[tuple[str, str]] = []
        for question in report.questions:
            spoken = [self.answers[id] for id in question.answer_ids]
            voices = {
                (answer.speaker, (answer.locale or "").replace("_", "-").split("-")[0].lower()) for answer in spoken
            }
            if len(voices) < 2:
                told.append((question.title, spoken[0].speaker.replace(":", " ")))
        if not told:
            return
        yield from self._lines(f"Not compared, since one speaker alone answers: {len(told):,}", self.width, _STRONG)
        for title, who in sorted(told)[:_MOST_SKIPS]:
            yield from _indented(self._own(f"{isolate(one_line(title))} ({one_line(who)})", self.width - 2), 2)
        if len(told) > _MOST_SKIPS:
            yield from _indented(self._lines(f"and {len(told) - _MOST_SKIPS:,} more, in --format json", 38, _FAINT), 2)
        yield Text()

    def skips(self, skipped: Sequence[Skipped]) -> Iterator[Text]:
        """What was not examined and why, each on a line."""
        if not skipped:
            return
        yield Text(f"Not examined: {sum(skip.count for skip in skipped):,}", _STRONG)
        for skip in skipped[:_MOST_SKIPS]:
            parts = (isolate(one_line(part)) for part in (skip.source, skip.reason, skip.detail or "") if part)
            count = f" ({skip.count:,})" if skip.count != 1 else ""
            yield from _indented(self._own(": ".join(parts) + count, self.width - 2), 2)
        if len(skipped) > _MOST_SKIPS:
            yield Text(f"  and {len(skipped) - _MOST_SKIPS:,} more, all with --format json", _FAINT)
        yield Text()

    def _about(self, finding: Finding) -> str:
        question = self.questions[finding.question_id]
        role = (finding.role or "").replace("_", " ")
        stage = f"stage: {question.stage}" if question.stage else ""
        sure = f"{percent(finding.confidence)} sure" if finding.confidence < 1 else ""
        return " · ".join(part for part in (finding.kind.value, role, stage, sure) if part)

    def _position(self, letter: str, position: Position, quotes: Sequence[Marked]) -> Iterator[Text]:
        display = self._lines(position.display or position.value, self.width - _BADGE - 3, _STRONG)
        yield from _indented(_side_by_side([Text(letter, _STRONG)], display, 3), _BADGE)
        inner = _BADGE + 3
        left = min(32, (self.width - inner) // 3)
        chosen = _voices(position.quotes, self.answers)
        for number in chosen:
            answer = self.answers[position.quotes[number].answer_id]
            said = self._quoted(quotes[number], self.width - inner - left - 2)
            where = self._lines(place_of(answer.place), self.width - inner - left - 2, _FAINT)
            who = self._own(speaker(answer), left)
            yield from _indented(_side_by_side(who, said + where, left + 2), inner)
        rest = [q.answer_id for number, q in enumerate(position.quotes) if number not in chosen]
        if rest:
            channels = Counter(isolate(one_line(self.answers[answer_id].channel)) for answer_id in rest)
            each = ", ".join(f"{channel} {count:,}" for channel, count in sorted(channels.items()))
            yield from _indented(self._own(f"and {len(rest):,} more: {each}", self.width - inner, _FAINT), inner)

    def _quoted(self, quote: Marked, width: int) -> list[Text]:
        """About two lines of ``quote``, its marks shown, each line kept apart if it runs right to left."""
        cells = max(1, cell_len(quote.text))
        short = excerpt(quote, max(16, (2 * width - width // 4) * len(quote.text) // cells))
        shown = Text()
        for piece in short.pieces():
            if not piece.marked:
                shown.append(piece.text)
                continue
            whole = piece.text if self.color else f"«{piece.text}»"
            shown.append(whole.replace(" ", _GLUE) if len(whole) <= width // 2 else whole, _MARK)
        backwards = reads_right_to_left(quote.text)
        lines = self._wrapped(shown, width)
        for line in lines:
            line.plain = line.plain.replace(_GLUE, " ")
        return [_kept_apart(line, backwards) for line in lines]

    def _lines(self, text: str, width: int, style: str = "") -> list[Text]:
        """``text``, made harmless, in lines of ``width``."""
        clean = one_line(text)
        backwards = reads_right_to_left(clean)
        return [_kept_apart(line, backwards) for line in self._wrapped(Text(clean, style), width)] if clean else []

    def _own(self, text: str, width: int, style: str = "") -> list[Text]:
        """Our own words, with foreign ones in isolates within them, in lines of ``width``."""
        return _balanced(self._wrapped(Text(text, style), width))

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        lines = list(text.wrap(self.console, width))
        for line in lines:
            line.rstrip()
        return lines


def _voices(quotes: Sequence[Quote], answers: dict[str, Answer]) -> list[int]:
    """Which quotes to show: the first of each speaker, then others, in their own order."""
    firsts = {answers[quote.answer_id].speaker: number for number, quote in reversed(list(enumerate(quotes)))}
    ordered = sorted(firsts.values()) + [n for n in range(len(quotes)) if n not in set(firsts.values())]
    return sorted(ordered[:_MOST_QUOTES])


def _counts(findings: Iterable[Finding]) -> str:
    numbers = Counter(finding.kind for finding in findings)
    return ", ".join(counted(numbers[kind], kind) for kind in FindingKind if numbers[kind])


def _kept_apart(line: Text, backwards: bool) -> Text:
    """``line`` within bidi isolates where it needs them."""
    alone = isolate(line.plain, right_to_left=backwards)
    if alone == line.plain:
        return line
    before, after = alone.split(line.plain, 1) if line.plain else ("", "")
    return Text.assemble(before, line, after)


def _balanced(lines: Iterable[Text]) -> list[Text]:
    """``lines`` with every isolate that runs over a line's end closed there and opened again."""
    done: list[Text] = []
    depth = 0
    for line in lines:
        inner = Text.assemble(FSI * depth, line)
        depth = max(0, depth + line.plain.count(FSI) - line.plain.count(PDI))
        done.append(Text.assemble(inner, PDI * depth))
    return done


def _indented(lines: Iterable[Text], width: int) -> Iterator[Text]:
    for line in lines:
        yield Text.assemble(" " * width, line)


def _side_by_side(left: Sequence[Text], right: Sequence[Text], width: int) -> Iterator[Text]:
    """Two columns; ``width`` is that of the left one with its gap."""
    for one, other in zip_longest(left, right):
        if other is None:
            yield one
        elif one is None:
            yield Text.assemble(" " * width, other)
        else:
            yield Text.assemble(one, " " * max(0, width - one.cell_len), other)
