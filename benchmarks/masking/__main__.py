"""``python -m benchmarks.masking [--show] [FOLDER]``: what masking misses, and what it hides wrongly.

Each line of ``LANGUAGE.yml`` is a message that we made up, with its details marked: ``{phone:06 12345678}`` must be
hidden, ``{keep:14 days}`` must stay. A detail is missed if any word of it with two letters or digits is still
there. Masking was mended with the misses of the first folder in view; those of ``unseen`` were written afterwards and
counted only: their rate is the honest one. ``--show`` lists the misses of the first.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import yaml

from cx_audit.masking import Companys, contacts_in, mask

FOLDER = Path(__file__).parent
_MARK = re.compile(r"\{([a-z]+):([^{}]*)\}")
_WORD = re.compile(r"\w{2,}")
_PUBLIC = "+31 20 555 0199 help@tidewheel.example Havenstraat 12, 1011 AB Amsterdam"
"""What the company's FAQ says, too."""


def companys() -> Companys:
    """What belongs to the company that the messages were written to."""
    values = frozenset(spot.value for spot in contacts_in(_PUBLIC, ""))
    return Companys(values, frozenset({"tidewheel.example"}))


def wrong_in(marked: str, language: str, ours: Companys) -> tuple[Counter[str], list[tuple[str, str]], str]:
    """How many marks there are of each kind, those that went wrong (kind, text), and the masked text."""
    marks = [(match[1], match[2]) for match in _MARK.finditer(marked)]
    masked, _ = mask(_MARK.sub(lambda match: match[2], marked), (), language, ours)
    left = Counter(_WORD.findall(re.sub(r"\[[a-z -]+\]", " ", masked)))
    # A word that stands elsewhere, outside a detail, may stay there.
    left.subtract(_WORD.findall(_MARK.sub(lambda match: match[2] if match[1] == "keep" else " ", marked)))
    wrong = []
    for kind, text in marks:
        failed = text not in masked if kind == "keep" else any(left[word] > 0 for word in _WORD.findall(text))
        if failed:
            wrong.append((kind, text))
    return Counter(kind for kind, _ in marks), wrong, masked


def _keys(kind: str, half: str, language: str) -> list[tuple[str, str]]:
    """The rows of the table in which a mark counts."""
    group = "keep" if kind == "keep" else "hide"
    return [(name, group) for name in ("all", half, language, *([] if kind == "keep" else [kind]))]


def _rate(bad: int, of: int) -> str:
    return f"{bad:4} of {of:4} ({bad / max(of, 1):6.1%})"


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.masking")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    ours = companys()
    marks: Counter[tuple[str, str]] = Counter()
    misses: Counter[tuple[str, str]] = Counter()
    messages = 0
    for file in sorted(args.folder.rglob("*.yml")):
        half = "unseen" if file.parent.name == "unseen" else "seen"
        for number, text in enumerate(yaml.safe_load(file.read_text("utf-8")), 1):
            counted, wrong, masked = wrong_in(text, file.stem, ours)
            messages += 1
            for kind, count in counted.items():
                for key in _keys(kind, half, file.stem):
                    marks[key] += count
            for kind, said in wrong:
                for key in _keys(kind, half, file.stem):
                    misses[key] += 1
                if args.show and half == "seen":
                    print(f"  {file.stem}:{number} {kind} {said!r} -> {masked!r}")
    print(f"{messages} messages; missed = personal details that stay, hidden = facts of the company that don't")
    for name in ("all", "seen", "unseen", *sorted({key for key, _ in marks} - {"all", "seen", "unseen"})):
        told = f"  {name:8} missed {_rate(misses[name, 'hide'], marks[name, 'hide'])}"
        print(told + (f"   hidden {_rate(misses[name, 'keep'], marks[name, 'keep'])}" if marks[name, "keep"] else ""))


if __name__ == "__main__":
    main()
