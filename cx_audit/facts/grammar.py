"""Grammars over kinds of tokens, as regular expressions that are skipped where they can't match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Family", "Grammar", "compile_family", "compile_grammar", "needs"]

_NAME = re.compile(r"[A-Z][A-Z_]+")
_TOKEN = re.compile(
    r"(?P<name>[A-Z][A-Z_]+)|(?P<open>\(\?P<\w+>|\(\?:|\(\?=|\(\?<=)|(?P<shut_out>\(\?!|\(\?<!)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<optional>\?|\*|\{0?,\d*\})|(?P<other>\{\d+(?:,\d*)?\}|\+|\$|\s+)"
)

Needs = tuple[frozenset[str], ...]


class Grammar(NamedTuple):
    """A compiled grammar; without one sign of each of ``needs`` in a line it can't match there."""

    pattern: re.Pattern[str]
    needs: Needs


class Family(NamedTuple):
    """Grammars that are tried in turn; a line with none of the signs ``wanted`` has no match of any."""

    grammars: tuple[Grammar, ...]
    wanted: frozenset[str]

    def matches(self, line: str, signs: frozenset[str]) -> Iterator[re.Match[str]]:
        """The matches of each grammar in turn; ``signs`` are all that occur in ``line``."""
        for pattern, wanted in self.grammars:
            for need in wanted:
                if need.isdisjoint(signs):
                    break
            else:
                yield from pattern.finditer(line)


def _either(branches: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """What is needed where any one of ``branches`` will do: all of an only one, else one of the smallest of each."""
    if len(branches) == 1:
        return branches[0]
    return [frozenset().union(*(min(branch, key=len) for branch in branches))] if all(branches) else []


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


def compile_family(grammars: Sequence[str], signs_of: Callable[[str], str]) -> Family:
    """Each of ``grammars`` compiled, as ``compile_grammar`` does.

    Raises:
        ValueError: one of them can match an empty line, so that nothing tells where to try it.
    """
    compiled = tuple(compile_grammar(grammar, signs_of) for grammar in grammars)
    if not all(grammar.needs for grammar in compiled):
        raise ValueError(f"a grammar that needs no token: {grammars}")
    return Family(compiled, frozenset().union(*(grammar.needs[0] for grammar in compiled)))
