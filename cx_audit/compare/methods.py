"""Findings about methods: what one answer accepts, or offers as a way, and another refuses or leaves out.

Only what is said in so many words counts: a refusal, or a list said to be full. Two answers that name different
methods agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from cx_audit.compare.display import speakers, voice
from cx_audit.compare.itself import itself
from cx_audit.compare.method_clash import MethodClash, Rule, method_clashes
from cx_audit.compare.method_mention import Mention
from cx_audit.compare.method_mentions import mentions
from cx_audit.compare.method_pack import families
from cx_audit.compare.view import AnswerView
from cx_audit.memo import Memo
from cx_audit.model import Finding, FindingKind, Position, Question, Quote, Severity

__all__ = ["FindingId", "compare_methods", "mentions"]

FindingId = Callable[[FindingKind, Sequence[Position]], str]

_CONFIDENCE = {Rule.REFUSED: 0.85, Rule.EXCLUDED: 0.75, Rule.FORM: 0.75, Rule.CHOICE: 0.7}
_CONFIDENCE |= {Rule.NEEDLESS: 0.7, Rule.APART: 0.6, Rule.LISTS: 0.7}
_EITHER = frozenset({Rule.CHOICE, Rule.APART, Rule.LISTS})
"""Neither answer turns anything down: each says its own."""
_UNPROVEN = frozenset({Rule.LISTS})
"""No labelled pair shows yet that they are right."""
_UNSURE = 0.5
"""At most, in families whose differences a reader must check."""
_BEHIND_THE_SCENES = frozenset({"agent", "knowledge"})

Pair = tuple[int, int]
"""Rows of the answer that says no and of the one that says yes."""


def _by_pair(clashes: Sequence[MethodClash]) -> dict[Pair, list[MethodClash]]:
    """The clashes of each pair; where both answers turn down the other's methods, one direction tells it."""
    pairs: dict[Pair, list[MethodClash]] = defaultdict(list)
    for clash in clashes:
        pairs[clash.no, clash.yes].append(clash)
    rank = list(Rule)
    for no, yes in sorted(pairs):
        if no < yes and (yes, no) in pairs:
            here, there = (min(rank.index(c.rule) for c in pairs[p]) for p in ((no, yes), (yes, no)))
            del pairs[(yes, no) if here <= there else (no, yes)]
    return pairs


def _about(clash: MethodClash) -> str:
    return f"{clash.against.concept}/{clash.concept}" if clash.rule in _EITHER else clash.concept


def _blocks(pairs: dict[Pair, list[MethodClash]]) -> list[list[MethodClash]]:
    """Pairs about the same methods, divided so that each answer of one side clashes with each of the other."""
    about: dict[tuple[str, ...], list[Pair]] = defaultdict(list)
    for pair, clashes in pairs.items():
        about[tuple(sorted({_about(c) for c in clashes}))].append(pair)
    out: list[list[MethodClash]] = []
    for _, found in sorted(about.items()):
        refusers: dict[int, list[int]] = defaultdict(list)
        for no, yes in sorted(found):
            refusers[yes].append(no)
        alike: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for yes, against in refusers.items():
            alike[tuple(against)].append(yes)
        out += [
            [c for yes in accepters for no in against for c in pairs[no, yes]] for against, accepters in alike.items()
        ]
    return out


def _quote(view: AnswerView, told: Sequence[Mention]) -> Quote:
    """The sentence of the first mention, with the methods marked."""
    sentence = told[0].sentence
    spans = sorted({(m.start, m.end) for m in told if m.sentence == sentence})
    return Quote(
        view.answer.id,
        view.clean.text[sentence.start : sentence.end],
        *view.clean.original(sentence.start, sentence.end),
        marks=tuple((start - sentence.start, end - sentence.start) for start, end in spans),
    )


def _position(views: Sequence[AnswerView], told: dict[int, list[Mention]], value: str, display: str) -> Position:
    ordered = sorted(told.items(), key=lambda item: views[item[0]].answer.id)
    return Position(value, display, tuple(_quote(views[row], mentions_) for row, mentions_ in ordered))


def _reason(public: bool, rule: Rule) -> str:
    """Why the severity is what it is."""
    if rule in _EITHER:
        return "each says its own, and neither refuses the other's: medium"
    if rule is not Rule.REFUSED:
        return "one side leaves it out and doesn't refuse it in so many words: medium"
    return "customers read both sides without a rep: high" if public else "only reps or cards say one side: medium"


def _finding(
    question: Question, views: Sequence[AnswerView], block: Sequence[MethodClash], new_id: FindingId
) -> Finding:
    family = families()[block[0].family]
    no: dict[int, list[Mention]] = defaultdict(list)
    yes: dict[int, list[Mention]] = defaultdict(list)
    for clash in block:
        no[clash.no].append(clash.against)
        yes[clash.yes].append(clash.taken)
    concepts = sorted({clash.concept for clash in block})
    names = " and ".join(family.concepts[concept].title for concept in concepts)
    rule = max((clash.rule for clash in block), key=list(Rule).index)
    key = f"{family.family}:{'+'.join(concepts)}"
    refused = f"not {names}" if rule is not Rule.NEEDLESS else f"no need of {names}"
    if rule is Rule.EXCLUDED:
        only = sorted({family.concepts[c].title for clash in block for c in clash.against.company})
        refused = f"only {' or '.join(only)}"
    if rule in _EITHER:
        refused = family.concepts[block[0].against.concept].title
    positions = (_position(views, yes, f"{key}:yes", names), _position(views, no, f"{key}:no", refused))

    def who(told: dict[int, list[Mention]]) -> str:
        return speakers([voice(name) for name in sorted(views[row].answer.speaker for row in told)])

    def verb(stem: str, told: dict[int, list[Mention]]) -> str:
        return stem if len(told) > 1 else f"{stem}s"

    needless = rule is Rule.NEEDLESS
    turned = f"{verb('refuse', no)} it" if len(concepts) == 1 else f"{verb('refuse', no)} them"
    said = f"{verb('say', no)} {refused}" if needless or rule is Rule.EXCLUDED or rule in _EITHER else turned
    taken = "say" if rule in _EITHER else family.verb
    public = all({views[row].answer.channel for row in side} - _BEHIND_THE_SCENES for side in (no, yes))
    own = itself(views, [sorted(yes), sorted(no)], [names, refused])
    told = own.whole or f"{who(yes)} {verb(taken, yes)} {names}; {who(no)} {said}"
    sure = family.sure and rule not in _UNPROVEN
    kind = FindingKind.CONTRADICTION if sure else FindingKind.UNVERIFIED
    return Finding(
        id=new_id(kind, positions),
        kind=kind,
        severity=Severity.HIGH if public and rule is Rule.REFUSED else Severity.MEDIUM,
        reasons=(_reason(public, rule), *own.reasons),
        question_id=question.id,
        message=f"{family.title}: {told}{own.more}",
        positions=positions,
        role=family.family,
        fact_kind=family.kind,
        confidence=min(_CONFIDENCE[rule], 1.0 if sure else _UNSURE),
    )


def compare_methods(
    question: Question, views: Sequence[AnswerView], new_id: FindingId, memo: Memo | None = None
) -> list[Finding]:
    """Contradictions between the methods that the answers to one question accept or offer, and refuse or leave out.

    Args:
        question: the question.
        views: its answers, in any order.
        new_id: makes a finding's id from its kind and positions (``findings.finding_id``).
        memo: what was read of the answers before.

    Every answer of one position contradicts every answer of the other. Sorted by role, then by what is said.

    Raises:
        ConfigError: a packaged rule file is wrong.
    """
    ordered = sorted(views, key=lambda view: view.answer.id)
    by_family: dict[str, list[MethodClash]] = defaultdict(list)
    for clash in method_clashes(ordered, memo):
        by_family[clash.family].append(clash)
    found = [
        _finding(question, ordered, block, new_id)
        for _, clashes in sorted(by_family.items())
        for block in _blocks(_by_pair(clashes))
    ]
    return sorted(found, key=lambda f: (f.role or "", f.positions[0].value, f.id))
