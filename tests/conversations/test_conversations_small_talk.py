"""Which messages say something."""

from __future__ import annotations

import pytest

from cx_audit.conversations import Kind, Role, role_of, says, words_of
from cx_audit.resources import pack_languages

HOLDING = {
    "en": ["Let me check that for you, one moment please.", "Hi Anna,\nbear with me while I look.\nKind regards,\nTom"],
    "nl": ["Dag Anna, ik zoek het even voor je uit. Een momentje!", "Even geduld alstublieft."],
    "de": ["Einen Moment bitte, ich schaue kurz nach.", "Ich prüfe das für Sie."],
    "fr": ["Je vérifie, un instant.", "Merci de patienter quelques minutes."],
    "es": ["Déjeme comprobarlo, un momento.", "Voy a revisar su caso."],
    "pt": ["Um momento, vou verificar para você.", "Aguarde um momento, por favor."],
    "it": ["Un attimo, verifico subito.", "La prego di attendere in linea."],
    "pl": ["Już sprawdzam, proszę chwilę.", "Chwileczkę, sprawdzę to."],
    "vi": ["Dạ em kiểm tra giúp chị ạ.", "Vui lòng chờ trong giây lát."],
    "ar": ["لحظة من فضلك، سأتحقق من الأمر", "يرجى الانتظار قليلا"],
}
MANNERS = {
    "en": ["Thank you so much for your help!", "Hello!", "ok thanks", "You're welcome. Have a nice day!"],
    "nl": ["Dank je wel!", "Graag gedaan. Fijne dag nog!"],
    "de": ["Vielen Dank für die Hilfe!", "Gern geschehen. Schönen Tag!"],
    "fr": ["Merci beaucoup !", "Avec plaisir. Bonne journée !"],
    "es": ["¡Muchas gracias!", "De nada. ¡Que tenga un buen día!"],
    "pt": ["Muito obrigada!", "De nada. Tenha um ótimo dia!"],
    "it": ["Grazie mille!", "Prego. Buona giornata!"],
    "pl": ["Dziękuję bardzo!", "Nie ma za co. Miłego dnia!"],
    "vi": ["Cảm ơn bạn nhiều!", "Dạ không có gì ạ."],
    "ar": ["شكرا جزيلا", "على الرحب والسعة"],
}
SAYS = {
    "en": [
        "No problem, returns are free for members.",
        "Yes, no problem!",
        "Thanks. You have 30 days.",
        "Let me check: you have 30 days.",
        "Thanks for waiting. Opened bags can't be returned.",
        "I understand that returns are always free.",
        "Yes.",
    ],
    "nl": ["Bedankt voor het wachten. Retourneren is gratis.", "Ja, dat kan."],
    "de": ["Danke fürs Warten. Die Rückgabe ist kostenlos."],
    "fr": ["Merci d'avoir patienté. Le retour est gratuit."],
    "es": ["Gracias por esperar. La devolución es gratuita."],
    "pt": ["Obrigado por aguardar. A devolução é grátis."],
    "it": ["Grazie per l'attesa. Il reso è gratuito."],
    "pl": ["Dziękuję za cierpliwość. Zwrot jest bezpłatny."],
    "vi": ["Cảm ơn bạn đã chờ. Đổi trả miễn phí."],
    "ar": ["شكرا لانتظارك. الإرجاع مجاني."],
}


def _cases(listed: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in listed.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), _cases(HOLDING))
def test_a_request_to_wait(language: str, text: str) -> None:
    assert says(text, language).kind is Kind.HOLDING


@pytest.mark.parametrize(("language", "text"), _cases(MANNERS))
def test_manners(language: str, text: str) -> None:
    assert says(text, language).kind is Kind.MANNERS


@pytest.mark.parametrize(("language", "text"), _cases(SAYS))
def test_what_says_something_beside_manners(language: str, text: str) -> None:
    found = says(text, language)
    assert found.kind is Kind.SAYS
    assert found.body


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hi Anna,\nCould you give me your order number?\nTom"),
        ("es", "¿Me da su correo?"),
        ("ar", "ما رقم الطلب؟"),
    ],
)
def test_a_question_back(language: str, text: str) -> None:
    assert says(text, language).kind is Kind.ASKS


def test_an_unknown_language_knows_the_words_of_all() -> None:
    assert says("Muchas gracias!", "").kind is Kind.MANNERS
    assert says("Even geduld alstublieft.", "xx").kind is Kind.HOLDING


def test_the_body_is_without_greeting_and_manners() -> None:
    found = says("Hi there,\nThanks for your help. Can I still cancel?\nRegards,\nBob", "en")
    assert found.body == ("Can I still cancel?",)


@pytest.mark.parametrize("language", pack_languages())
def test_each_language_has_its_words(language: str) -> None:
    words = words_of(language)
    assert words != words_of(None)
    for field in ("introductions", "references", "births", "holding", "pleasantries", "quoted", "automated"):
        assert getattr(words, field), field
    assert words.roles.customer
    assert words.roles.agent


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        ("Customer", Role.CUSTOMER), ("end-user", Role.CUSTOMER), ("Klant", Role.CUSTOMER), ("cliente", Role.CUSTOMER),
        ("khách hàng", Role.CUSTOMER), ("العميل", Role.CUSTOMER), ("Agent", Role.AGENT), ("CONSEILLÈRE", Role.AGENT),
        ("medewerker", Role.AGENT), ("nhan vien", Role.AGENT), ("virtual_assistant", Role.BOT), ("bot", Role.BOT),
        ("internal note", Role.NOTE), ("SYSTEM", Role.SYSTEM), ("Tom de Wit", None), ("", None),
    ],
)  # fmt: skip
def test_roles(cell: str, role: Role | None) -> None:
    assert role_of(cell) is role
