"""``python -m benchmarks.accuracy.fit_groups [--write]``: fit the same-question score and the language means.

Every pair of a company's answers is a case: one question, or not. Each company is grouped with weights and means
fitted on the others and its pairwise F1 printed; ``--write`` fits on all and rewrites ``rules/group``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.run import LANGUAGES, model_name, vectors
from benchmarks.accuracy.score import Counts
from cx_audit.compare import view_answer
from cx_audit.group import LanguageMeans, Matrix, SameQuestionWeights, group_answers, group_texts
from cx_audit.pipeline import Settings, prepare

_TARGET = Path(__file__).parents[2] / "rules" / "group"
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Embedded:
    """A company's vectors, who says what in which language, and the gold intents."""

    joint: Matrix
    body: Matrix
    languages: list[str]
    channels: list[str]
    speakers: list[str]
    intents: list[str | None]
    contexts: Matrix
    context_languages: list[str]

    @classmethod
    def of(cls, company: Company, model: str | None = None) -> Embedded:
        """By a model, the default one unless named."""
        prepared, _ = prepare(company.answers, Settings(languages=LANGUAGES))
        texts = [group_texts(p.answer, p.clean, p.language) for p in prepared]
        views = [view_answer(p.answer, p.clean, p.language) for p in prepared]
        keys = sorted({(v.language, text) for v in views for f in v.facts for text in (f.context, f.masked)})
        return cls(
            joint=vectors([t.joint for t in texts], model),
            body=vectors([t.body for t in texts], model),
            languages=[p.language for p in prepared],
            channels=[p.answer.channel for p in prepared],
            speakers=[p.answer.speaker for p in prepared],
            intents=[p.answer.intent for p in prepared],
            contexts=vectors([text for _, text in keys], model),
            context_languages=[language for language, _ in keys],
        )


def _mean(parts: list[tuple[Matrix, list[str]]], language: str) -> Matrix:
    rows = [v[[i for i, spoken in enumerate(names) if spoken == language]] for v, names in parts]
    return np.asarray(np.vstack(rows).mean(axis=0), dtype=np.float32)


def means(data: list[Embedded]) -> LanguageMeans:
    """Mean vectors of the languages with ten answers or more."""
    common = [name for name in LANGUAGES if sum(e.languages.count(name) for e in data) >= _FEWEST]
    joint = {name: _mean([(e.joint, e.languages) for e in data], name) for name in common}
    body = {name: _mean([(e.body, e.languages) for e in data], name) for name in common}
    context = {name: _mean([(e.contexts, e.context_languages) for e in data], name) for name in common}
    return LanguageMeans(joint, body, context)


def fit(data: list[Embedded], known: LanguageMeans) -> SameQuestionWeights:
    """Fit the score on all pairs."""
    xs, ys = [], []
    for e in data:
        score = group_answers(e.joint, e.body, e.languages, e.speakers, known=known, channels=e.channels).score
        rows = np.arange(len(e.intents))
        upper = np.triu_indices(len(rows), 1)
        intents = np.asarray(e.intents)
        xs.append(np.stack(score.features(rows, rows), axis=-1)[upper])
        ys.append(intents[upper[0]] == intents[upper[1]])
    model = LogisticRegression(C=10.0, max_iter=3000).fit(np.vstack(xs), np.concatenate(ys))
    likeness, crowding, one_language, two = (round(float(w), 2) for w in model.coef_[0])
    return SameQuestionWeights(likeness, crowding, one_language, two, round(float(model.intercept_[0]), 2))


def grouped(
    e: Embedded, known: LanguageMeans, weights: SameQuestionWeights, firms: Sequence[str] | None = None
) -> Counts:
    """Pairs put together rightly, wrongly, and not; with ``firms``, of the pairs within one firm only."""
    grouping = group_answers(
        e.joint, e.body, e.languages, e.speakers, known=known, weights=weights, channels=e.channels
    )
    label = np.zeros(len(e.intents), dtype=np.int64)
    for n, rows in enumerate(grouping.groups):
        label[list(rows)] = n
    a, b = np.triu_indices(len(label), 1)
    intents = np.asarray(e.intents)
    gold, found = intents[a] == intents[b], label[a] == label[b]
    if firms is not None:
        inside = np.asarray(firms)[a] == np.asarray(firms)[b]
        gold, found = gold[inside], found[inside]
    return Counts(int((gold & found).sum()), int((found & ~gold).sum()), int((gold & ~found).sum()))


def main() -> None:
    """Print each company's F1 when held out; write if asked."""
    data = {company.name: Embedded.of(company) for company in companies()}
    total = Counts()
    for name, held in data.items():
        rest = [e for other, e in data.items() if other != name]
        known = means(rest)
        counts = grouped(held, known, fit(rest, known))
        total += counts
        print(f"  {name:<16} F1 {counts.f1:.3f}  precision {counts.precision:.3f}  recall {counts.recall:.3f}")
    print(f"  {'all':<16} F1 {total.f1:.3f}  precision {total.precision:.3f}  recall {total.recall:.3f}")
    known = means(list(data.values()))
    weights = fit(list(data.values()), known)
    print(f"  {weights}")
    if "--write" in sys.argv:
        names = ("likeness", "crowding", "one_source_one_language", "one_source", "bias")
        body = yaml.safe_dump({name: getattr(weights, name) for name in names}, sort_keys=False)
        head = "# Fitted by `python -m benchmarks.accuracy.fit_groups --write`; docs/accuracy.md says how.\n"
        (_TARGET / "same_question.yml").write_text(head + body, encoding="utf-8")
        languages = sorted(known.joint)
        np.savez(
            _TARGET / "language_means.npz",
            model=np.asarray(model_name()),
            languages=np.asarray(languages),
            joint=np.stack([known.joint[name] for name in languages]).astype(np.float16),
            body=np.stack([known.body[name] for name in languages]).astype(np.float16),
            context=np.stack([known.context[name] for name in languages]).astype(np.float16),
        )


if __name__ == "__main__":
    main()
