"""The reader of outcomes that ships: what it is given, and that it tells a yes from a no."""

from __future__ import annotations

import numpy as np
import pytest

from cx_audit.compare.outcomes import OUTCOMES, SEPARATOR
from cx_audit.embed import NoProgress
from cx_audit.embed.word_vectors import word_vectors
from cx_audit.judging.outcome_reader import MOST_TOKENS, OUTCOME_READER, open_outcome_reader, token_ids

QUIET = NoProgress()


def chances(*texts: tuple[str, str]) -> np.ndarray:
    return open_outcome_reader().encode([SEPARATOR.join(text) for text in texts], "query", QUIET)


def test_question_and_answer_stand_between_marks() -> None:
    ids = token_ids(word_vectors(), f"May I?{SEPARATOR}Yes.").tolist()
    assert (ids[0], ids[-1]) == (0, 2)
    assert ids.count(2) == 3


def test_long_texts_are_cut_each_by_itself() -> None:
    both = token_ids(word_vectors(), "word " * 5_000 + SEPARATOR + "answer " * 5_000)
    assert len(both) == MOST_TOKENS
    assert len(token_ids(word_vectors(), SEPARATOR + "answer " * 5_000)) < MOST_TOKENS


def test_a_text_without_an_answer_is_read_too() -> None:
    assert chances(("", "")).shape == (1, len(OUTCOMES))


def test_chances_sum_to_one_and_do_not_depend_on_company() -> None:
    first, second = ("May I?", "Yes, you may."), ("May I?", "No, that is not possible, we are sorry to say.")
    together, alone = chances(first, second), np.concatenate([chances(first), chances(second)])
    assert np.allclose(together.sum(axis=1), 1, atol=1e-3)
    assert np.array_equal(together, alone)


def test_batches_give_what_one_call_gives() -> None:
    texts = [f"May I?{SEPARATOR}{said}" for said in ("Yes.", "No.", "Perhaps.")]
    reader = open_outcome_reader()
    batches = list(reader.encode_each([texts[:2], texts[2:]], "query", QUIET))
    assert np.array_equal(np.concatenate(batches), reader.encode(texts, "query", QUIET))


def test_no_texts_load_no_model() -> None:
    reader = open_outcome_reader()
    assert reader.encode([], "query", QUIET).shape == (0, len(OUTCOMES))
    assert reader._loaded is None


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("Can I take my dog into the hall?", "Sure, dogs are welcome.", "Sorry, animals have to stay outside."),
        ("Mag mijn hond mee naar binnen?", "Ja hoor, honden zijn welkom.", "Helaas, dieren moeten buiten blijven."),
        ("¿Puedo entrar con mi perro?", "Claro, los perros son bienvenidos.", "Lo sentimos, no se admiten animales."),
        ("Tôi có được mang chó vào không?", "Dạ được ạ, mình cứ mang vào.", "Dạ không, bên em không nhận thú cưng."),
        ("هل يمكنني إدخال كلبي؟", "نعم، الكلاب مرحب بها.", "عذراً، لا يُسمح بدخول الحيوانات."),
    ],
)  # fmt: skip
def test_a_yes_is_granted_and_a_no_refused(question: str, yes: str, no: str) -> None:
    granted, refused = chances((question, yes), (question, no))
    assert OUTCOMES[int(granted.argmax())] == "granted"
    assert OUTCOMES[int(refused.argmax())] == "refused"


def test_it_is_known_by_its_name_and_weights() -> None:
    reader = open_outcome_reader()
    assert reader.name == OUTCOME_READER
    assert len(reader.fingerprint) == 64
