"""Values set side by side: why, what the evidence model made of them, and what became of each pair."""

from __future__ import annotations

from collections.abc import Mapping

from cx_audit.compare.align import Aligned
from cx_audit.compare.display import KIND_NAMES, display
from cx_audit.compare.evidence import FEATURES, Weights, value_key
from cx_audit.compare.record import Seen, Weighed
from cx_audit.compare.rows import same_row
from cx_audit.compare.scope_audience import audiences
from cx_audit.compare.scope_telling import scope_words
from cx_audit.compare.trail import Compared, Model, Outcome, Reading, Said
from cx_audit.compare.trail_places import Key, quoted_rows, sides
from cx_audit.compare.trail_words import EVIDENCE_WORDS, reasons
from cx_audit.compare.view import AnswerView, FactInContext
from cx_audit.facts import Relation
from cx_audit.model import Finding
from cx_audit.roles import roles_in_use, tolerable

__all__ = ["EVIDENCE_FILE", "compared_values", "said_value", "whom"]

EVIDENCE_FILE = "rules/compare/evidence.yml"

PairKey = tuple[int, int, int, int]


def _reading(view: AnswerView, fact: FactInContext) -> Reading:
    value = fact.fact
    return Reading(
        kind=value.kind.value,
        written=value.text,
        display=display(value),
        unit=value.unit,
        low=value.low,
        high=value.high,
        items=value.items,
        comparator=value.comparator.value,
        per=value.per,
        role=fact.role,
        cue=fact.naming.cue if fact.naming else None,
        scope=tuple(sorted(fact.scope)),
        holds=whom(view, fact),
        alternatives=tuple(map(display, value.alternatives)),
        canonical=value_key(value),
    )


def said_value(view: AnswerView, fact: FactInContext) -> Said:
    """The sentence of a fact, the fact marked, and the fact as read."""
    start, end = fact.sentence.start, max(fact.sentence.end, fact.fact.end)
    mark = (fact.fact.start - start, fact.fact.end - start)
    return Said(view.answer.id, view.clean.text[start:end], (mark,), display(fact.fact), _reading(view, fact))


def whom(view: AnswerView, fact: FactInContext) -> str:
    """For whom and when a value holds: by its sentence, its question, the audience column."""
    told = scope_words(fact.scope)
    named = ", ".join(sorted(audiences(view.answer)))
    return " and ".join(part for part in (told, f"for the audience {named}" if named else "") if part) or "for everyone"


def _why(a: AnswerView, b: AnswerView, pair: Aligned) -> tuple[str, ...]:
    """Why two values were set side by side, most telling first."""
    left, right = pair.left, pair.right
    kind = KIND_NAMES[left.fact.kind]
    found = [f"both are said of the same days of the week ({kind})" if pair.same_day else f"both are a {kind}"]
    about = [roles_in_use()[side.role].name().lower() for side in (left, right) if side.role]
    if len(about) == 2:
        same = left.role == right.role
        found.append(f"both are about: {about[0]}" if same else f"one is about: {about[0]}; the other: {about[1]}")
    if same_row(left.row, right.row) > 0:
        found.append(f"both stand beside {', '.join(display(f) for f in left.row)}")
    found.append(f"likeness of the words around them {pair.near:.2f}, of their sentences {pair.whole:.2f}")
    here, there = whom(a, left), whom(b, right)
    found.append(f"both hold {here}" if here == there else f"one holds {here}, the other {there}")
    if pair.witness is not None:
        found.append(f"{pair.witness.answer.id} gives both, each where the words are as here: two things")
    if pair.special:
        found.append("only one is limited, and nothing says that it is an exception")
    return tuple(found)


def _model(weighed: Weighed, least: float) -> Model:
    weights = Weights.packaged()
    found = reasons(FEATURES, weighed.values, weights.by_name, EVIDENCE_WORDS)
    return Model(EVIDENCE_FILE, weights.bias, found, weighed.probability, least)


def _key(i: int, j: int, left: FactInContext, right: FactInContext) -> PairKey:
    return i, j, left.fact.start, right.fact.start


def _tolerated(pair: Aligned) -> bool:
    role = pair.left.role if pair.left.role == pair.right.role else None
    return role is not None and tolerable(pair.left.fact, pair.right.fact, roles_in_use()[role].tolerance)


class _Fates:
    """What became of each differing pair of a question."""

    def __init__(self, finding: Finding, seen: Seen) -> None:
        self._weighed = {_key(w.a, w.b, w.pair.left, w.pair.right): w for w in seen.record.weighed}
        self._likely = {_key(c.a, c.b, c.left, c.right) for c in seen.record.clashes}
        self._finding = finding
        self._sides = {
            other.id: sides(other, seen.views) for other in seen.findings if other.fact_kind == finding.fact_kind
        } | {finding.id: sides(finding, seen.views)}
        self._kinds = {other.id: other.fact_kind for other in (*seen.findings, finding)}

    def of(self, i: int, j: int, pair: Aligned) -> tuple[Outcome, str | None, Weighed | None]:
        """Its outcome, the other finding that tells it, and what the model saw."""
        if pair.relation is not Relation.DIFFERENT:
            return (Outcome.EQUAL if pair.relation is Relation.EQUAL else Outcome.COMPATIBLE), None, None
        key = _key(i, j, pair.left, pair.right)
        weighed = self._weighed.get(key)
        if weighed is None:
            return (Outcome.TOLERATED if _tolerated(pair) else Outcome.MISALIGNED), None, None
        if key not in self._likely:
            return Outcome.DOUBTFUL, None, weighed
        ids = [name for name in self._sides if self._opposes(name, i, j, pair)]
        if self._finding.id in ids:
            return Outcome.TOLD, None, weighed
        return (Outcome.ELSEWHERE, ids[0], weighed) if ids else (Outcome.ASIDE, None, weighed)

    def _opposes(self, name: str, i: int, j: int, pair: Aligned) -> bool:
        held: Mapping[Key, int] = self._sides[name]
        here, there = held.get((i, pair.left.fact.start)), held.get((j, pair.right.fact.start))
        same_kind = self._kinds[name] == pair.left.fact.kind.value
        return same_kind and here is not None and there is not None and here != there


def compared_values(finding: Finding, seen: Seen) -> tuple[list[Compared], list[Compared]]:
    """The pairs of values that make ``finding``, likeliest first; and the others of the answers that it quotes."""
    fates = _Fates(finding, seen)
    rows, held = set(quoted_rows(finding, seen.views)), sides(finding, seen.views)
    out: list[Compared] = []
    for (i, j), aligned in sorted(seen.record.pairs.items()):
        if i not in rows or j not in rows:
            continue
        a, b = seen.views[i], seen.views[j]
        for pair in aligned:
            outcome, told_in, weighed = fates.of(i, j, pair)
            model = _model(weighed, seen.min_confidence) if weighed else None
            left, right = said_value(a, pair.left), said_value(b, pair.right)
            if outcome is Outcome.TOLD and held[i, pair.left.fact.start] > held[j, pair.right.fact.start]:
                left, right = right, left
            out.append(Compared(left, right, pair.relation.value, _why(a, b, pair), outcome, model, told_in))
    order = list(Outcome)
    ranked = sorted(
        out, key=lambda c: (order.index(c.outcome) if c.outcome is not Outcome.ELSEWHERE else 9, -_chance(c))
    )
    told = [c for c in ranked if c.outcome is Outcome.TOLD]
    return told, [c for c in ranked if c.outcome is not Outcome.TOLD]


def _chance(pair: Compared) -> float:
    return pair.model.probability if pair.model else 0.0
