"""cx-audit as a library: ``audit()``, for programs that have the answers in hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.model import Answer, Report, Skipped

if TYPE_CHECKING:
    from cx_audit.compare.judge import Judge
    from cx_audit.embed import Encoder
    from cx_audit.pipeline import Embed, Standards

__all__ = ["audit"]


def audit(
    answers: Iterable[Answer | Skipped],
    *,
    languages: Sequence[str] = (),
    model: str | None = None,
    rules: Sequence[str | Path] = (),
    judge: Judge | str | Path | None = None,
    outcomes: bool = True,
    policy: str | Path | None = None,
    today: date | None = None,
) -> Report:
    """Group the answers by the question they answer, and tell where they disagree; ids must differ.

    Args:
        answers: what the channels say; ``cx_audit.sources.read_all`` reads them from files.
        languages: what an answer without a locale may be written in; all that have a pack unless given.
        model: a sentence-transformers model, by name or folder; the packaged one unless given.
        rules: packs of roles by name (``core``, ``ecommerce``, ...) and folders of your own rules, as ``rules:`` of
            ``cx-audit.yml`` has them; all packs unless one is named.
        judge: who rules on what the rules leave open: a ``Judge``, ``default``, or an NLI cross-encoder that is on this
            machine, by folder or name; nobody unless given.
        outcomes: whether our model reads every two answers side by side.
        policy: the file of what the company says is true.
        today: the day by which lines of the policy hold or have ended; the day in UTC unless given.

    Raises:
        NothingToExamine: not one answer with words.
        ConfigError: the rules or the policy are wrong; a PolicyError holds all mistakes of a policy.
        ModelError: the model or the judge can't be loaded.
    """
    # late: a program that only wants the types should not wait for numpy and scipy
    from cx_audit.embed import NoProgress, VectorCache, default_cache_path, embed, open_encoder
    from cx_audit.judging import RememberingJudge, open_judge, open_outcome_reader
    from cx_audit.own_rules import named_rules, use_rules
    from cx_audit.pipeline import Settings, run
    from cx_audit.resources import pack_languages

    encoder = open_encoder(model)
    cache = VectorCache(default_cache_path())
    own = named_rules([str(name) for name in rules], Path.cwd())
    known = (*pack_languages(), *(file.stem for file in own.languages))
    reader = open_outcome_reader() if outcomes else None
    settings = Settings(
        languages=tuple(languages) or tuple(dict.fromkeys(known)),
        model=_named(encoder),
        outcomes=_named(reader) if reader else "",
    )

    def rows(model: Encoder) -> Embed:
        return lambda texts: embed(texts, "query", model, cache, NoProgress())

    ruling = open_judge(judge) if isinstance(judge, str | Path) else judge
    with use_rules(own):
        return run(
            answers,
            settings,
            rows(encoder),
            judge=RememberingJudge(ruling) if ruling else None,
            standards=_standards(policy, today),
            outcomes=rows(reader) if reader else None,
        )


def _named(model: Encoder) -> str:
    return f"{model.name}@{model.fingerprint[:12]}"


def _standards(policy: str | Path | None, today: date | None) -> Standards | None:
    if policy is None:
        return None
    from cx_audit.pipeline import Standards
    from cx_audit.policy_file import read_policy_file

    return Standards(read_policy_file(Path(policy), today or datetime.now(UTC).date()))
