"""Which phrases of ``rules/methods`` a text can hold at all, by how its words begin.

Most answers name few of the hundreds of methods: looking up the beginnings of their words spares nearly all
patterns a search.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cx_audit.compare.method_pack import Family, families, words
from cx_audit.compare.method_phrases import folds_accents, matcher
from cx_audit.facts.fold import fold

__all__ = ["Cue", "spot"]

_LENGTH = 3
_CLITICS = 5
_WORD = re.compile(r"\w+")
_SYMBOL_MAX = 3


@dataclass(frozen=True, eq=False)
class Cue:
    """Those names of a method in one language that begin alike.

    ``weak`` names can be refused, not offered; ``denies`` marks cues that are negative in themselves ("don't
    pay for returns" tells who pays); ``signs`` between two words show the method, too.
    """

    family: str
    concept: str
    language: str
    phrases: tuple[str, ...]
    weak: bool = False
    denies: bool = False
    signs: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The names as one pattern, made when first needed: most are never."""
        return _between(self.signs) if self.signs else matcher(self.phrases, self.language, name=True)


def _starts(phrase: str, language: str) -> Iterator[str]:
    """How the first word of a phrase may begin; an empty text where that isn't known."""
    for part in phrase.split():
        for form in part.removesuffix("?").split("/"):
            core = _WORD.match(fold(form.strip("*").replace("_", " "), accents=folds_accents(language)).text)
            vague = core is None or form.startswith("*") or (form.endswith("*") and len(core.group()) < _LENGTH)
            yield "" if core is None or vague else core.group()[:_LENGTH]
        if not part.endswith("?"):
            return


def _between(signs: Sequence[str]) -> re.Pattern[str]:
    some = "".join(map(re.escape, signs))
    return re.compile(rf"(?<=\w)[\"'»”]?\s*[{some}]{{1,{_SYMBOL_MAX}}}\s*[\"'«“]?(?=\w)")


def _denying(phrases: Iterable[str], language: str) -> tuple[list[str], list[str]]:
    known = words(language)
    negators = matcher(known.negators if known else (), language)
    plain: list[str] = []
    denying: list[str] = []
    for phrase in phrases:
        bare = fold(re.sub(r"[/_*?~]", " ", phrase), accents=folds_accents(language)).text
        (denying if negators.search(bare) else plain).append(phrase)
    return plain, denying


def _by_beginning(phrases: Iterable[str], language: str) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        for start in sorted(set(_starts(phrase, language))):
            out[start].append(phrase)
    return out


def _cues(family: Family, language: str) -> Iterator[tuple[str, Cue]]:
    """Each cue of a family, with how it begins."""
    for name, concept in family.concepts.items():
        for table, weak in ((concept.names, False), (concept.weak, True)):
            phrases = (*table.get(language, ()), *table.get("any", ()))
            parts = _denying(phrases, language) if family.kind == "choice" else (list(phrases), [])
            for some, denies in zip(parts, (False, True), strict=True):
                for start, alike in _by_beginning(some, language).items():
                    yield start, Cue(family.family, name, language, tuple(alike), weak, denies)
        if concept.symbols:
            yield "", Cue(family.family, name, language, (), signs=concept.symbols)


@cache
def _index(language: str, choice: bool) -> dict[str, tuple[Cue, ...]]:
    """For each beginning the cues that have it, of choices or of all other families."""
    index: dict[str, list[Cue]] = defaultdict(list)
    for family in families().values():
        if (family.kind == "choice") is choice:
            for start, cue in _cues(family, language):
                index[start].append(cue)
    return {start: tuple(cues) for start, cues in index.items()}


def _beginnings(word: str, language: str) -> Iterable[str]:
    """The first letters of a word; of an Arabic one, also what follows its prefixes."""
    if language != "ar":
        return (word[:_LENGTH],)
    return {word[at : at + _LENGTH] for at in range(min(_CLITICS, len(word)))}


def spot(text: str, language: str, *, choice: bool) -> Iterator[tuple[Cue, int, int]]:
    """Where the cues of choices, or of all other families, stand in folded ``text``: cue, start, end."""
    index = _index(language, choice)
    for word in _WORD.finditer(text):
        for start in _beginnings(word.group(), language):
            for cue in index.get(start, ()):
                if match := cue.pattern.match(text, word.start()):
                    yield cue, match.start(), match.end()
    for cue in index.get("", ()):
        if not cue.signs or any(sign in text for sign in cue.signs):
            for match in cue.pattern.finditer(text):
                yield cue, match.start(), match.end()
