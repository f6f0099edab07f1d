"""Grammars over kinds of tokens, as regular expressions that are skipped where they can't match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache, partial, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from cx_audit.facts.meaning import Kind

__all__ = ["Family", "Grammar", "bits_of", "compile_grammar", "needs"]

_NAME = re.compile(r"[A-Z][A-Z_]+")
_TOKEN = re.compile(
    r"(?P<name>[A-Z][A-Z_]+)|(?P<open>\(\?P<\w+>|\(\?:|\(\?=|\(\?<=)|(?P<shut_out>\(\?!|\(\?<!)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<optional>\?|\*|\{0?,\d*\})|(?P<other>\{\d+(?:,\d*)?\}|\+|\$|\s+)"
)

_SEVERAL = 2
_COMMON = frozenset({"NUMBER", "DIGITS", "WORD"})
_REMEMBERED = 4096
_BITS = {kind.value: 1 << place for place, kind in enumerate(Kind)}

Needs = tuple[frozenset[str], ...]


class Grammar(NamedTuple):
    """A compiled grammar; without one sign of each of ``needs`` in a line it can't match there."""

    pattern: re.Pattern[str]
    needs: Needs


class _Chosen(dict[int, tuple[re.Pattern[str], ...]]):
    """The grammars that can match in a line with kinds of these bits, remembered."""

    def __init__(self, choose: Callable[[int], tuple[re.Pattern[str], ...]]) -> None:
        super().__init__()
        self._choose = choose

    def __missing__(self, known: int) -> tuple[re.Pattern[str], ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[known] = self._choose(known)
        return found


def _pattern(grammar: str, signs_of: Callable[[str], str]) -> re.Pattern[str]:
    return compile_grammar(grammar, signs_of).pattern


class Family:
    """Grammars that are tried in turn in texts of one language; each only where a line has what it needs.

    One is compiled for the first such line.

    ``chosen`` tells by the bits of a line's kinds, as far as they are ``asked`` for, which can match there.
    """

    def __init__(self, grammars: Sequence[str], signs_of: Callable[[str], str]) -> None:
        self._tried = [(grammar, tuple(map(bits_of, needs(grammar)))) for grammar in grammars]
        self._compiled = cache(partial(_pattern, signs_of=signs_of))
        self.asked = bits_of({kind for grammar in grammars for need in needs(grammar) for kind in need})
        self.chosen = _Chosen(self._choose)

    @cached_property
    def first(self) -> re.Pattern[str]:
        """The first of them."""
        return self._compiled(self._tried[0][0])

    def _choose(self, known: int) -> tuple[re.Pattern[str], ...]:
        return tuple(self._compiled(name) for name, wanted in self._tried if all(known & need for need in wanted))

    def matches(self, line: str, kinds: int) -> Iterable[re.Match[str]]:
        """The matches of each grammar in turn; ``kinds`` are the bits of all kinds that occur in ``line``."""
        chosen = self.chosen[kinds & self.asked]
        if len(chosen) < _SEVERAL:
            return chosen[0].finditer(line) if chosen else ()
        return chain.from_iterable([pattern.finditer(line) for pattern in chosen])


def _commonness(need: frozenset[str]) -> tuple[bool, int]:
    """Few texts lack a number; of what else is needed, that which fewer kinds serve is the rarer."""
    return not need.isdisjoint(_COMMON), len(need)


def _either(branches: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """What is needed where any one of ``branches`` will do: all of an only one, else one of the rarest of each."""
    if len(branches) == 1:
        return branches[0]
    return [frozenset().union(*(min(branch, key=_commonness) for branch in branches))] if all(branches) else []


def _parse(tokens: Iterator[re.Match[str]]) -> list[frozenset[str]]:
    """The needs of a group, up to and with its closing bracket."""
    branches: list[list[frozenset[str]]] = [[]]
    last = 0
    for token in tokens:
        group = token.lastgroup
        if group == "close":
            break
        if group == "bar":
            branches.append([])
        elif group == "optional":
            del branches[-1][last:]
        elif group in ("name", "open", "shut_out"):
            last = len(branches[-1])
            inner = [frozenset({token.group()})] if group == "name" else _parse(tokens)
            branches[-1].extend(inner if group != "shut_out" else ())
    return _either(branches)


def bits_of(kinds: Iterable[str]) -> int:
    """A set of kinds as one number."""
    return reduce(or_, (_BITS[kind] for kind in kinds), 0)


@lru_cache(maxsize=512)
def needs(grammar: str) -> Needs:
    """Sets of kinds, by name: a line that lacks all kinds of any of the sets can't match ``grammar``."""
    return tuple(sorted(set(_parse(_TOKEN.finditer(grammar))), key=sorted))


def compile_grammar(grammar: str, signs_of: Callable[[str], str]) -> Grammar:
    """A grammar of kinds (upper-case names, regular-expression signs, free spaces) over shapes.

    ``signs_of`` gives the signs of all tokens that are of a kind; a kind that no word of the language has never
    matches.
    """

    def class_of(match: re.Match[str]) -> str:
        signs = signs_of(match.group())
        return f"[{signs}]" if signs else "(?!)"

    wanted = (frozenset("".join(map(signs_of, sorted(names)))) for names in needs(grammar))
    return Grammar(re.compile("".join(_NAME.sub(class_of, grammar).split())), tuple(sorted(wanted, key=len)))
