"""The trail of a finding for a terminal or a pipe: from the answers to the verdict, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from cx_audit.compare.trail import Compared, Said, Told, Trail
from cx_audit.model import Answer
from cx_audit.report.lines import FAINT, STRONG, Lines, indented, side_by_side
from cx_audit.report.marks import tidy
from cx_audit.report.overview import percent
from cx_audit.report.safe import isolate, one_line
from cx_audit.report.stands import told_lines
from cx_audit.report.trail_answers import marked_lines
from cx_audit.report.trail_pairs import became, because, read_as
from cx_audit.report.who import place_of, speaker

__all__ = ["render"]

_NARROWEST, _WIDEST = 40, 140
_LABEL = 14
_MOST_ANSWERS = 12
_MOST_IN_FULL = 2
_MOST_IN_SHORT = 12


def render(trail: Trail, *, width: int = 80, color: bool = False) -> str:
    """``trail`` in lines of at most ``width`` columns (40 at least).

    With ``color`` a quoted sentence is bold and the value in it underlined; else they stand in [] and «». Long lists
    are cut short; the JSON form holds them whole.
    """
    page = _Page(
        {told.answer.id: told.answer for told in trail.answers},
        {told.answer.id: number for number, told in enumerate(trail.answers, 1)},
        max(_NARROWEST, min(width, _WIDEST)),
        Lines(color=color),
    )
    parts = [
        page.head(trail),
        page.section("One question", page.sentences(trail.together)),
        page.section("Who is right", page.sentences(told_lines(trail.finding))),
        page.section("Answers", page.answers_told(trail.answers)),
        page.section("Set side by side", page.compared(trail.compared)),
        page.section("Seen, and not told here", page.considered(trail.considered)),
        page.section("With nothing to compare", page.unpaired(trail.unpaired)),
        page.section(f"Why {trail.finding.severity.value}", page.sentences(trail.severity)),
        page.section("Rules", page.rules(trail)),
    ]
    return page.text.printed([line for part in parts for line in part][:-1])


@dataclass(frozen=True, slots=True)
class _Page:
    answers: dict[str, Answer]
    numbers: dict[str, int]
    width: int
    text: Lines

    def section(self, title: str, body: Iterable[Text]) -> Iterator[Text]:
        """A title, the body moved in, an empty line; nothing where there is no body."""
        lines = list(body)
        if lines:
            yield Text(title, STRONG)
            yield from (Text.assemble("  ", line) if line.plain else line for line in lines)
            yield Text()

    def head(self, trail: Trail) -> Iterator[Text]:
        """Id and kind, the question, the sentence."""
        finding = trail.finding
        about = (finding.id, finding.kind.value, finding.severity.value, f"{percent(finding.confidence)} sure")
        yield from self.text.lines(" · ".join(about), self.width, FAINT)
        yield from self.text.lines(trail.question.title, self.width, STRONG)
        yield from self.text.lines(finding.message, self.width)
        yield Text()

    def sentences(self, told: Sequence[str]) -> Iterator[Text]:
        """One or more lines for each."""
        for sentence in told:
            yield from self.text.own(one_line(sentence), self.width - 2)

    def answers_told(self, answers: Sequence[Told]) -> Iterator[Text]:
        """The answers that the finding quotes in full, by what they say; then who else answers."""
        quoted = [told for told in answers if told.position is not None]
        said = None
        for told in quoted[:_MOST_ANSWERS]:
            if told.position != said:
                said = told.position
                yield from self.text.lines(said or "", self.width - 2, STRONG)
            yield from indented(self._where(told.answer), 2)
            yield from indented(marked_lines(told, self.text, self.width - 8), 6)
        yield from self._more(len(quoted) - _MOST_ANSWERS)
        others = [told for told in answers if told.position is None]
        if others:
            yield Text("on neither side", STRONG)
        for told in others[:_MOST_IN_SHORT]:
            yield from indented(self._where(told.answer), 2)
        yield from self._more(len(others) - _MOST_IN_SHORT)

    def compared(self, pairs: Sequence[Compared]) -> Iterator[Text]:
        """The likeliest pairs in full, the next in a line each."""
        for number, pair in enumerate(pairs[:_MOST_IN_FULL]):
            if number:
                yield Text()
            yield from self._pair(pair)
        rest = pairs[_MOST_IN_FULL:]
        if rest:
            yield Text()
        yield from self.considered(rest)

    def considered(self, pairs: Sequence[Compared]) -> Iterator[Text]:
        """What became of each pair."""
        for pair in pairs[:_MOST_IN_SHORT]:
            sides = " / ".join(isolate(one_line(side.claim)) for side in (pair.left, pair.right))
            who = ", ".join(self._who(side.answer_id) for side in (pair.left, pair.right))
            yield from self.text.own(f"{sides}  {became(pair)} ({who})", self.width - 2)
        yield from self._more(len(pairs) - _MOST_IN_SHORT)

    def unpaired(self, told: Sequence[Said]) -> Iterator[Text]:
        """Values and claims that stand alone."""
        for said in told[:_MOST_IN_SHORT]:
            who = self._who(said.answer_id)
            yield from self.text.own(f"{isolate(one_line(said.claim))} ({who})", self.width - 2)
        yield from self._more(len(told) - _MOST_IN_SHORT)

    def rules(self, trail: Trail) -> Iterator[Text]:
        """Id, what it says, its file."""
        for rule in trail.rules:
            yield from self.text.own(f"{rule.id}: {rule.words}", self.width - 2)
            yield from indented(self.text.own(rule.file, self.width - 4, FAINT), 2)

    def _pair(self, pair: Compared) -> Iterator[Text]:
        room = self.width - 2 - _LABEL
        for side in (pair.left, pair.right):
            who = self.text.own(self._who(side.answer_id), _LABEL - 1)
            said = self.text.quoted(tidy(side.statement, side.marks), room)
            said += [line for words in read_as(side) for line in self.text.own(words, room, FAINT)]
            yield from side_by_side(who, said, _LABEL)
        yield from self._labelled("compared", [line for why in pair.why for line in self.text.own(why, room)])
        yield from self._labelled("judged", [line for words in because(pair) for line in self._hanging(words, room)])

    def _labelled(self, label: str, lines: Sequence[Text]) -> Iterator[Text]:
        if lines:
            yield from side_by_side([Text(label, STRONG)], lines, _LABEL)

    def _hanging(self, words: tuple[str, str], width: int) -> list[Text]:
        """A figure, and what it stands for beside it."""
        figure, said = words
        if not figure:
            return self.text.own(said, width)
        return list(side_by_side([Text(figure)], self.text.own(said, width - 7), 7))

    def _where(self, answer: Answer) -> Iterator[Text]:
        """Number, speaker, id and place of an answer."""
        told = (speaker(answer), isolate(one_line(answer.id)), isolate(one_line(place_of(answer.place))))
        lines = self.text.own(" · ".join(part for part in told if part), self.width - 8, FAINT)
        number = f"{self.numbers[answer.id]}"
        yield from side_by_side([Text(number, STRONG)], lines, 4)

    def _who(self, answer_id: str) -> str:
        return f"{self.numbers[answer_id]} {speaker(self.answers[answer_id])}"

    def _more(self, count: int) -> Iterator[Text]:
        if count > 0:
            yield Text(f"and {count:,} more, with --format json", FAINT)
