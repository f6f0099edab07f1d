"""What a folder holds, as ``cx-audit init`` writes it down: sources, languages, a region where it is plain to see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from cx_audit.cli.run import Request, discover_sources, read_answers
from cx_audit.model import Answer, Skipped

__all__ = ["Entry", "Survey", "survey"]

_SAMPLE = 2_000
_PER_FILE = 40
_MOST_ENTRIES = 40
_ENOUGH_TEXTS, _ENOUGH_SHARE = 2, 0.02
_ENOUGH_SIGNS, _CLEAR = 3, 0.8
_POLICIES = ("policy.yml", "policy.yaml")
_UNREAD = ("not recognised", "broken")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of ``sources:``: its path from the folder, and what is there.

    ``channel`` is None where its records say their own, ``format`` where it holds several files.
    """

    path: str
    format: str | None
    channel: str | None
    formats: Mapping[str, int]
    channels: Mapping[str, int]

    @property
    def answers(self) -> int:
        """How many answers it gives."""
        return sum(self.channels.values())


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is written down. ``languages`` are codes, most used first; ``unread`` are paths with a reason.

    ``policy`` and ``metrics`` are files that look like such; they are no answers, and are not unread.
    """

    entries: tuple[Entry, ...]
    languages: tuple[str, ...]
    region: str | None
    unread: tuple[tuple[str, str], ...]
    policy: str | None = None
    metrics: tuple[str, ...] = ()

    @property
    def channels(self) -> Counter[str]:
        """The answers of each channel."""
        return sum((Counter(entry.channels) for entry in self.entries), Counter[str]())


def survey(folder: Path, formats: Mapping[str, str], channels: Mapping[str, str]) -> Survey:
    """Look at all that ``folder`` holds, without any configuration; the user may say what paths are.

    Raises:
        SourceError: a file is broken, or can't be read; NothingToExamine: no answers here.
    """
    from cx_audit.config import Config
    from cx_audit.sources.walk import shown_path

    config, request = Config(), Request((folder,), dict(formats), dict(channels), mask=False)
    found = discover_sources(request, config, folder)
    answers, skipped = [], []
    for record in read_answers(found, request, config):
        answers.append(record) if isinstance(record, Answer) else skipped.append(record)
    root = shown_path(folder)
    items = {one.item.path: one.format for one in found if not isinstance(one, Skipped)}
    sample = _sample(answers)
    unread = sorted({(_inside(one.source, root), one.reason) for one in skipped if _is_unread(one)})
    metrics = tuple(path for path, _ in unread if _is_metrics(folder / path))
    return Survey(
        entries=tuple(_entries(root, answers, items)),
        languages=_languages(sample, config.languages),
        region=_region(sample),
        unread=tuple(pair for pair in unread if pair[0] not in metrics),
        policy=next((name for name in _POLICIES if (folder / name).is_file()), None),
        metrics=metrics,
    )


def _is_unread(one: Skipped) -> bool:
    return one.count > 0 and one.reason.startswith(_UNREAD)


def _is_metrics(path: Path) -> bool:
    """Whether a file that holds no answers is a table of what questions cost."""
    from cx_audit.errors import CxAuditError
    from cx_audit.impact import find_layout
    from cx_audit.sources.metrics import read_metrics

    if not path.is_file():  # inside a zip
        return False
    try:
        cells = read_metrics(path, path.name)
        find_layout(cells.columns, path.name, {})
    except CxAuditError:
        return False
    return True


def _inside(path: str, root: str) -> str:
    pure = PurePosixPath(path)
    return pure.relative_to(root).as_posix() if pure.is_relative_to(root) else path


def _entries(root: str, answers: Sequence[Answer], formats: Mapping[str, str]) -> list[Entry]:
    """Few entries that say much: a folder of one channel is one, a folder of several is looked into."""
    items = {_inside(path, root): name for path, name in formats.items()}
    by_file: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for answer in answers:
        by_file[_inside(answer.place.path or "", root)][answer.channel] += 1
    chosen = ["."]
    while wider := next((path for path in chosen if _is_mixed(path, by_file, items)), None):
        inner = _children(wider, by_file)
        if len(chosen) - 1 + len(inner) > _MOST_ENTRIES:
            break
        chosen = [path for path in chosen if path != wider] + inner
    return [_entry(path, by_file, items) for path in sorted(chosen)]


def _below(path: str, inner: str) -> bool:
    return path == "." or inner == path or inner.startswith(f"{path}/")


def _children(path: str, by_file: Iterable[str]) -> list[str]:
    depth = 0 if path == "." else path.count("/") + 1
    return sorted({"/".join(inner.split("/")[: depth + 1]) for inner in by_file if _below(path, inner)})


def _is_mixed(path: str, by_file: Mapping[str, Counter[str]], items: Mapping[str, str]) -> bool:
    """Whether a folder should be taken apart: several channels, or the whole folder; never a file or a project."""
    if path in items or path in by_file:
        return False
    channels = {channel for inner, counts in by_file.items() if _below(path, inner) for channel in counts}
    return (path == "." or len(channels) > 1) and _children(path, by_file) != [path]


def _entry(path: str, by_file: Mapping[str, Counter[str]], items: Mapping[str, str]) -> Entry:
    channels = sum((counts for inner, counts in by_file.items() if _below(path, inner)), Counter[str]())
    formats = Counter(name for inner, name in items.items() if _below(path, inner))
    if not formats:  # a file of a project that stands above it
        formats = Counter(name for inner, name in items.items() if _below(inner, path))
    return Entry(
        path=path,
        format=items[path] if path in by_file and path in items else None,
        channel=next(iter(channels)) if len(channels) == 1 else None,
        formats=formats,
        channels=channels,
    )


def _sample(answers: Sequence[Answer]) -> list[Answer]:
    """The first of each file, so that a large one doesn't speak for all."""
    taken: Counter[str] = Counter()
    out = []
    for answer in answers:
        taken[answer.place.path or ""] += 1
        if taken[answer.place.path or ""] <= _PER_FILE:
            out.append(answer)
    return out[:_SAMPLE]


def _languages(sample: Sequence[Answer], known: Sequence[str]) -> tuple[str, ...]:
    """Those that the answers say, or that their words show, if more than a stray few do."""
    from cx_audit.text import LanguageDetector, base_language, clean

    detector = LanguageDetector(known)
    seen: Counter[str] = Counter()
    for answer in sample:
        said = base_language(answer.locale or "")
        text = f"{answer.question} {clean(answer.text, answer.markup).text}"
        seen[said if said in known else detector.detect(text)] += 1
    least = max(_ENOUGH_TEXTS, _ENOUGH_SHARE * len(sample))
    ordered = sorted(seen, key=lambda language: (-seen[language], language))
    return tuple(language for language in ordered if seen[language] >= least) or tuple(ordered[:1])


def _region(sample: Sequence[Answer]) -> str | None:
    """The country that nearly all phone numbers with a country code, and locales with a country, speak of."""
    import phonenumbers

    seen: Counter[str] = Counter()
    for answer in sample:
        _, _, country = (answer.locale or "").replace("_", "-").partition("-")
        if len(country) == 2 and country.isalpha():
            seen[country.upper()] += 1
        if "+" in answer.text:
            for match in phonenumbers.PhoneNumberMatcher(answer.text[:5_000], None):
                seen[phonenumbers.region_code_for_number(match.number) or ""] += 1
    del seen[""]
    if not seen:
        return None
    region, number = max(seen.items(), key=lambda pair: (pair[1], pair[0]))
    return region if number >= _ENOUGH_SIGNS and number >= _CLEAR * seen.total() else None
