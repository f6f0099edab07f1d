"""Whether a clause accepts, refuses or singles out the methods that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise

from cx_audit.compare.method_clauses import Clauses, Piece, cut
from cx_audit.compare.method_needs import gated
from cx_audit.compare.method_pack import Family, Words, families, words
from cx_audit.compare.method_phrases import OTHER, TARGET, matcher
from cx_audit.compare.method_spans import Group

__all__ = ["Reader", "Stance", "reader"]


class Stance(StrEnum):
    """What a text says of a method.

    ONLY: it and its company, nothing else; NEEDLESS: nobody has to; UNCLEAR counts for nothing.
    """

    ACCEPTED = "accepted"
    REFUSED = "refused"
    ONLY = "only"
    NEEDLESS = "needless"
    UNCLEAR = "unclear"


_MARKS = re.compile(r";\s+|\s-\s+|(?<=\w):\s")
_COMMA = re.compile(r",\s+|\n+|\s*\(|\)\s*|\.\s+|!\s+")
_LAST_WORD = re.compile(r"[,:](\s+\w+\W*$)")
_ASIDE = re.compile(r"\((\w+(?: \w+)?)\)")
"""Words in brackets that belong to the clause: "it can't (yet) be used online"."""
_WORD = re.compile(r"\w+")
_CLAUSE = re.compile(r"[,;.:!()\n]")
_STEM = 4
_CONTENT = {"vi": 2}
"""By language, where words with a meaning may have less than four letters."""
_NEVER = re.compile(r"[^\s\S]")
_BARE = 3
"""A list line has no more words beside its methods than this."""


def _needed(known: Words) -> dict[str, tuple[str, ...]]:
    """By attribute of ``Reader`` the phrases of which its pattern can't do without one."""
    return {
        "_negators": known.negators,
        "_close": known.negators,
        "_fronted": known.negators,
        "_final": known.negators,
        "_beside": known.beside,
        "_joins": known.joins,
        "_refuse": (*known.refuse, *known.refuse_method),
        "_refuse_way": (*known.refuse, *known.refuse_way),
        "_only": known.only,
        "_headers": known.only_headers,
        "_seals": known.seals,
        "_except": known.except_,
        "_blurs": known.blurs,
        "_unable": known.unable,
        "_needless": known.needless,
        "_causes": known.causes,
        "_conditions": known.conditions,
        "_outside": known.outside,
        "_terms": known.terms,
        "_limits": known.limits,
        "_rests": known.rests,
        "_wishes": known.wishes,
        "_apologies": known.apologies,
        "_open": known.open_lists,
        "_erase": (*known.erase, *known.fillers),
        "_contrasts": known.contrasts,
        "_opening": (*known.yes, *known.no),
        "_side": known.side,
        "_along": known.along,
        "_planned": known.planned,
    }


def _keys(needed: dict[str, tuple[str, ...]], names: Sequence[str], language: str) -> frozenset[str] | None:
    """Keys of which a text must hold one for any pattern of ``names`` to match; None where that isn't known."""
    found = [gated(needed[name], language).keys for name in names if needed[name]]
    return frozenset().union(*found) if all(found) else None


_ALWAYS_TURNING = ("_only", "_headers", "_except", "_outside", "_fronted", "_planned")
_TURNING = {True: (*_ALWAYS_TURNING, "_refuse_way"), False: (*_ALWAYS_TURNING, "_refuse", "_close")}
"""By whether it names ways: of what ``_needed`` lists, that without which a clause refuses or singles out nothing."""


class Reader:
    """Reads the clauses of one language with its words."""

    def __init__(self, known: Words, language: str) -> None:
        self._language = language
        self._content = _CONTENT.get(language, _STEM)
        self._negators = self._of(known.negators)
        no, step = self._negators.pattern, r"(?:[^\w\n]+\w+)"
        self._close = re.compile(
            rf"(?:{no}){step}{{0,2}}?[^\w\n]+{TARGET}|{TARGET}{step}{{0,3}}?[^\w\n]+(?:{no})\W*$"
            rf"|^\W*{TARGET}{step}?[^\w\n]+(?:{no})"
        )
        between = r"[^\w\n,;:()]+"
        word = rf"(?:{between}\w[\w']*)"
        self._fronted = re.compile(rf"^\W*(?:\w[\w']*{between}){{0,2}}?{TARGET}{word}{{0,6}}?{between}(?:{no})")
        self._final = re.compile(rf"(?:{no}){word}{{0,5}}?{between}{TARGET}\W*$")
        self._beside = self._of(known.beside)
        self._refuse = self._of((*known.refuse, *known.refuse_method))
        self._refuse_way = self._of((*known.refuse, *known.refuse_way))
        self._only = self._of(known.only)
        self._headers = self._of(known.only_headers)
        self._seals = self._of(known.seals)
        self._joins = self._of(known.joins)
        self._except = self._of(known.except_)
        self._blurs = self._of(known.blurs)
        self._unable = self._of(known.unable)
        needless = self._of(known.needless).pattern
        self._needless = re.compile(
            rf"(?:{needless}){step}{{0,3}}?[^\w\n]+{TARGET}|{TARGET}{step}{{0,2}}?[^\w\n]+(?:{needless})"
        )
        # "sorry that you leave" gives no reason for anything: a cause opens its part of the sentence
        self._causes = re.compile(rf"(?:^|[,;:.!?()\n-])\W*(?:{self._of(known.causes).pattern})")
        self._conditions = self._of(known.conditions)
        self._exceptions = self._of(known.exceptions)
        self._outside = self._of(known.outside)
        self._terms = self._of(known.terms)
        self._limits = self._of(known.limits)
        self._rests = self._of(known.rests)
        self._wishes = self._of(known.wishes)
        self._apologies = self._of(known.apologies)
        self._accept = {
            name: self._of((*(family.context.get(language) or known.accept), *family.evidence.get(language, ())))
            for name, family in families().items()
        }
        self._asks = self._of(known.asks)
        self._open = self._of(known.open_lists)
        self._erase = self._of((*known.erase, *known.fillers))
        self._contrasts = re.compile(rf"(?<!\w)(?={self._of(known.contrasts).pattern})")
        said = matcher((*known.yes, *known.no), language).pattern
        self._opening = re.compile(rf"^\W*(?:{said})\W*[,.!]")
        self._side = self._of(known.side)
        self._along = self._of(known.along)
        self._planned = self._of(known.planned)
        needed = {name: gated(phrases, language).keys for name, phrases in _needed(known).items()}
        self._needed = {name: keys for name, keys in needed.items() if keys}
        self._turning = {way: _keys(_needed(known), names, language) for way, names in _TURNING.items()}
        self._denying = _keys(_needed(known), ("_unable", "_needless"), language)
        self._sealing = _keys(_needed(known), ("_seals",), language)

    def _of(self, phrases: tuple[str, ...]) -> re.Pattern[str]:
        return matcher(phrases, self._language)

    def narrowed(self, keys: frozenset[str]) -> Reader:
        """A reader of texts whose words have these keys: patterns that can't match there are not tried."""
        out = object.__new__(Reader)
        vars(out).update(vars(self))
        vars(out).update((name, _NEVER) for name, needed in self._needed.items() if needed.isdisjoint(keys))
        return out

    def may_turn_down(self, keys: frozenset[str], *, way: bool) -> bool:
        """Whether a text of words with these keys may refuse a method (or a way) or single one out."""
        turning = self._turning[way]
        return turning is None or not turning.isdisjoint(keys)

    def may_seal(self, keys: frozenset[str]) -> bool:
        """Whether a sentence of a text of words with these keys may say that what was named is all there is."""
        return self._sealing is None or not self._sealing.isdisjoint(keys)

    def may_deny(self, keys: frozenset[str]) -> bool:
        """Whether a text of words with these keys may say that something can't be done, or needn't be."""
        return self._denying is None or not self._denying.isdisjoint(keys)

    def plain(self, text: str) -> str:
        """The folded text with "yes,", "not only", "unfortunately" and wishes blanked, length kept."""
        text = _ASIDE.sub(r" \1 ", text)
        for pattern in (self._opening, self._erase, self._wishes):
            text = pattern.sub(lambda match: " " * len(match.group()), text)
        # what stood between two commas may be gone: join its neighbours; "American Express, no." is one claim
        return _LAST_WORD.sub(r" \1", re.sub(r",(\s+),", r" \1 ", text))

    def clauses(self, text: str, found: Sequence[Group]) -> Clauses:
        """Cut plain folded ``text`` (one sentence), which names ``found``; no cut falls inside a group."""
        inside = [(group.start, group.end) for group in found]

        def free(at: int) -> bool:
            return not any(start < at < end for start, end in inside)

        marks = [(m.end(), text[m.start()] == ":") for m in _MARKS.finditer(text)]
        hard = [at for at, colon in marks if not colon]
        hard += [m.start() for m in self._contrasts.finditer(text)]
        soft = [at for at, colon in marks if colon]
        soft += [m.end() for m in _COMMA.finditer(text)]
        out: list[tuple[Piece, Piece]] = []
        for clause in cut(0, len(text), [at for at in hard if free(at)]):
            out += [(clause, piece) for piece in cut(clause.start, clause.end, [at for at in soft if free(at)])]
        return Clauses(text, found, out)

    def parted(self, text: str, found: Sequence[Group]) -> Iterator[Group]:
        """The groups of folded ``text``; what a bare comma sets against a list that is closed stands alone.

        "Only in our shops, online it isn't possible" and "by letter or at the desk, mail and app don't count".
        """
        for group in found:
            cut = self._against(text, group)
            yield from (Group(part) for part in (group.members[:cut], group.members[cut:]) if part)

    def _against(self, text: str, group: Group) -> int:
        """How many members stand before the comma that sets the rest against them; 0 if none does."""
        links = [text[a.end : b.start].strip() for a, b in pairwise(group.members)]
        joins = [bool(self._joins.search(link)) for link in links]
        commas = [n for n, (link, join) in enumerate(zip(links, joins, strict=True), 1) if link[:1] == "," and not join]
        if not commas:
            return 0
        joined = joins.index(True) + 1 if True in joins else len(links)
        closed = next((n for n in commas if n > joined), 0)
        following = _CLAUSE.search(text, group.end)
        after = text[group.end : following.start() if following else len(text)]
        before = text[max((m.end() for m in _CLAUSE.finditer(text, 0, group.start)), default=0) : group.start]
        if not self._negators.search(after):
            return 0
        return commas[-1] if self._only.search(f"{before} {TARGET}") else closed

    def stretches(self, text: str, group: Group) -> list[tuple[int, int]]:
        """For each of a group the part of folded ``text`` that says where it holds; most often all of it.

        What is added to a list that is closed has its own: "by Visa or PayPal, and by bank transfer in Spain".
        """
        members = group.members
        links = [text[a.end : b.start].strip() for a, b in pairwise(members)]
        joins = [bool(self._joins.search(link)) for link in links]
        closed = joins.index(True) + 1 if True in joins else len(links)
        cut = next((n for n in range(closed + 1, len(members)) if links[n - 1][:1] == "," and joins[n - 1]), 0)
        if not cut:
            return [(0, len(text))] * len(members)
        return [(0, members[cut].start)] * cut + [(members[cut - 1].end, len(text))] * (len(members) - cut)

    def own_case(self, text: str, question: str) -> str:
        """Folded text, conditions blanked that the folded question sets itself: "my parcel is lost": "if it's lost"."""
        asked = {word[:_STEM] for word in _WORD.findall(question)}
        for match in self._conditions.finditer(text):
            if self._exceptions.match(text, match.start()):
                continue
            end = _CLAUSE.search(text, match.end())
            stop = end.start() if end else len(text)
            said = [word for word in _WORD.findall(text, match.end(), stop) if len(word) >= self._content]
            if said and 2 * sum(word[:_STEM] in asked for word in said) > len(said):
                text = text[: match.start()] + " " * (stop - match.start()) + text[stop:]
        return text

    def partial(self, text: str) -> bool:
        """Whether folded text says that its list is not full."""
        return bool(self._open.search(text))

    def negated(self, text: str) -> bool:
        """Whether any word of negation stands in folded text."""
        return bool(self._negators.search(text))

    def singled_out(self, before: str) -> bool:
        """Whether folded text makes what follows it the only one: French "ne ... que" denies nothing."""
        return bool(self._only.search(f"{before} {TARGET}"))

    def conditional(self, masked: str) -> bool:
        """Whether a sentence holds only if something else does."""
        return bool(self._conditions.search(masked))

    def depends(self, masked: str, at: int) -> bool:
        """Whether what stands at ``at`` holds only if something else does: its own part says so, or the first one."""
        parts = [m.end() for m in _CLAUSE.finditer(masked)]
        start = max((end for end in parts if end <= at), default=0)
        end = min((end for end in parts if end > at), default=len(masked))
        leading = min(parts, default=len(masked))
        return self.conditional(masked[start:end]) or self.conditional(masked[:leading])

    def own_case_only(self, text: str) -> bool:
        """Whether folded text gives a cause in the asker's own case: "since you signed up in the phone's store"."""
        return bool(self._causes.search(text))

    def unable(self, text: str) -> bool:
        """Whether folded text says that something can't be done, and not just under a condition."""
        return bool(self._unable.search(text)) and not self._conditions.search(text)

    def limited(self, masked: str, *, less: bool = False) -> bool:
        """Whether a text speaks of some amounts, places or times only.

        ``less``: what is left after a fee counts as all of it: "we keep the fee and refund the rest".
        """
        return bool(self._limits.search(self._rests.sub(" ", masked) if less else masked))

    def side_matter(self, masked: str, question: str) -> bool:
        """Whether a clause is about looking something up, or a message that we send.

        Where the folded question asks for that very thing ("Where is my invoice?"), it is no side matter, nor is what
        one gives along: "write to us with your order number".
        """
        target = masked.rfind(TARGET)
        along = self._along.search(masked, target + len(TARGET)) if target >= 0 else None
        masked = masked[: along.start()] if along else masked
        return any(match.group() not in question for match in self._side.finditer(masked))

    def seals(self, text: str) -> list[tuple[int, int]]:
        """Where folded text says that what it named before is all there is: "that's the only way"."""
        return [match.span() for match in self._seals.finditer(text)]

    def apologetic(self, text: str) -> bool:
        """Whether folded text, not yet ``plain``, says sorry: it may refuse in words that we don't know."""
        return bool(self._apologies.search(text))

    def asks_whether(self, question: str, *, of_taking: bool) -> bool:
        """Whether a folded question, its methods blanked, asks if they are taken; a last "or not?" denies nothing.

        ``of_taking``: it needs a word for it ("does it work?"), as the methods are named in other questions, too.
        """
        if self._conditions.search(question) or (of_taking and not self._asks.search(question)):
            return False
        last = [match for match in self._negators.finditer(question) if not _WORD.search(question, match.end())]
        return not self.negated(question[: last[0].start()] if last else question)

    def welcomes(self, clauses: Clauses, target: Group) -> bool:
        """Whether something shows that a method is taken: a word of acceptance, or a line that is but a list.

        A family that needs a context needs it in the clause itself.
        """
        whole = clauses.masked(clauses.around(target)[0], target)
        if self._accept[target.members[0].family].search(whole):
            return True
        return (
            not families()[target.members[0].family].context
            and len(_WORD.findall(whole.replace(TARGET, "").replace(OTHER, ""))) <= _BARE
        )

    def stance(self, clauses: Clauses, target: Group, *, way: bool, asked: bool = False) -> Stance:
        """What a sentence says of ``target``, one of the groups that it names.

        ``way``: the methods are ways to get a thing done, so that "cannot be changed" refuses them, too.
        ``asked``: the question is about the family, so that a negation next to the name is a refusal.
        """
        refuse = self._refuse_way if way else self._refuse
        clause, piece = clauses.around(target)
        here, whole = clauses.masked(piece, target), clauses.masked(clause, target)
        if beyond := self._outside.search(here):
            bare = here[: beyond.start()] + here[beyond.end() :]
            return Stance.ONLY if self._negators.search(bare) else Stance.UNCLEAR
        if way and self._needless.search(here):
            return Stance.NEEDLESS
        if not way and OTHER not in here and self._planned.search(here):
            return Stance.REFUSED
        if self._blurs.search(here):
            return Stance.UNCLEAR
        if self._except.search(here):
            return Stance.UNCLEAR if self._negators.search(self._except.sub(" ", here)) else Stance.REFUSED
        if self._singled(here, whole) and not self._open.search(whole):
            return Stance.ONLY
        cues = [match.group() for match in refuse.finditer(here)]
        if cues:
            return Stance.REFUSED if self._meant(cues, here) else Stance.UNCLEAR
        if asked and OTHER not in here and self._close.search(here) and not self._terms.search(here):
            return Stance.REFUSED
        # "PayPal, as of May, is not accepted": the refusal stands in a part that names nothing itself
        others = (clauses.masked(part, target) for c, part in clauses.pieces if c == clause and part != piece)
        loose = any(refuse.search(other) and OTHER not in other for other in others)
        if not loose and self._denied(here, families()[target.members[0].family]):
            return Stance.REFUSED
        return Stance.UNCLEAR if loose or self._negators.search(here) else Stance.ACCEPTED

    def _denied(self, here: str, family: Family) -> bool:
        """Whether a part denies what it begins or ends with, in words of its own: "by phone we don't", "never by post".

        A carrier that "couldn't deliver" is no carrier refused.
        """
        if OTHER in here or self._terms.search(here) or self._beside.search(here):
            return False
        known = bool(family.context) or not family.single
        return known and bool(self._fronted.search(here) or self._final.search(here))

    def _singled(self, here: str, whole: str) -> bool:
        only = self._only.search(here)
        if only:
            return not self._negators.search(here[: only.start()])
        head, colon, _ = whole.partition(":")
        if not colon or TARGET in head:
            return False
        return bool(self._headers.search(head)) and not self._negators.search(head)

    @staticmethod
    def _meant(cues: Sequence[str], here: str) -> bool:
        """Whether refusing words speak of the target, and not of another method in the same part."""
        if any(TARGET in cue for cue in cues):
            return not any(OTHER in cue for cue in cues)
        return OTHER not in here


@cache
def reader(language: str) -> Reader | None:
    """The reader of a language, None where ``rules/methods`` has no words of it."""
    known = words(language)
    return Reader(known, language) if known else None
