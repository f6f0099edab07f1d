"""Conversations in all their exports: who answered what, what is hidden, what is counted."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from sources_kit import DATA, Results, World

from cx_audit.errors import SourceError
from cx_audit.model import Answer, Skipped
from cx_audit.sources import Handling, Limits, discover, read_all, turn_store
from cx_audit.sources.mail_text import newest_text
from cx_audit.sources.turn_columns import when

HEADER = "conversation_id,turn,role,agent_id,customer_name,text"


def chats(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def read(*names: str, handling: Handling | None = None) -> Results:
    found = list(read_all(discover([Path(name) for name in names]), handling))
    return Results(
        [one for one in found if isinstance(one, Answer)], [one for one in found if isinstance(one, Skipped)]
    )


def masked(results: Results) -> str | None:
    return next((one.detail for one in results.skipped if one.reason == "masked"), None)


def test_rows_may_come_in_any_order(world: World) -> None:
    lines = (DATA / "conversations/chats.csv").read_text("utf-8").splitlines()
    world.write("a/chats.csv", "\n".join(lines) + "\n")
    shuffled = lines[1:]
    random.Random(7).shuffle(shuffled)
    world.write("b/chats.csv", "\n".join([lines[0], *shuffled]) + "\n")
    first, second = world.read("a"), world.read("b")
    assert first.ids == second.ids
    assert first.pairs == second.pairs
    assert masked(first) == masked(second)


@pytest.mark.parametrize(
    "header",
    [
        "Conversation ID,Turn,Role,Agent ID,Customer Name,Message",
        "ticket_id;turn;author_type;agent;customer;body",
        "chat_id\tmessage_number\tsender type\trep\tvisitor_name\tcontent",
    ],
)
def test_names_of_columns_as_others_write_them(world: World, header: str) -> None:
    mark = next(mark for mark in ",;\t" if mark in header)
    rows = [["c1", "1", "visitor", "", "Ann", "Is it free?"], ["c1", "2", "operator", "a1", "Ann", "It costs 5 euro."]]
    world.write("x.csv", "\n".join([header, *(mark.join(row) for row in rows)]) + "\n")
    assert world.formats() == {"x.csv": "conversations"}
    (answer,) = world.read().answers
    assert (answer.question, answer.text, answer.agent) == ("Is it free?", "It costs 5 euro.", "a1")


def test_a_table_of_answers_stays_one(world: World) -> None:
    world.write("faq/x.csv", "ticket_id,role,question,answer\n1,agent,Is it free?,Yes\n")
    world.write("faq/y.csv", "conversation_id,agent,question,text\n1,Mia,Is it free?,Yes\n")
    world.write("faq/z.csv", "ticket_id,agent,title,text\n1,Mia,Is it free?,Yes\n")
    assert set(world.formats().values()) == {"table"}


def test_as_a_workbook_and_as_parquet(world: World) -> None:
    import openpyxl
    import pyarrow
    import pyarrow.parquet

    rows = [
        HEADER.split(","),
        ["c1", 1, "customer", None, "Ann", "Is it free?"],
        ["c1", 2, "agent", 7, None, "No, 5 euro."],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(world.root / "x.xlsx")
    columns = {name: [None if row[at] is None else str(row[at]) for row in rows[1:]] for at, name in enumerate(rows[0])}
    pyarrow.parquet.write_table(pyarrow.table(columns), world.root / "y.parquet")
    assert [answer.text for answer in read("x.xlsx").answers] == ["No, 5 euro."]
    found = world.read("y.parquet")
    assert [(answer.agent, answer.text) for answer in found.answers] == [("7", "No, 5 euro.")]


def test_a_missing_column_is_told(world: World) -> None:
    world.write("x.csv", "conversation_id,message\nc1,hello\n")
    with pytest.raises(SourceError, match="no column role; found 'conversation_id', 'message'"):
        world.read("x.csv", formats={"x.csv": "conversations"})


def test_the_companys_number_stays_once_three_customers_were_told(world: World) -> None:
    def told(customers: Sequence[str]) -> str:
        rows = []
        for at, name in enumerate(customers):
            rows += [
                f"c{at},1,customer,,{name},Whom do I call?",
                f'c{at},2,agent,a1,,"Call 020 555 0199, {name}, ask for case 4471{at}."',
            ]
        world.write("x.csv", chats(*rows))
        (answer,) = read("x.csv").answers
        return answer.text

    assert told(["Ann", "Bob"]) == "Call [phone number], [name], ask for case [order number]."
    assert told(["Ann", "Bob", "Cid"]) == "Call 020 555 0199, [name], ask for case [order number]."


def test_what_the_faq_tells_everybody_stays(world: World) -> None:
    world.write(
        "chats.csv", chats("c1,1,customer,,Ann,Where?", 'c1,2,agent,a1,,"Mail help@shop.example or 0800 1234567."')
    )
    assert read("chats.csv").answers[0].text == "Mail [e-mail] or [phone number]."
    world.write("faq/x.csv", "question,answer\nContact?,Write to info@shop.example or call 0800-1234567.\n")
    (answer,) = [one for one in world.read().answers if one.channel == "agent"]
    assert answer.text == "Mail help@shop.example or 0800 1234567."


def test_given_domains_are_the_companys(world: World) -> None:
    world.write("x.csv", chats("c1,1,customer,,Ann,Where?", "c1,2,agent,a1,,Mail help@shop.example today."))
    handling = Handling(domains=frozenset({"shop.example"}))
    assert read("x.csv", handling=handling).answers[0].text == "Mail help@shop.example today."


def test_without_masking_texts_are_as_written(world: World) -> None:
    world.write("x.csv", chats("c1,1,customer,,Ann,Is order 12345 free?", "c1,2,agent,a1,,Yes Ann it is always free."))
    found = read("x.csv", handling=Handling(mask=False))
    assert found.pairs == [("Is order 12345 free?", "Yes Ann it is always free.")]
    assert masked(found) is None
    assert masked(read("x.csv")) == "[name] 1, [order number] 1"


def test_a_pasted_sentence_is_one_answer_with_its_uses(world: World) -> None:
    macro = "You can return it within 30 days of delivery, in its original box, and the return label is free of charge."
    rows = []
    for at in range(300):
        rows += [
            f"c{at},1,customer,,Ann {at},How do I send back thing {at}?",
            f'c{at},2,agent,a{at % 2},,"Hi Person{chr(65 + at % 26)}, {macro}"',
            f"c{at},3,customer,,Ann {at},Is it free?",
            f"c{at},4,agent,a1,,Yes it is.",
        ]
    world.write("x.csv", chats(*rows))
    found = read("x.csv").answers
    assert sorted((answer.agent, answer.uses) for answer in found) == [("a0", 150), ("a1", 150), ("a1", 300)]
    assert all(len(answer.variants) <= 5 for answer in found)


def test_a_short_answer_to_another_question_is_another_answer(world: World) -> None:
    rows = [
        "c1,1,customer,,,Is it free?",
        "c1,2,agent,a,,Yes it is.",
        "c2,1,customer,,,Is it open?",
        "c2,2,agent,a,,Yes it is.",
    ]
    world.write("x.csv", chats(*rows))
    assert [answer.uses for answer in read("x.csv").answers] == [1, 1]


def test_reps_by_number(world: World) -> None:
    def numbered(names: Sequence[str], key: bytes = b"") -> dict[str, str | None]:
        rows = [f"agent,How long for {name}?,{name} says {ord(name[0])} days,{name}" for name in names]
        world.write("x.csv", "channel,question,answer,agent\n" + "\n".join(rows) + "\n")
        found = read("x.csv", handling=Handling(anonymise=True, key=key)).answers
        assert not any(name in json.dumps([one.id, one.question, one.text]) for one in found for name in names)
        return {answer.id: answer.agent for answer in found}

    names = ["Tom", "Eva", "Mia", "Jan", "Lea", "Kim"]
    first = numbered(names)
    assert sorted(first.values()) == ["1", "2", "3", "4", "5", "6"]
    assert numbered(names[::-1]) == first
    assert numbered(names, b"secret") != first


def test_given_channels_name_the_reps_and_not_the_bot(world: World) -> None:
    world.write("x.csv", chats("c1,1,customer,,,Is it free?", "c1,2,bot,,,It costs 5.", "c1,3,agent,a1,,It costs 6."))
    found = world.read("x.csv", channels={"x.csv": "live chat"})
    assert sorted(answer.channel for answer in found.answers) == ["chatbot", "live chat"]


def test_no_conversation_is_endless(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cx_audit.sources.turn_store.MOST_TURNS", 10)
    world.write("x.csv", chats(*(f"c1,{at},customer,,,Is it free {at}?" for at in range(25))))
    (long,) = [one for one in read("x.csv").skipped if one.reason == "too long"]
    assert long.count == 15


def test_a_field_that_is_too_long_is_told_with_what_to_do(world: World) -> None:
    world.write("x.csv", "channel,question,answer\nfaq,Q," + "x" * 2_000 + "\n")
    with pytest.raises(SourceError, match=r"x.csv:2: a field of more than 1,000 characters: answer .*field_characters"):
        world.read("x.csv", limits=Limits(max_field=1_000))


@pytest.mark.parametrize(
    ("cell", "seconds", "day"),
    [
        ("2026-03-01T10:00:00Z", 1772359200.0, "2026-03-01"),
        ("2026-03-01 10:00:00 UTC", 1772359200.0, "2026-03-01"),
        ("1772359200", 1772359200.0, "2026-03-01"),
        ("1772359200000", 1772359200000.0, "2026-03-01"),
        ("7", 7.0, None),
        ("nan", None, None),
        ("1e999", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_times(cell: str, seconds: float | None, day: str | None) -> None:
    assert when(cell) == (seconds, day)


REPLY = "You have 30 days."


@pytest.mark.parametrize(
    "below",
    [
        "On Mon, 2 Feb 2026 at 11:00, Ola <o@mail.example> wrote:\n> hello",
        "Op ma 2 feb. 2026 om 11:00 schreef Ola <o@mail.example>:\n> hallo",
        "Am 02.02.2026 um 09:00 schrieb Ola <o@mail.example>:\n> hallo",
        "Le lun. 2 févr. 2026 à 11:00, Ola <o@mail.example> a écrit :\n> salut",
        "El lun, 2 feb 2026 a las 11:00, Ola (<o@mail.example>) escribió:\n> hola",
        "Em seg., 2 de fev. de 2026 às 11:00, Ola <o@mail.example> escreveu:\n> olá",
        "Il giorno lun 2 feb 2026 alle ore 11:00 Ola <o@mail.example> ha scritto:\n> ciao",
        "W dniu pon., 2 lut 2026 o 11:00 Ola <o@mail.example> napisał(a):\n> cześć",
        "Vào Th 2, 2 thg 2, 2026 lúc 11:00 Ola <o@mail.example> đã viết:\n> chào",
        "في الاثنين، 2 فبراير 2026 في 11:00 كتب Ola <o@mail.example>:\n> مرحبا",
        "-----Original Message-----\nFrom: Ola\nSent: Monday\nTo: Help\nSubject: x\n\nhello",
        "-- \nTidewheel Coffee\n+31 20 555 0199",
        "Sent from my iPhone",
        "> hello",
    ],
)
def test_what_stands_below_a_reply_is_cut(below: str) -> None:
    assert newest_text(f"{REPLY}\n\n{below}\n") == REPLY


def test_an_answer_below_the_quote_is_kept() -> None:
    assert newest_text(f"On Mon, 2 Feb 2026, Ola wrote:\n> how long?\n\n{REPLY}") == REPLY


@pytest.mark.timing
@pytest.mark.parametrize("text", ["On a " * 20_000, "> " * 50_000, "x\n" * 50_000, "From: a\n" * 5_000, ":" * 50_000])
def test_hostile_mail_is_read_quickly(text: str) -> None:
    import time

    start = time.process_time()
    newest_text(text)
    assert time.process_time() - start < 3


def test_a_shop_whose_address_is_with_a_provider_of_its_customers(world: World) -> None:
    talks = []
    for at in range(3):
        question = _mail(f"Is thing {at} free?").replace("<1@", f"<{at}@").replace("ann@m.example", f"a{at}@gmail.com")
        answer = _reply(f"It costs {at} euro.").replace("<2@", f"<r{at}@").replace("<1@", f"<{at}@")
        talks.append(
            (question + answer.replace("ann@m.example", f"a{at}@gmail.com")).replace(
                "help@shop.example", "myshop@gmail.com"
            )
        )
    world.write("x.mbox", "".join(talks))
    found = world.read("x.mbox").answers
    assert sorted((one.question, one.text) for one in found) == [
        (f"Is thing {at} free?", f"It costs {at} euro.") for at in range(3)
    ]


def _mail(body: str, headers: str = "") -> str:
    said = (
        "From x Mon Feb 02 09:00:00 2026\nMessage-ID: <1@m.example>\nFrom: Ann <ann@m.example>\nTo: help@shop.example\n"
    )
    return f"{said}{headers}Subject: s\n\n{body}\n\n"


def _reply(body: str, headers: str = "") -> str:
    said = "From x Mon Feb 02 10:00:00 2026\nMessage-ID: <2@s.example>\nIn-Reply-To: <1@m.example>\n"
    return f"{said}From: Eva <help@shop.example>\nTo: ann@m.example\n{headers}Subject: Re: s\n\n{body}\n\n"


@pytest.mark.parametrize(
    "headers",
    [
        "Auto-Submitted: auto-replied\n",
        "Precedence: bulk\n",
        "List-Id: <x>\n",
        "X-Autoreply: yes\n",
        "Return-Path: <>\n",
    ],
)
def test_automatic_mail_answers_nothing(world: World, headers: str) -> None:
    world.write("x.mbox", _mail("Is it free?") + _reply("We answer within 2 days.", headers))
    found = world.read("x.mbox")
    assert found.answers == []
    assert sorted(found.reasons) == ["automatic message", "no reply"]


def test_unknown_charsets_and_too_large_mails(world: World) -> None:
    odd = "MIME-Version: 1.0\nContent-Type: text/plain; charset=klingon\n"
    large = _reply("It costs 9.").replace("<2@", "<3@") + "x" * (6 << 20) + "\n\n"
    world.write("x.mbox", _mail("Is it free?", odd) + _reply("It costs 5 euro.") + large)
    found = world.read("x.mbox")
    assert [answer.text for answer in found.answers] == ["It costs 5 euro."]
    assert "broken mail" in found.reasons


def test_no_trace_is_left_on_disk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = world.root / "tmp"
    folder.mkdir()
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder))
    monkeypatch.setattr("cx_audit.sources.turn_store._SCHEMA", turn_store._SCHEMA.replace("-16384", "-16"))
    pairs = [(f"c{at},1,customer,,,Is thing {at} free?", f"c{at},2,agent,a1,,It costs {at} euro.") for at in range(600)]
    world.write("x.csv", chats(*(row for pair in pairs for row in pair)))
    answers = read_all(discover([Path("x.csv")]))
    assert isinstance(next(answers), Answer)
    assert list(folder.iterdir()) == []
    assert list(folder.iterdir()) == []


def test_ids_that_are_mail_addresses_or_telephones_are_shown_as_hashes(world: World) -> None:
    name = world.write(
        "chats.csv",
        f"{HEADER}\n"
        "+31698765432,1,customer,,Zeb,How long may I return it?\n+31698765432,2,agent,tom,Zeb,Within 30 days you may.\n"
        "zeb@leak.example,1,customer,,Zeb,How long may I return it?\nzeb@leak.example,2,agent,tom,Zeb,\n",
    )
    told = repr(read(name))
    assert "98765432" not in told
    assert "leak.example" not in told
    plain = repr(read(name, handling=Handling(mask=False)))
    assert "+31698765432" in plain
