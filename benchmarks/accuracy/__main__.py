"""``python -m benchmarks.accuracy [--no-outcomes] [--judge MODEL] [FOLDER ...]``: accuracy on labelled companies.

They are our own unless named. ``--no-outcomes`` does without the model that reads every two answers; ``--judge``
has a model judge what the rules leave open; run it with and without to see what either brings. The reader that ships
has learned from our own companies: ``--readers FIRST SECOND`` takes two that have learned from one half of them each
(``python -m training.pairs --companies first`` and ``second``), and each company is read by the one that hasn't
seen it. ``benchmarks/accuracy/held_out/*`` are companies that nothing has learned from.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from benchmarks.accuracy.data import Company, companies
from benchmarks.accuracy.readers import reader_by_company
from benchmarks.accuracy.run import ReadOutcomes, audit_company, judging, outcomes
from benchmarks.accuracy.score import Counts, Score, score
from cx_audit.compare.judge import Judge


def _line(name: str, counts: Counts) -> str:
    return (
        f"  {name:<12} precision {counts.precision:.3f}  recall {counts.recall:.3f}  F1 {counts.f1:.3f}"
        f"   (found {counts.tp}, false {counts.fp}, missed {counts.fn})"
    )


def _shares(counted: Counter[tuple[str, bool]]) -> str:
    names = sorted({name for name, _ in counted})
    return ", ".join(f"{name} {counted[name, True]}/{counted[name, True] + counted[name, False]}" for name in names)


def _print(title: str, total: Score, *, grouping: bool) -> None:
    print(f"\n{title}")
    if grouping:
        print(_line("grouping", total.group))
    print(_line("pairs", total.pair))
    print(_line("numeric", total.numeric))
    print(_line("questions", total.question))
    first = total.first
    print(f"  first ten    {first.precision:.3f} hold a labelled one   (right {first.tp}, wrong {first.fp})")
    print(_line("omissions", total.omission))
    print(_line("scoped", total.scoped))
    print(f"  recall by kind      {_shares(total.kinds)}")
    print(f"  recall by language  {_shares(total.languages)}")
    alarms = ", ".join(f"{n} of {total.relations[k] or '?'} {k}" for k, n in sorted(total.alarms.items()))
    print(f"  false alarms        {alarms or 'none'}")


def _measure(
    sets: list[Company], judge: Judge | None, readers: Mapping[str, ReadOutcomes | None], *, given: bool
) -> None:
    total = Score()
    for company in sets:
        one = score(company, audit_company(company, given=given, judge=judge, read=readers[company.name]))
        alarms = dict(sorted(one.alarms.items()))
        print(
            f"  {company.name:<16} grouping F1 {one.group.f1:.3f}  numeric R {one.numeric.recall:.2f}"
            f"  pairs P {one.pair.precision:.2f} R {one.pair.recall:.2f}  alarms {alarms}"
        )
        total += one
    _print("the right groups given" if given else "through our own grouping", total, grouping=not given)


def main() -> None:
    """Print both measurements."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.accuracy")
    options.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    options.add_argument("--judge", metavar="MODEL", help="default, or the folder of an NLI cross-encoder")
    options.add_argument("--no-outcomes", action="store_true", help="no model reads what the answers come to")
    options.add_argument("--readers", nargs=2, type=Path, metavar=("FIRST", "SECOND"), help="of each half of ours")
    asked = options.parse_args()
    sets = companies(asked.folders or None)
    shipped = None if asked.no_outcomes else outcomes
    readers = {**dict.fromkeys((company.name for company in sets), shipped), **reader_by_company(asked.readers)}
    with judging(asked.judge) as judge:
        for given in (False, True):
            _measure(sets, judge, readers, given=given)
            print()


if __name__ == "__main__":
    main()
