"""Read an answer for the methods that it accepts, refuses or singles out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cx_audit.compare.method_choices import choices, told_choices
from cx_audit.compare.method_cues import spots
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_pack import Words, families, words
from cx_audit.compare.method_phrases import folds_accents, matcher
from cx_audit.compare.method_spans import Group, Named, blocked, groups, in_context, named
from cx_audit.compare.method_stance import Reader, Stance, reader
from cx_audit.compare.regions import regions_of
from cx_audit.compare.scope import audiences
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import View, fold
from cx_audit.text import Segment

__all__ = ["Mention", "mentions"]

_LINES_JOINED = 12
_LONGEST = 3_000
_WHOLE = 8_000
_LINE_END = re.compile(r"[:,;]\s*$")
_FULL_STOP = re.compile(r"[.!?]\s*$")


def _blocks(view: AnswerView) -> Iterator[Segment]:
    """Sentences; a line that ends with a colon takes the lines of its list with it."""
    text = view.clean.text
    pieces = view.pieces
    at = 0
    while at < len(pieces):
        last = at
        if text[pieces[at].start : pieces[at].end].endswith(":"):
            while last + 1 < len(pieces) and last - at < _LINES_JOINED:
                last += 1
                line = text[pieces[last].start : pieces[last].end]
                following = text[pieces[last].end : pieces[last].end + 1]
                if _FULL_STOP.search(line) or following != "\n":
                    break
        yield Segment(pieces[at].start, pieces[last].end)
        at = last + 1


def _spoken(folded: str, language: str) -> frozenset[str]:
    """The families with a context that a text speaks of.

    "Contre remboursement" is a way to pay, not a refund: names of the families that yield don't count.
    """
    bare = _masked(folded, named(folded, language, frozenset()))
    needy = (f.family for f in families().values() if f.context and f.kind != "choice")
    return frozenset(name for name in needy if in_context(bare, language, name))


@cache
def _asking(language: str) -> dict[str, re.Pattern[str]]:
    """By family the words of a question that ask for it."""
    said = {name: family.asked.get(language, ()) for name, family in families().items()}
    return {name: matcher(phrases, language) for name, phrases in said.items() if phrases}


def _asked(question: str, language: str) -> frozenset[str]:
    """The families that a folded question asks for."""
    return _spoken(question, language) | {name for name, asks in _asking(language).items() if asks.search(question)}


def _of_itself(question: str, language: str) -> frozenset[str]:
    """Families of which a question names a method: "Is my gift card valid abroad?" is no question of refunds."""
    every = frozenset(families())
    return frozenset(found.family for found in named(question, language, every) if families()[found.family].context)


def _places(folded: str, known: Words, language: str) -> frozenset[str]:
    return frozenset(name for name, phrases in known.places.items() if matcher(phrases, language).search(folded))


def _regions(view: AnswerView, things: str) -> frozenset[str]:
    codes = {name.upper() for name in audiences(view.answer) if len(name) == 2}
    return (
        regions_of(things, view.language)
        or regions_of(view.answer.question, view.language)
        or frozenset({"UK": "GB"}.get(code, code) for code in codes)
    )


def _masked(text: str, found: list[Named]) -> str:
    out, at = [], 0
    for item in found:
        out += [text[at : item.start], " " * (item.end - item.start)]
        at = item.end
    return "".join([*out, text[at:]])


def _unnamed(raw: str, folded: View, found: Sequence[Named]) -> str:
    """The text as written, methods blanked: American Express is no region."""
    spans = [folded.span(item.start, item.end) for item in found]
    for start, end in spans:
        raw = raw[:start] + " " * (end - start) + raw[end:]
    return raw


def _is_way(group: Group) -> bool:
    return families()[group.members[0].family].kind == "way"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A folded sentence, ready to judge: its methods, itself without them, holds it only for some, is it sorry."""

    text: str
    groups: tuple[Group, ...]
    bare: str
    limited: bool
    sorry: bool


def _judge(reading: Reader, sentence: _Sentence, target: Group, *, asked: bool = False) -> Stance:
    """``asked``: the question is about the family, so that a bare name is an answer."""
    way = _is_way(target)
    # a way beside a payment says where it holds, a payment beside a way what the way is for
    found = [g for g in sentence.groups if g is target or way or not _is_way(g)]
    # a carrier that "couldn't deliver" is no carrier refused
    direct = asked and not way and not families()[target.members[0].family].single
    stance = reading.stance(sentence.text, target, found, way=way, asked=direct)
    piece = reading.masked_piece(sentence.text, target, found)
    abroad = families()[target.members[0].family].countries
    doubtful = not abroad and (reading.limited(piece) if stance is Stance.ACCEPTED else sentence.limited)
    if reading.depends(sentence.bare, target.start) or doubtful or (way and reading.side_matter(piece)):
        return Stance.UNCLEAR
    if stance is not Stance.ACCEPTED or way:
        return stance
    # a name alone may be turned down in words unknown; a list hardly is
    named_enough = asked and (len(target.members) > 1 or bool(families()[target.members[0].family].context))
    welcome = not sentence.sorry and (named_enough or reading.welcomes(sentence.text, target, found))
    return Stance.ACCEPTED if welcome else Stance.UNCLEAR


@dataclass(frozen=True)
class _Answer:
    """An answer and what its language knows; ``question`` and ``heard``, question and text together, are folded."""

    view: AnswerView
    known: Words
    reading: Reader
    heard: View

    @cached_property
    def question(self) -> str:
        return fold(self.view.answer.question[:_LONGEST], accents=folds_accents(self.view.language)).text

    @cached_property
    def asked(self) -> frozenset[str]:
        """The families that the question asks for."""
        return _asked(self.question, self.view.language)

    @cached_property
    def around(self) -> frozenset[str]:
        """The families with a context that the answer or its question speaks of."""
        itself = _of_itself(self.question, self.view.language)
        return _spoken(self.heard.text, self.view.language) - (itself - self.asked if itself else itself)

    @cached_property
    def _beginnings(self) -> list[int]:
        """Where in the clean text a name begins that may count."""
        found = spots(self.heard.text, self.view.language)
        methods = [one for one in found if not one.cue.choice]
        never = blocked(self.around) if methods else frozenset()
        counting = (one for one in found if one.cue.choice or one.cue.family not in never)
        return [self.heard.span(one.start, one.end)[0] - self._before for one in counting]

    @property
    def _before(self) -> int:
        return len(self.view.answer.question) + 1

    def sentences(self) -> Iterator[Segment]:
        """The sentences that may name a method."""
        if not self._beginnings:
            return
        for place in _blocks(self.view):
            cut = self._before + place.end > _WHOLE or place.end - place.start > _LONGEST
            if cut or any(place.start <= beginning < place.end for beginning in self._beginnings):
                yield place


def _read(answer: _Answer, place: Segment) -> Iterator[Mention]:
    view, reading, language = answer.view, answer.reading, answer.view.language
    raw = view.clean.text[place.start : place.end][:_LONGEST]
    folded = fold(raw, accents=folds_accents(language))
    if folded.text.rstrip().endswith("?"):
        return
    found = named(folded.text, language, answer.around)
    chosen = told_choices(folded.text, language, answer.heard.text)
    if not found and not chosen:
        return
    things_regions = _regions(view, _unnamed(raw, folded, found))
    yield from choices(chosen, folded, language, place, reading, answer.question, things_regions)
    if not found:
        return
    own = reading.own_case(folded.text, answer.question)
    hidden = any(not own[item.start : item.end].strip() for item in found)
    text = reading.plain(folded.text if hidden else own)
    together = tuple(groups(text, language, found))
    bare = _masked(text, found)
    sentence = _Sentence(text, together, bare, reading.limited(bare), reading.apologetic(folded.text))
    places = _places(_masked(text, [m for g in together if not _is_way(g) for m in g.members]), answer.known, language)
    partial = reading.partial(bare)
    for group in together:
        stance = _judge(reading, sentence, group, asked=group.members[0].family in answer.asked)
        company = frozenset(m.concept for m in group.members)
        for item in group.members:
            start, end = folded.span(item.start, item.end)
            told = Stance.UNCLEAR if item.weak and stance is Stance.ACCEPTED else stance
            span = (place.start + start, place.start + end)
            yield Mention(item.family, item.concept, told, *span, place, company, places, things_regions, partial)


def mentions(view: AnswerView) -> tuple[Mention, ...]:
    """The methods that an answer names, in order; none in a language without words of its own.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    known, reading = words(view.language), reader(view.language)
    if known is None or reading is None:
        return ()
    heard = fold(f"{view.answer.question}\n{view.clean.text}"[:_WHOLE], accents=folds_accents(view.language))
    answer = _Answer(view, known, reading, heard)
    return tuple(mention for sentence in answer.sentences() for mention in _read(answer, sentence))
