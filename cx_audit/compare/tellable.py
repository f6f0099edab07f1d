"""What one customer may be told together, where segments are declared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from cx_audit.compare.scope_algebra import apart

__all__ = ["tellable"]

_MOST_KINDS = 40
"""Of different scopes whose every pair is looked at; of more, each with what comes first."""


def tellable(scopes: Sequence[frozenset[str]]) -> list[list[int]]:
    """Places of scopes no two of which exclude each other, as many as fit together; each pair that fits is in one.

    Deterministic; at most one group for each pair of different scopes.
    """
    kinds = sorted(set(scopes), key=sorted)
    near = {(a, b): not apart(kinds[a], kinds[b]) for a, b in product(range(len(kinds)), repeat=2)}
    if all(near.values()):
        return [list(range(len(scopes)))]
    seeds = [pair for pair in combinations(range(len(kinds)), 2) if near[pair]] if len(kinds) <= _MOST_KINDS else []
    found: set[frozenset[int]] = set()
    for seed in [*seeds, *((one,) for one in range(len(kinds)))]:
        chosen = list(seed)
        for k in range(len(kinds)):
            if k not in chosen and all(near[k, c] for c in chosen):
                chosen.append(k)
        found.add(frozenset(chosen))
    largest = [one for one in found if not any(one < other for other in found)]
    place = {kind: number for number, kind in enumerate(kinds)}
    return sorted([row for row, scope in enumerate(scopes) if place[scope] in one] for one in largest)
