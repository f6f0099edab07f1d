"""The reader of outcomes that ships: what it is given, and that it tells a yes from a no."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from cx_audit.compare.outcomes import OUTCOMES, READ, SEPARATOR
from cx_audit.embed import NoProgress
from cx_audit.embed.word_vectors import word_vectors
from cx_audit.judging.outcome_reader import MOST_TOKENS, OUTCOME_READER, open_outcome_reader, parts, token_ids, turned

QUIET = NoProgress()


def numbers(*texts: tuple[str, str, str]) -> np.ndarray:
    return open_outcome_reader().encode([SEPARATOR.join(text) for text in texts], "query", QUIET)


def test_question_and_answers_stand_between_marks() -> None:
    ids = token_ids(word_vectors(), SEPARATOR.join(("May I?", "Yes.", "No.")))
    assert (ids[0], ids[-1]) == (0, 2)
    assert np.count_nonzero(ids == 2) == 5
    marked = parts(ids)
    assert np.array_equal(np.unique(marked), (1, 2, 3))
    assert (np.diff(marked) >= 0).all()
    assert [int(ids[marked == part][-1]) for part in (1, 2, 3)] == [2, 2, 2]


def test_turned_they_stand_in_the_other_order() -> None:
    one, other = (
        token_ids(word_vectors(), SEPARATOR.join(("May I?", *said))) for said in (("Yes.", "No!"), ("No!", "Yes."))
    )
    assert np.array_equal(turned(one), other)
    assert np.array_equal(turned(turned(one)), one)


def test_long_texts_are_cut_each_by_itself() -> None:
    both = token_ids(word_vectors(), SEPARATOR.join(("word " * 5_000, "answer " * 5_000, "other " * 5_000)))
    assert len(both) == MOST_TOKENS
    assert len(token_ids(word_vectors(), SEPARATOR.join(("", "answer " * 5_000, "")))) < MOST_TOKENS


def test_a_text_without_an_answer_is_read_too() -> None:
    assert numbers(("", "", "")).shape == (1, READ)


def test_chances_sum_to_one_and_do_not_depend_on_company() -> None:
    first = ("May I?", "Yes, you may.", "No, you may not.")
    second = ("May I?", "No, that is not possible, we are sorry to say.", "Certainly.")
    together, alone = numbers(first, second), np.concatenate([numbers(first), numbers(second)])
    for start, end in ((0, 3), (3, 3 + len(OUTCOMES)), (3 + len(OUTCOMES), READ)):
        assert np.allclose(together[:, start:end].sum(axis=1), 1, atol=1e-3)
    assert np.array_equal(together, alone)


def test_batches_give_what_one_call_gives() -> None:
    texts = [SEPARATOR.join(("May I?", said, "No, sorry.")) for said in ("Yes.", "No.", "Perhaps.")]
    reader = open_outcome_reader()
    batches = list(reader.encode_each([texts[:2], texts[2:]], "query", QUIET))
    assert np.array_equal(np.concatenate(batches), reader.encode(texts, "query", QUIET))


def test_no_texts_load_no_model() -> None:
    reader = open_outcome_reader()
    assert reader.encode([], "query", QUIET).shape == (0, READ)
    assert reader._loaded is None


DOGS = [
    ("Can I take my dog into the hall?", "Sure, dogs are welcome.", "Sorry, animals have to stay outside."),
    ("Mag mijn hond mee naar binnen?", "Ja hoor, honden zijn welkom.", "Helaas, dieren moeten buiten blijven."),
    ("¿Puedo entrar con mi perro?", "Claro, los perros son bienvenidos.", "Lo sentimos, no se admiten animales."),
    ("Tôi có được mang chó vào không?", "Dạ được ạ, mình cứ mang vào.", "Dạ không, bên em không nhận thú cưng."),
    ("هل يمكنني إدخال كلبي؟", "نعم، الكلاب مرحب بها.", "عذراً، لا يُسمح بدخول الحيوانات."),
]


@pytest.mark.parametrize(("question", "yes", "no"), DOGS)
def test_a_yes_is_granted_a_no_refused_and_the_two_contradict_each_other(question: str, yes: str, no: str) -> None:
    one, other = numbers((question, yes, no), (question, no, yes))
    for row, granted, refused in ((one, 3, 7), (other, 7, 3)):
        assert OUTCOMES[int(row[granted : granted + 4].argmax())] == "granted"
        assert OUTCOMES[int(row[refused : refused + 4].argmax())] == "refused"
        assert int(row[:3].argmax()) == 1
    assert np.array_equal(other, np.concatenate((one[:3], one[7:], one[3:7])))  # read in either order


def test_two_that_refuse_in_two_languages_do_not_contradict_each_other() -> None:
    refusals = [no for *_, no in DOGS]
    rows = numbers(*((DOGS[0][0], one, other) for one, other in pairwise(refusals)))
    assert (rows[:, :3].argmax(axis=1) == 0).all()


def test_it_is_known_by_its_name_and_weights() -> None:
    reader = open_outcome_reader()
    assert reader.name == OUTCOME_READER
    assert len(reader.fingerprint) == 64
