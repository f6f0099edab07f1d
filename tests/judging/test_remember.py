"""A pair is judged once, whatever the order, and a broken memo costs nothing but time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from judging_kit import ListedJudge, pair

from cx_audit.compare.judge import StatementPair
from cx_audit.judging import EDITION, RememberingJudge, open_judge
from cx_audit.memo import FileMemo

SAID = [f"you may return sale items {'never ' * n}".strip() for n in range(12)]
PAIRS = [pair(a, b) for a in SAID for b in SAID if a < b]


class Bar:
    """Keeps the calls made to it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []

    def start(self, total: int, what: str) -> None:
        assert what
        self.calls.append(("start", total))

    def advance(self, n: int) -> None:
        self.calls.append(("advance", n))

    def done(self) -> None:
        self.calls.append(("done", 0))


def test_a_second_run_judges_nothing_and_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.sqlite3"
    inner = ListedJudge({frozenset((p.left.text, p.right.text)): 0.123456 * (i % 8) for i, p in enumerate(PAIRS)})
    memo = FileMemo(path, edition=EDITION)
    first = RememberingJudge(inner, memo).judge(PAIRS)
    memo.close()
    assert sum(map(len, inner.asked)) == len(PAIRS)
    again = ListedJudge()
    assert RememberingJudge(again, FileMemo(path, edition=EDITION)).judge(PAIRS) == first
    assert again.asked == []


def test_another_model_judges_anew(tmp_path: Path) -> None:
    memo = FileMemo(tmp_path / "verdicts.sqlite3", edition=EDITION)
    RememberingJudge(ListedJudge(), memo).judge(PAIRS)
    other = ListedJudge()
    other.fingerprint = "2" * 64
    RememberingJudge(other, memo).judge(PAIRS)
    assert sum(map(len, other.asked)) == len(PAIRS)


@pytest.mark.parametrize("changed", ["question", "answer"])
def test_another_context_is_another_pair(changed: str) -> None:
    assert pair("yes", "no", **{changed: "a"}).key() != pair("yes", "no", **{changed: "b"}).key()
    assert pair("yes", "no").key() == pair("no", "yes").key()


def test_twice_the_same_pair_is_judged_once() -> None:
    inner = ListedJudge()
    assert len(RememberingJudge(inner).judge(PAIRS[:3] * 2)) == 6
    assert [len(asked) for asked in inner.asked] == [3]


def test_what_is_asked_does_not_depend_on_the_order() -> None:
    def asked(pairs: list[StatementPair]) -> list[list[StatementPair]]:
        inner = ListedJudge()
        RememberingJudge(inner).judge(pairs)
        return inner.asked

    assert asked(random.Random(3).sample(PAIRS, len(PAIRS))) == asked(PAIRS)
    assert max(map(len, asked(PAIRS))) <= 32


def test_progress_is_told() -> None:
    bar = Bar()
    RememberingJudge(ListedJudge(), progress=bar).judge(PAIRS)
    assert bar.calls == [("start", 66), ("advance", 32), ("advance", 32), ("advance", 2), ("done", 0)]
    bar.calls.clear()
    RememberingJudge(ListedJudge(), progress=bar).judge([])
    assert bar.calls == []


@pytest.mark.parametrize("kept", ["", "nonsense", "1 2", "0.9 0.9 0 0", "nan nan nan nan", "1 0 0 0 0"])
def test_a_kept_value_that_is_no_verdict_is_judged_again(kept: str) -> None:
    class Odd:
        def get(self, key: bytes) -> str:
            return kept

        def put(self, key: bytes, value: str) -> None: ...

    inner = ListedJudge({frozenset((PAIRS[0].left.text, PAIRS[0].right.text)): 0.7})
    (verdict,) = RememberingJudge(inner, Odd()).judge(PAIRS[:1])
    assert verdict.contradicts == 0.7


def test_texts_are_not_kept(tmp_path: Path) -> None:
    memo = FileMemo(tmp_path / "verdicts.sqlite3", edition=EDITION)
    RememberingJudge(ListedJudge(), memo).judge([pair("our secret recipe", "no recipe")])
    memo.close()
    assert b"recipe" not in (tmp_path / "verdicts.sqlite3").read_bytes()


def test_rounding_hides_what_the_batch_does(nli: Path) -> None:
    model = open_judge(nli)
    alone = [RememberingJudge(model).judge([one])[0] for one in PAIRS[:8]]
    assert RememberingJudge(model).judge(PAIRS)[:8] == alone
