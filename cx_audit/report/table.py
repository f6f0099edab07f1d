"""The report for a terminal, a pipe or a log: the few real findings first and in full, the rest in short.

The last line is always the coverage line. Nothing is read from the environment: width and colour are given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from rich.text import Text

from cx_audit.model import Answer, Finding, FindingKind, Position, Question, Quote, Report, Severity, Skipped, Status
from cx_audit.report.impact import impact_parts
from cx_audit.report.lines import FAINT, STRONG, Lines, balanced, indented, side_by_side
from cx_audit.report.marks import Marked, marked_quotes
from cx_audit.report.overview import counted, coverage_line, percent, worst_first
from cx_audit.report.safe import FSI, isolate, one_line
from cx_audit.report.stands import stand_words
from cx_audit.report.who import place_of, speaker
from cx_audit.report.who_is_told import matrix_rows

__all__ = ["render"]

_IN_FULL = (FindingKind.CONTRADICTION, FindingKind.POLICY)
_STYLES = {
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "bold yellow",
    Severity.LOW: "bold cyan",
    Severity.INFO: "bold",
}
_BADGE = 8
_INNER = _BADGE + 3
_GAP = 3
_AGAIN = "the same question"
_MOST_FIGURES = 3
_NARROWEST, _WIDE, _WIDEST = 40, 100, 140
_MOST_POSITIONS = 6
_MOST_QUOTES = 3
_MOST_IN_SHORT = 12
_MOST_SKIPS = 200


def render(report: Report, *, width: int = 100, color: bool = False, top: int = 20, show_skips: bool = False) -> str:
    """``report`` as lines of at most ``width`` columns (40 at least), the last one excepted.

    With ``color`` the words that differ are bold and underlined, else they stand in «»; ``top`` is how many
    contradictions and departures from policy are told in full (0: all); ``show_skips`` lists what was not examined.
    """
    page = _Page(
        answers={answer.id: answer for answer in report.answers},
        questions={question.id: question for question in report.questions},
        width=max(_NARROWEST, min(width, _WIDEST)),
        text=Lines(color=color),
    )
    findings = worst_first(f for f in report.findings if f.status is not Status.SUPPRESSED)
    full = [f for f in findings if f.kind in _IN_FULL and f.status is Status.NEW]
    told = _together(full[:top] if top > 0 else full)
    known = any(f.kind in _IN_FULL for f in findings)
    nothing = Text("No contradictions that are new." if known else "No contradictions.")
    lines = [line for n, one in enumerate(told) for line in page.in_full(one, told[n - 1] if n else None)]
    lines = lines or [nothing, Text()]
    lines += page.untold(full[len(told) :])
    lines += page.ranked(told, report)
    lines += page.in_short([f for f in findings if f.kind not in _IN_FULL or f.status is not Status.NEW])
    lines += page.set_aside(report)
    if show_skips:
        lines += page.alone(report)
        lines += page.segments(report)
        lines += page.unspoken(report)
        lines += page.metrics(report)
        lines += page.skips(report.skipped)
    else:
        lines += page.skip_count(sum(skip.count for skip in report.skipped))
    lines.append(Text(coverage_line(report)))
    return page.text.printed(lines)


@dataclass(frozen=True, slots=True)
class _Page:
    answers: dict[str, Answer]
    questions: dict[str, Question]
    width: int
    text: Lines

    def in_full(self, finding: Finding, before: Finding | None = None) -> Iterator[Text]:
        """Severity and question, the sentence, each position with who says it, an empty line.

        What was said of the question in the finding ``before`` is not said again.
        """
        again = before is not None and before.question_id == finding.question_id
        badge = Text(finding.severity.value.upper().ljust(_BADGE), _STYLES[finding.severity])
        title = self.text.lines(self.questions[finding.question_id].title, self.width - _BADGE, STRONG)
        yield from side_by_side([badge], [Text(_AGAIN, FAINT)] if again else title, _BADGE)
        body = self.text.even(finding.message, self.width - _BADGE)
        if not again:
            touches = (f"{name} {figure}" for name, figure in impact_parts(finding)[:_MOST_FIGURES])
            body += self.text.parts(touches, self.width - _BADGE)
        body += self.text.parts(self._about(finding), self.width - _BADGE, FAINT)
        yield from indented(body, _BADGE)
        yield Text()
        quotes = marked_quotes(finding)
        left = self._voice_width(finding)
        for index, position in enumerate(finding.positions[:_MOST_POSITIONS]):
            stand = stand_words(finding, position)
            yield from self._position(ascii_uppercase[index], position, quotes[index], stand, left)
        more = [one_line(position.display) for position in finding.positions[_MOST_POSITIONS:]]
        if more:
            said = f"and {len(more)} more: {', '.join(isolate(display) for display in more)}"
            yield from indented(self.text.own(said, self.width - _BADGE)[:2], _BADGE)
        yield Text()

    def ranked(self, told: Sequence[Finding], report: Report) -> Iterator[Text]:
        """Why a low finding may stand above a high one, and what is asked in vain; nothing without metrics."""
        if any("rank" in finding.impact for finding in told):
            asked = len(report.metrics.get("unmatched", ()))
            what = "question that customers ask matches" if asked == 1 else "questions that customers ask match"
            lost = f"; {asked:,} {what} no answer (see --show-skips)" if asked else ""
            said = f"Ranked by how often each is asked, times severity{lost}."
            yield from self.text.own(said, self.width, FAINT)
            yield Text()

    def untold(self, findings: Sequence[Finding]) -> Iterator[Text]:
        """How many more there are than were told in full."""
        if findings:
            yield from self.text.own(f"And {_counts(findings)} more, in full with --format html.", self.width, STRONG)
            yield Text()

    def in_short(self, findings: Sequence[Finding]) -> Iterator[Text]:
        """Two lines for each of the first few, a count of the rest."""
        if not findings:
            return
        yield from self.text.own(f"Also found: {_counts(findings)}", self.width, STRONG)
        heads = {head: n for n, head in enumerate(dict.fromkeys(map(_head, findings)))}
        shown = sorted(findings, key=lambda finding: heads[_head(finding)])[:_MOST_IN_SHORT]
        several = Counter(map(_head, shown))
        for number, finding in enumerate(shown):
            alike = number > 0 and _head(shown[number - 1]) == _head(finding)
            known = "known " if finding.status is Status.BASELINE else ""
            head = Text(f"{known}{finding.kind.value} ({finding.severity.value})", FAINT)
            title = isolate(one_line(self.questions[finding.question_id].title))
            room = self.width - 4
            if not alike:
                yield from indented(balanced(self.text.wrapped(Text.assemble(title, "  ", head), self.width - 2)), 2)
            said = self.text.quoted(Marked(one_line(finding.message)), room - 2)
            yield from indented(side_by_side([Text("-")], said, 2) if several[_head(finding)] > 1 else said, 4)
        if len(findings) > _MOST_IN_SHORT:
            yield Text(f"  and {len(findings) - _MOST_IN_SHORT:,} more, all with --format html", FAINT)
        yield Text()

    def set_aside(self, report: Report) -> Iterator[Text]:
        """How many findings are meant to be and therefore not told."""
        number = sum(finding.status is Status.SUPPRESSED for finding in report.findings)
        if number:
            yield Text(f"{number:,} suppressed finding{'' if number == 1 else 's'} not shown.")
            yield Text()

    def skip_count(self, number: int) -> Iterator[Text]:
        """That something was left out, where it isn't listed."""
        if number:
            told = f"{number:,} record{'' if number == 1 else 's'} or file{'' if number == 1 else 's'} not examined"
            yield from self.text.own(f"{told}; --show-skips names {'it' if number == 1 else 'them'}.", self.width)
            yield Text()

    def alone(self, report: Report) -> Iterator[Text]:
        """The questions that one speaker answers, so that there was nothing to compare."""
        told: list[tuple[str, str]] = []
        for question in report.questions:
            spoken = [self.answers[id] for id in question.answer_ids]
            voices = {
                (answer.telling, (answer.locale or "").replace("_", "-").split("-")[0].lower()) for answer in spoken
            }
            if len(voices) < 2:
                told.append((question.title, spoken[0].speaker.replace(":", " ")))
        if not told:
            return
        yield from self.text.lines(f"Not compared, since one speaker alone answers: {len(told):,}", self.width, STRONG)
        for title, who in sorted(told)[:_MOST_SKIPS]:
            yield from indented(self.text.own(f"{isolate(one_line(title))} ({one_line(who)})", self.width - 2), 2)
        if len(told) > _MOST_SKIPS:
            yield from indented(
                self.text.lines(f"and {len(told) - _MOST_SKIPS:,} more, in --format json", 38, FAINT), 2
            )
        yield Text()

    def segments(self, report: Report) -> Iterator[Text]:
        """Who is told what, where that differs between segments."""
        rows = [row for row in matrix_rows(report) if row.differs]
        if not rows:
            return
        yield from self.text.own(f"Told differently by segment: {len(rows):,}", self.width, STRONG)
        for row in rows[:_MOST_SKIPS]:
            yield from indented(self.text.own(isolate(one_line(row.title)), self.width - 2), 2)
            cells = "; ".join(f"{isolate(one_line(c.segment))}: {isolate(one_line(c.words))}" for c in row.cells)
            yield from indented(self.text.own(f"{one_line(row.dimension)}: {cells}", self.width - 4), 4)
        if len(rows) > _MOST_SKIPS:
            yield Text(f"  and {len(rows) - _MOST_SKIPS:,} more, all with --format json", FAINT)
        yield Text()

    def unspoken(self, report: Report) -> Iterator[Text]:
        """The lines of the policy that no answer speaks of."""
        held = report.settings.get("policy")
        found = held.get("not_found") if isinstance(held, Mapping) else None
        names = [one_line(str(name)) for name in found] if isinstance(found, list | tuple) else []
        if names:
            yield Text(f"Policy lines not found in any answer: {len(names):,}", STRONG)
            yield from indented(self.text.own(", ".join(map(isolate, names[:_MOST_SKIPS])), self.width - 2), 2)
            yield Text()

    def metrics(self, report: Report) -> Iterator[Text]:
        """The tables of metrics, and the rows of most contacts that no question took."""
        tables, lost = report.metrics.get("tables", ()), report.metrics.get("unmatched", ())
        for table in tables:
            count = table.get("months")
            months = f", {count} month{'' if count == 1 else 's'}" if count else ""
            said = f"Metrics of {one_line(str(table['path']))}: {table['matched']:,} of {table['rows']:,} rows{months}"
            yield from self.text.own(said, self.width, STRONG)
        for row in lost[:_MOST_SKIPS]:
            said = f"{one_line(str(row['said']))}: {row['how']}, {row['contacts']:,.0f} contacts"
            yield from indented(self.text.lines(said, self.width - 2), 2)
        if tables:
            yield Text()

    def skips(self, skipped: Sequence[Skipped]) -> Iterator[Text]:
        """What was not examined and why, each on a line."""
        if not skipped:
            return
        yield Text(f"Not examined: {sum(skip.count for skip in skipped):,}", STRONG)
        for skip in skipped[:_MOST_SKIPS]:
            parts = (isolate(one_line(part)) for part in _told(skip))
            count = f" ({skip.count:,})" if skip.count > 1 else ""
            yield from indented(self.text.own(": ".join(parts) + count, self.width - 2), 2)
        if len(skipped) > _MOST_SKIPS:
            yield Text(f"  and {len(skipped) - _MOST_SKIPS:,} more, all with --format json", FAINT)
        yield Text()

    def _about(self, finding: Finding) -> Iterator[str]:
        question = self.questions[finding.question_id]
        role = (finding.role or "").replace("_", " ")
        stage = f"stage: {question.stage.replace('_', ' ')}" if question.stage else ""
        sure = f"{percent(finding.confidence)} sure" if finding.confidence < 1 else ""
        yield from (part for part in (finding.kind.value, role, stage, sure, finding.id) if part)

    def _voice_width(self, finding: Finding) -> int:
        """The columns that those who speak need: no more than a third."""
        shown = finding.positions[:_MOST_POSITIONS]
        spoken = {p.quotes[number].answer_id for p in shown for number in _voices(p.quotes, self.answers)}
        widest = max((Text(speaker(self.answers[id])).cell_len for id in spoken), default=0)
        return max(1, min(widest, 32, (self.width - _INNER) // 3))

    def _position(
        self, letter: str, position: Position, quotes: Sequence[Marked], stand: str, left: int
    ) -> Iterator[Text]:
        display = self.text.lines(position.display or position.value, self.width - _INNER, STRONG)
        if stand and len(display) == 1 and display[0].cell_len + len(stand) + 3 <= self.width - _INNER:
            display = [Text.assemble(display[0], (f" · {stand}", FAINT))]
        elif stand:
            display += self.text.own(stand, self.width - _INNER, FAINT)
        yield from indented(side_by_side([Text(letter, STRONG)], display, 3), _BADGE)
        inner, room = _INNER, self.width - _INNER - left - 2
        chosen = _voices(position.quotes, self.answers)
        for number in chosen:
            answer = self.answers[position.quotes[number].answer_id]
            said = self.text.quoted(quotes[number], room)
            where = self.text.path(place_of(answer.place), room, FAINT)
            who = self.text.own(speaker(answer), left)
            yield from indented(
                side_by_side(who, _on_one_line(said, where, room if self.width >= _WIDE else 0), left + 2), inner
            )
        rest = [q.answer_id for number, q in enumerate(position.quotes) if number not in chosen]
        if rest:
            channels = Counter(isolate(one_line(self.answers[answer_id].channel)) for answer_id in rest)
            each = ", ".join(f"{channel} {count:,}" for channel, count in sorted(channels.items()))
            yield from indented(self.text.own(f"and {len(rest):,} more: {each}", self.width - inner, FAINT), inner)


def _told(skip: Skipped) -> tuple[str, ...]:
    """What was skipped and why; a detail that names the file itself stands in its place."""
    if skip.detail and skip.detail.startswith(skip.source):
        return skip.detail, skip.reason
    return tuple(part for part in (skip.source, skip.reason, skip.detail or "") if part)


def _together(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one question after the first of them; else in their order."""
    first: dict[str, int] = {}
    for finding in findings:
        first.setdefault(finding.question_id, len(first))
    return sorted(findings, key=lambda finding: first[finding.question_id])


def _head(finding: Finding) -> tuple[str, FindingKind, Severity, Status]:
    return finding.question_id, finding.kind, finding.severity, finding.status


def _on_one_line(said: list[Text], where: list[Text], room: int) -> list[Text]:
    """The place at the end of the quote's last line, where there is room; not beside what runs right to left."""
    if not said or len(where) != 1 or FSI in said[-1].plain:
        return said + where
    gap = room - said[-1].cell_len - where[0].cell_len
    return [*said[:-1], Text.assemble(said[-1], " " * gap, where[0])] if gap >= _GAP else said + where


def _voices(quotes: Sequence[Quote], answers: dict[str, Answer]) -> list[int]:
    """Which quotes to show: the first of each speaker, then others, in their own order."""
    firsts = {answers[quote.answer_id].speaker: number for number, quote in reversed(list(enumerate(quotes)))}
    ordered = sorted(firsts.values()) + [n for n in range(len(quotes)) if n not in set(firsts.values())]
    return sorted(ordered[:_MOST_QUOTES])


def _counts(findings: Iterable[Finding]) -> str:
    numbers = Counter(finding.kind for finding in findings)
    return ", ".join(counted(numbers[kind], kind) for kind in FindingKind if numbers[kind])
