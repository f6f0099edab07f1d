"""What one worker keeps for the whole run: settings, what it read, a model once it is needed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cx_audit.compare import AnswerView, view_answer
from cx_audit.compare.polarity_verdict import Reading, read_answer
from cx_audit.edition import edition
from cx_audit.engine import Learnt, stamp
from cx_audit.kept import file_hash
from cx_audit.memo import FileMemo, Memo, NoMemo
from cx_audit.model import Answer
from cx_audit.stages.settings import Settings
from cx_audit.text import Clean, LanguageDetector, Parts, clean, split_boilerplate
from cx_audit.travels import travels

if TYPE_CHECKING:
    from cx_audit.compare.judge import Judge
    from cx_audit.embed import Encoder

__all__ = ["MOST_KEPT", "Entry", "Prepared", "Setup", "WorkDesk"]

MOST_KEPT = 20_000
"""Answers that a worker keeps read between two stages; those beyond it are read again, by the memo."""

_MOST_NOTED = 400_000
"""Readings that a worker remembers by itself."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer, cleaned, with its language and where its body begins and ends."""

    answer: Answer
    clean: Clean
    language: str
    parts: Parts


@travels
@dataclass(frozen=True, slots=True)
class Entry:
    """An answer that counts, and its language: all of it that travels."""

    answer: Answer
    language: str


class _Noting:
    """A memo over another, which it leaves as it is, that tells what is new in it."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._new: dict[bytes, str] = {}
        self._told: list[tuple[bytes, str]] = []

    def get(self, key: bytes) -> str | None:
        """What was kept, or None."""
        return self._new[key] if key in self._new else self._memo.get(key)

    def put(self, key: bytes, value: str) -> None:
        """Keep a value for a while, and note it."""
        self._keep(key, value)
        self._told.append((key, value))

    def _keep(self, key: bytes, value: str) -> None:
        self._new[key] = value
        if len(self._new) > _MOST_NOTED:
            del self._new[next(iter(self._new))]

    def learn(self, told: Learnt) -> None:
        """Keep these as well, and don't note them."""
        for key, value in told:
            self._keep(key, value)

    def learnt(self) -> Learnt:
        """What is new since this was last asked."""
        told, self._told = self._told, []
        return told


class WorkDesk:
    """A worker's own things.

    The last ``most`` answers prepared and the first ``room`` or so of those read are kept for a later stage (None:
    all); a memo spares reading the others in full again. The first, since each stage goes through them in the same
    order: of the last ones kept none would still be there when its turn comes.
    """

    def __init__(
        self,
        settings: Settings,
        memo: Memo | None = None,
        *,
        most: int | None = None,
        room: int | None = None,
        encoder: Callable[[], Encoder] | None = None,
        judge: Callable[[], Judge] | None = None,
        outcome_reader: Callable[[], Encoder] | None = None,
    ) -> None:
        self.settings = settings
        self.memo: Memo = memo or NoMemo()
        self.rules = ExitStack()
        self.detector = LanguageDetector(settings.languages)
        self._most, self._room = most, room
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._views: dict[str, AnswerView] = {}
        self._readings: dict[str, Reading] = {}
        self._open_encoder, self._open_judge, self._open_reader = encoder, judge, outcome_reader
        self._encoder: Encoder | None = None
        self._reader: Encoder | None = None
        self._judge: Judge | None = None

    @property
    def encoder(self) -> Encoder:
        """The model, loaded once. Raises ModelError; LookupError where the setup has none."""
        if self._encoder is None:
            if self._open_encoder is None:
                raise LookupError("no encoder at this desk")
            self._encoder = self._open_encoder()
        return self._encoder

    @property
    def outcome_reader(self) -> Encoder:
        """The reader of outcomes, loaded once; as ``encoder``."""
        if self._reader is None:
            if self._open_reader is None:
                raise LookupError("no reader of outcomes at this desk")
            self._reader = self._open_reader()
        return self._reader

    @property
    def judge(self) -> Judge:
        """The judge, loaded once; as ``encoder``."""
        if self._judge is None:
            if self._open_judge is None:
                raise LookupError("no judge at this desk")
            self._judge = self._open_judge()
        return self._judge

    def keep(self, prepared: Prepared) -> None:
        """Remember it until its view is asked for."""
        self._prepared[prepared.answer.id] = prepared
        if self._most is not None and len(self._prepared) > self._most:
            self._prepared.popitem(last=False)

    def prepared(self, entry: Entry) -> Prepared:
        """The answer cleaned: as it was kept, or anew."""
        found = self._prepared.get(entry.answer.id)
        if found is None or found.answer != entry.answer:
            text = clean(entry.answer.text, entry.answer.markup)
            found = Prepared(entry.answer, text, entry.language, split_boilerplate(text.text, entry.language))
        return found

    def view(self, entry: Entry) -> AnswerView:
        """The answer as the comparison sees it: as it was kept, or read."""
        name = entry.answer.id
        view = self._views.get(name)
        if view is None or view.answer != entry.answer:
            p = self.prepared(entry)
            self._prepared.pop(name, None)
            view = view_answer(p.answer, p.clean, p.language, self.settings.region, self.memo, p.parts)
            self._views[name] = view
        return view

    def reading(self, entry: Entry) -> Reading:
        """What the answer says to its question as a whole."""
        view, reading = self.view(entry), self._readings.get(entry.answer.id)
        if reading is None or reading.view is not view:
            reading = self._readings[entry.answer.id] = read_answer(view)
        return reading

    def forget(self, entries: tuple[Entry, ...]) -> None:
        """These aren't needed any more."""
        for entry in entries:
            for kept in (self._prepared, self._views, self._readings):
                kept.pop(entry.answer.id, None)

    def leave(self, entries: tuple[Entry, ...]) -> None:
        """These were read, and are forgotten where there is no room for them until they are needed again."""
        if self._room is not None and len(self._views) > self._room:
            self.forget(entries)

    def learnt(self) -> Learnt:
        """What was read anew since it was last asked; nothing where the memo is the run's own."""
        return self.memo.learnt() if isinstance(self.memo, _Noting) else ()

    def learn(self, told: Learnt) -> None:
        """Take over what another worker read."""
        if isinstance(self.memo, _Noting):
            self.memo.learn(told)

    def close(self) -> None:
        """Leave the user's rules."""
        self.rules.close()


@dataclass(frozen=True, slots=True)
class Setup:
    """What a worker in another process needs for a desk like that of this one.

    ``readings`` is the file of the memo, read only; ``languages`` and ``roles`` are the user's own rules, ``packs``
    those selected. ``encoder``, ``judge`` and ``outcome_reader`` make a model, and can be found by name in any process.
    """

    settings: Settings
    readings: Path | None = None
    languages: tuple[Path, ...] = ()
    roles: tuple[Path, ...] = ()
    packs: frozenset[str] | None = None
    encoder: Callable[[], Encoder] | None = None
    judge: Callable[[], Judge] | None = None
    outcome_reader: Callable[[], Encoder] | None = None

    @property
    def lasting(self) -> tuple[type, ...]:
        """What most stages are given."""
        return (Answer,)

    def stamp(self) -> str:
        """Changes with code, models, settings and the user's rules."""
        rules = [file_hash(path) for path in (*self.languages, *self.roles)]
        judge = self.judge().fingerprint if self.judge else ""
        return stamp(edition(), self.settings, rules, self.packs, judge)

    def open(self) -> WorkDesk:
        """The desk. Raises ConfigError where one of the user's rules can't be read."""
        from cx_audit.compare.scope_pack import extend_scope
        from cx_audit.facts import extend_packs
        from cx_audit.roles import Selection, use_roles

        known = FileMemo(self.readings, (*self.languages, *self.roles)) if self.readings else NoMemo()
        desk = WorkDesk(
            self.settings,
            _Noting(known),
            most=MOST_KEPT,
            room=MOST_KEPT,
            encoder=self.encoder,
            judge=self.judge,
            outcome_reader=self.outcome_reader,
        )
        desk.rules.enter_context(extend_packs(self.languages))
        desk.rules.enter_context(use_roles(Selection(self.packs, self.roles)))
        desk.rules.enter_context(extend_scope(self.settings.segments.scope if self.settings.segments else None))
        return desk
