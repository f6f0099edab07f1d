"""The cues of all roles and stages in one language, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from cx_audit.facts.packs import remembers_packs
from cx_audit.model import FactKind
from cx_audit.roles.cues import Cue, parse_cue
from cx_audit.roles.files import Cues
from cx_audit.roles.lexicon import Lexicon
from cx_audit.roles.load import extended_files, roles_in_use
from cx_audit.roles.own_files import Extended

__all__ = ["RoleCue", "Rulebook", "rulebook"]


@dataclass(frozen=True, slots=True)
class RoleCue:
    """A cue of a role, or (kinds empty) of a stage; ``written`` is as in the file."""

    owner: str
    stage: str
    kinds: frozenset[FactKind]
    amount: str
    cue: Cue
    written: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One language's rules: ``by_symbol`` leads from what was found in a text to the cues that ask for it.

    ``by_kind`` does so for the cues of roles that facts of a kind may have. Roles that aren't selected are in the first
    alone: they still tell the stage of a question.
    """

    lexicon: Lexicon
    by_symbol: Mapping[str, Sequence[RoleCue]]
    by_kind: Mapping[FactKind, Mapping[str, Sequence[RoleCue]]]

    def candidates(self, symbols: Set[str], kind: FactKind | None = None) -> Iterator[RoleCue]:
        """The cues (of roles for ``kind``) of which any symbol of the first group was found, each once."""
        cues = self.by_symbol if kind is None else self.by_kind[kind]
        seen: set[int] = set()
        for symbol in cues.keys() & symbols:
            for cue in cues[symbol]:
                if id(cue) not in seen:
                    seen.add(id(cue))
                    yield cue


def _cues(cues: Cues, language: str, known: frozenset[str]) -> Iterator[tuple[str, Cue]]:
    """The cues of a language and those of all; lists that the language lacks are alternatives that never come."""
    for key in ("all", language):
        for written in cues.get(key, ()):
            cue = parse_cue(written, names=key == "all")
            groups = tuple(frozenset(s for s in group if s[0] != "@" or s in known) for group in cue.groups)
            if all(groups):
                yield written, Cue(groups, cue.never)


def _all_cues(files: Extended, language: str, known: frozenset[str]) -> Iterator[RoleCue]:
    for _, file in sorted(files.stages.items()):
        for written, cue in _cues(file.cues, language, known):
            yield RoleCue("", file.stage, frozenset(), "any", cue, written)
        for role, entry in sorted(file.roles.items()):
            for written, cue in _cues(entry.cues, language, known):
                yield RoleCue(role, file.stage, frozenset(entry.kinds), entry.amount, cue, written)


def _by_symbol(cues: Iterable[RoleCue]) -> dict[str, list[RoleCue]]:
    out: dict[str, list[RoleCue]] = {}
    for cue in cues:
        for symbol in sorted(cue.cue.groups[0]):
            out.setdefault(symbol, []).append(cue)
    return out


@remembers_packs
def rulebook(language: str) -> Rulebook | None:
    """The rules of a language; None where there is no words file for it.

    Raises:
        ConfigError: a file is wrong, packaged or the user's.
    """
    files, in_use = extended_files(), roles_in_use()
    words = files.words.get(language)
    if words is None:
        return None
    terms: dict[str, tuple[str, ...]] = {f"@{name}": phrases for name, phrases in words.lists.items()}
    cues = list(_all_cues(files, language, frozenset(terms)))
    for role_cue in cues:
        terms.update({symbol: (symbol,) for symbol in role_cue.cue.symbols if symbol[0] != "@"})
    lexicon = Lexicon(terms, words.clause_breaks, words.clitics, accents=words.fold_accents)
    by_kind = {kind: _by_symbol(cue for cue in cues if kind in cue.kinds and cue.owner in in_use) for kind in FactKind}
    return Rulebook(lexicon, _by_symbol(cues), by_kind)
