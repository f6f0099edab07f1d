"""Read an answer for the methods that it accepts, refuses or singles out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from cx_audit.compare.method_choices import choices, told_choices
from cx_audit.compare.method_clauses import Clauses
from cx_audit.compare.method_denials import beside_denials, of_one_case
from cx_audit.compare.method_hearing import LONGEST, Heard, blocks, hear, topics
from cx_audit.compare.method_labels import without_addresses, without_labels
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_needs import keys_in
from cx_audit.compare.method_pack import families
from cx_audit.compare.method_phrases import folds_accents
from cx_audit.compare.method_places import Written
from cx_audit.compare.method_replies import replied
from cx_audit.compare.method_seals import sealed, without_seals
from cx_audit.compare.method_spans import Group, groups, masked, named
from cx_audit.compare.method_stance import Reader, Stance
from cx_audit.compare.view import AnswerView
from cx_audit.facts.fold import fold
from cx_audit.text import Segment

__all__ = ["Mention", "mentions", "shared_mentions"]


def _is_way(group: Group) -> bool:
    return families()[group.members[0].family].kind == "way"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A folded sentence, ready to judge: itself without its methods, holds it only for some, is it sorry."""

    bare: str
    limited: bool
    sorry: bool


def _judge(
    reading: Reader, sentence: _Sentence, clauses: Clauses, target: Group, question: str, *, asked: bool = False
) -> Stance:
    """``asked``: the question is about the family, so that a bare name is an answer."""
    way = _is_way(target)
    family = families()[target.members[0].family]
    # a carrier that "couldn't deliver" is no carrier refused
    direct = asked and not way and not family.single
    stance = reading.stance(clauses, target, way=way, asked=direct)
    piece = clauses.part(target)
    # what holds beside it may limit a refusal, but neither what is taken nor what nobody needs
    own = stance in (Stance.ACCEPTED, Stance.NEEDLESS)
    limited = reading.limited(piece, less=family.single) if own else sentence.limited
    doubtful = limited and not family.countries
    # an invoice that is sent by post only may well lie in the account, too
    aside = way and reading.side_matter(piece, question if stance is Stance.ACCEPTED else "")
    if stance is Stance.NEEDLESS:
        aside = False
    if doubtful or aside or reading.depends(sentence.bare, target.start):
        return Stance.UNCLEAR
    if stance is not Stance.ACCEPTED or way:
        return stance
    # a name alone may be turned down in words unknown; a list hardly is
    named_enough = asked and (len(target.members) > 1 or bool(family.context))
    welcome = not sentence.sorry and (named_enough or reading.welcomes(clauses, target))
    return Stance.ACCEPTED if welcome else Stance.UNCLEAR


def _beside_thing(clauses: Clauses, way: Group, things: Sequence[Group]) -> bool:
    """Whether a payment or the like stands in the part of a way: "the app takes no cash" refuses no app."""
    part = clauses.around(way)[1]
    return any(part.start <= thing.start < part.end for thing in things)


def _read(answer: Heard, place: Segment) -> Iterator[Mention]:
    view, language = answer.view, answer.view.language
    raw = view.clean.text[place.start : place.end][:LONGEST]
    folded = fold(raw, accents=folds_accents(language))
    if folded.text.rstrip().endswith("?"):
        return
    found = named(folded.text, language, answer.around)
    chosen = told_choices(folded.text, language, answer.folded.text)
    if not found and not chosen:
        return
    reading = answer.reading.narrowed(keys_in(folded.text))
    whole = (0, len(folded.text))
    written = Written(answer, raw, folded, found)
    yield from choices(chosen, folded, language, place, reading, answer.question, written.regions(whole))
    if not found:
        return
    said = without_seals(without_labels(without_addresses(folded.text, found), found), found, reading)
    own = reading.own_case(said, answer.question)
    hidden = any(not own[item.start : item.end].strip() for item in found)
    text = reading.plain(said if hidden else own)
    together = tuple(reading.parted(text, groups(text, language, found)))
    bare = masked(text, found)
    sentence = _Sentence(bare, reading.limited(bare), reading.apologetic(folded.text))
    things = [group for group in together if not _is_way(group)]
    # a way beside a payment says where it holds, a payment beside a way what the way is for
    every = reading.clauses(text, together)
    clauses = {True: every, False: reading.clauses(text, things) if len(things) < len(together) else every}
    bodiless = masked(text, [member for group in things for member in group.members])
    partial = reading.partial(bare)
    for group in together:
        asked = group.members[0].family in answer.asked | answer.topics
        stance = _judge(reading, sentence, clauses[_is_way(group)], group, answer.question, asked=asked)
        if stance is Stance.REFUSED and _is_way(group) and _beside_thing(every, group, things):
            stance = Stance.UNCLEAR
        company = frozenset(m.concept for m in group.members)
        vague = all(member.weak for member in group.members)
        stretches = reading.stretches(text, group)
        part = every.around(group)[1]
        own_part = (part.start, part.end)
        for item, stretch in zip(group.members, stretches, strict=True):
            start, end = folded.span(item.start, item.end)
            told = Stance.UNCLEAR if vague and stance is Stance.ACCEPTED else stance
            span = (place.start + start, place.start + end)
            # "cash we take at the desk, the app has no use for it" refuses it in the app alone
            near = written.places(bodiless, own_part) if stance is Stance.REFUSED else frozenset[str]()
            where = (near or written.places(bodiless, stretch), written.regions(stretch))
            yield Mention(item.family, item.concept, told, *span, place, company, *where, partial)


def _mentions(heard: Heard, wanted: Container[str]) -> tuple[Mention, ...]:
    told = [mention for sentence in heard.sentences(wanted) for mention in _read(heard, sentence)]
    view, sentences = heard.view, list(blocks(heard.view))
    told += (mention for mention in replied(heard, told, sentences) if mention.family in wanted)
    if not told:
        return ()
    reading = heard.reading.narrowed(keys_in(heard.folded.text))
    closed = sealed(view, told, reading, sentences)
    return tuple(beside_denials(view, of_one_case(view, closed, reading, sentences), reading, sentences))


def mentions(view: AnswerView, about: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """The methods that an answer names, in order; none in a language without words of its own.

    Args:
        view: the answer.
        about: the families that the questions of its group speak of (``method_hearing.topics``).

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    heard = hear(view, about)
    return _mentions(heard, families()) if heard else ()


def _may_clash(name: str, naming: Sequence[Heard]) -> bool:
    """Whether answers that name methods of a family may take and turn down, or leave each other out."""
    family = families()[name]
    if family.kind == "choice" or family.single or sum(one.lists(name) for one in naming) > 1:
        return True
    return any(one.may_turn_down(name) for one in naming)


def shared_mentions(views: Sequence[AnswerView]) -> list[tuple[Mention, ...]]:
    """For each answer the methods that it names, as far as they may clash with those of another answer.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    about = topics(views)
    heard = [hear(view, about) for view in views]
    named_by: dict[str, list[Heard]] = defaultdict(list)
    for one in filter(None, heard):
        for family in one.families:
            named_by[family].append(one)
    shared = {family for family, naming in named_by.items() if len(naming) > 1 and _may_clash(family, naming)}
    return [_mentions(one, shared) if one and not shared.isdisjoint(one.families) else () for one in heard]
