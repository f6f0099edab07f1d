"""``python -m benchmarks.speed.reading [SIZE]``: to read answers, and to send them to a worker and back.

SIZE answers (5,000 unless told) of our own corpus from one table, and the first 500 of them from a page each. Processor
milliseconds an answer, best of three. Reading could only be spread to gain where it takes longer than sending.
"""

from __future__ import annotations

import argparse
import html
import pickle
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.speed.corpora import corpus, write
from cx_audit.engine.worker import ready_to_travel
from cx_audit.model import Answer
from cx_audit.sources import discover, read_all

__all__ = ["main"]

_PAGES = 500
_RUNS = 3
_FILLING = "<p>Our shops are open all year, and our team is glad to help.</p>" * 20


def _told(what: str, count: int, work: Callable[[], object]) -> None:
    best = float("inf")
    for _ in range(_RUNS):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    print(f"  {what:32} {1_000 * best / count:7.3f} ms an answer")


def _write_pages(folder: Path, answers: Sequence[Answer]) -> None:
    folder.mkdir()
    for number, answer in enumerate(answers):
        asked, said = html.escape(answer.question), html.escape(answer.text)
        body = f"<main><h1>{asked}</h1><p>{said}</p>{_FILLING}</main>"
        page = f"<html><head><title>{asked}</title></head><body>{body}</body></html>"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")


def main() -> None:
    """Print the figures."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.speed.reading", description=__doc__)
    asked.add_argument("size", nargs="?", type=int, default=5_000)
    answers = corpus(asked.parse_args().size)
    ready_to_travel()
    with tempfile.TemporaryDirectory() as place:
        table, pages = Path(place) / "answers.csv", Path(place) / "pages"
        write(table, answers)
        _write_pages(pages, answers[:_PAGES])
        _told("from a table", len(answers), lambda: list(read_all(discover([table]))))
        _told("each from a page of its own", min(_PAGES, len(answers)), lambda: list(read_all(discover([pages]))))
    _told("sent to a worker and back", len(answers), lambda: pickle.loads(pickle.dumps(answers)))


if __name__ == "__main__":
    main()
