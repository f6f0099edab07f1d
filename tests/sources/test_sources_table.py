"""Tables of answers in each of their forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sources_kit import World

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.sources import Limits

ROWS = [
    {"id": "faq-1", "channel": "faq", "question": "How long can I return?", "answer": "30 days.", "plan": "007"},
    {"id": "bot-1", "channel": "chatbot", "question": "returns", "answer": "28 days\nfrom delivery", "plan": "1.0"},
]


def as_csv(delimiter: str) -> str:
    lines = [delimiter.join(ROWS[0])]
    lines += [delimiter.join(f'"{value}"' for value in row.values()) for row in ROWS]
    return "\r\n".join(lines) + "\r\n"


def as_xlsx(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        sheet.append(list(row.values()))
    book.create_sheet("Prices").append(["article", "price"])
    book.save(path)


def as_parquet(path: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)


@pytest.mark.parametrize(
    "form", ["csv ,", "csv ;", "csv \t", "csv |", "jsonl", "json", "json answers", "xlsx", "parquet"]
)
def test_every_form_gives_the_same_answers(world: World, form: str) -> None:
    kind, _, how = form.partition(" ")
    if kind == "csv":
        world.write("answers.csv", as_csv(how))
    elif kind == "jsonl":
        world.write("answers.jsonl", "".join(json.dumps(row) + "\n" for row in ROWS))
    elif kind == "json":
        world.write("answers.json", {"answers": ROWS, "more": None} if how else ROWS)
    elif kind == "xlsx":
        as_xlsx(world.root / "answers.xlsx")
    else:
        as_parquet(world.root / "answers.parquet")
    results = world.read(f"answers.{kind}")
    assert results.ids == ["bot-1", "faq-1"]
    bot, faq = results.answers
    assert (bot.channel, bot.question, bot.text) == ("chatbot", "returns", "28 days\nfrom delivery")
    assert (faq.channel, faq.question, faq.text) == ("faq", "How long can I return?", "30 days.")
    assert (faq.metadata["plan"], bot.metadata["plan"]) == ("007", "1.0")
    assert faq.place.path == f"answers.{kind}"
    assert faq.place.record == "faq-1"


def test_all_optional_columns(world: World) -> None:
    world.write(
        "a.csv",
        "Channel,QUESTION,Reply,Language,Audience,rep,variants,intent,url,Updated At,uses,authority,team\n"
        "agent,Hi?,14 days,nl,EU,rep1,one | two | Hi?,returns,https://x.example/1,2026-02-03,12,policy,blue\n",
    )
    (answer,) = world.read("a.csv").answers
    assert answer.speaker == "agent:rep1"
    assert answer.variants == ("one", "two")
    assert (answer.locale, answer.audience, answer.intent, answer.authority) == ("nl", "EU", "returns", "policy")
    assert (answer.updated, answer.uses, answer.place.url) == ("2026-02-03", 12, "https://x.example/1")
    assert answer.metadata == {"team": "blue"}
    assert answer.id.startswith("agent-hi-")


def test_variants_may_be_a_list(world: World) -> None:
    world.write("a.jsonl", '{"channel":"faq","question":"Q","answer":"A","variants":["x","y","x"]}\n')
    assert world.read("a.jsonl").answers[0].variants == ("x", "y")


def test_lines_of_csv_count_quoted_newlines(world: World) -> None:
    world.write("a.csv", 'channel,question,answer\nfaq,"One\nline?",A\n\nfaq,Two?,"B\nC"\n')
    results = world.read("a.csv")
    assert results.one("One line?").place.line == 2
    assert results.one("Two?").place.line == 5


def test_line_of_json_is_that_of_the_answer(world: World) -> None:
    world.write("a.json", '[\n {"channel": "faq",\n  "question": "Q",\n  "answer": "caf\\u00e9 \\/ \\"x\\""}\n]')
    (answer,) = world.read("a.json").answers
    assert answer.text == 'café / "x"'
    assert answer.place.line == 4


def test_id_does_not_depend_on_the_row(world: World) -> None:
    world.write("a.csv", "channel,question,answer\nfaq,Q,A\nfaq,R,B\n")
    world.write("b.csv", "channel,question,answer\nfaq,R,B\nfaq,Q,A\n")
    assert world.read("a.csv").ids == world.read("b.csv").ids


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Où est mon colis ? 5 €"),
        ("utf-8-sig", "Où est mon colis ? 5 €"),
        ("utf-16", "Où est mon colis ? 5 €"),
        ("cp1252", "Où est mon colis ? Ça coûte 5 €"),
        ("cp1252", "café"),
        ("cp1251", "Сколько дней есть на возврат товара?"),
        ("shift_jis", "返品期間は何日ですか。三十日間です。"),
    ],
)
def test_encodings(world: World, encoding: str, text: str) -> None:
    world.write("a.csv", f"channel;question;answer\nfaq;Q;{text}\n".encode(encoding))
    assert [answer.text for answer in world.read("a.csv").answers] == [text]


def test_one_broken_byte_leaves_the_rest_utf8(world: World) -> None:
    data = "channel,question,answer\nfaq,Où ça ?,à côté — voilà très près é\n".encode() + b"faq,Q,caf\xe9\n"
    world.write("a.csv", data)
    assert world.read("a.csv").one("Où ça ?").text == "à côté — voilà très près é"


def test_nul_codes_are_dropped(world: World) -> None:
    world.write("a.csv", b"channel,question,answer\nfaq,Ho\x00w long may I keep it?,Thirty\x00 days.\n")
    (answer,) = world.read("a.csv").answers
    assert (answer.question, answer.text) == ("How long may I keep it?", "Thirty days.")


def test_excel_separator_line(world: World) -> None:
    world.write("a.csv", "sep=;\nchannel;question;answer\nfaq;Q;A\n")
    (answer,) = world.read("a.csv").answers
    assert (answer.text, answer.place.line) == ("A", 3)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("faq,Q,", "empty answer"),
        ("faq,Q,   ", "empty answer"),
        ("faq,,A", "no question"),
        (",Q,A", "no channel"),
        ("faq,Q,A,and more", "broken row"),
    ],
)
def test_rows_without_an_answer_are_told(world: World, row: str, reason: str) -> None:
    world.write("a.csv", f"channel,question,answer\nfaq,Other,B\n{row}\n")
    results = world.read("a.csv")
    assert len(results.answers) == 1
    (skipped,) = results.skipped
    assert (skipped.reason, skipped.source, skipped.count) == (reason, "a.csv", 1)
    assert skipped.detail is not None
    assert skipped.detail.startswith("a.csv:3")


def test_broken_json_line_is_skipped_and_the_rest_read(world: World) -> None:
    row = '{"channel":"faq","question":"%s","answer":"A"}\n'
    world.write("a.jsonl", row % "one" + '{"channel":"faq","ques\n' + "\n" + row % "two")
    results = world.read("a.jsonl")
    assert [answer.question for answer in sorted(results.answers, key=lambda a: a.place.line or 0)] == ["one", "two"]
    assert [answer.place.line for answer in results.answers if answer.question == "two"] == [4]
    (skipped,) = results.skipped
    assert skipped.reason == "broken JSON"
    assert "a.jsonl:2" in str(skipped.detail)


def test_truncated_json_names_its_line(world: World) -> None:
    world.write("a.json", '[\n{"channel":"faq","question":"Q","answer":"A"},\n{"channel":"faq","ques')
    with pytest.raises(SourceError, match=r"^a\.json:3: broken JSON: .*ends too early"):
        world.read("a.json")


def test_json_cut_in_its_first_record(world: World) -> None:
    world.write("a.json", '[{"channel":"faq",\n"question":"Q')
    with pytest.raises(SourceError, match=r"^a\.json:2: broken JSON"):
        world.read("a.json")


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_missing_columns_are_named(world: World, ending: str) -> None:
    world.write("a.csv", "channel,question,price\nfaq,Q,5\n")
    world.write("a.json", [{"channel": "faq", "question": "Q", "price": 5}])
    with pytest.raises(SourceError, match=r"^a\.\w+:1?2?: no column answer; found 'channel', 'question', 'price' \("):
        world.read(f"a.{ending}")


def test_missing_channel_has_its_own_remedy(world: World) -> None:
    world.write("a.csv", "question,answer\nQ,A\n")
    with pytest.raises(SourceError, match=r"no column channel.*--channel-of PATH=NAME"):
        world.read("a.csv")


def test_missing_channel_from_folder_or_user(world: World) -> None:
    world.write("Help Center/a.csv", "question,answer\nQ,A\n")
    assert world.read("Help Center/a.csv").answers[0].channel == "faq"
    assert world.read("Help Center/a.csv", channels={"Help Center/": "portal"}).answers[0].channel == "portal"


def test_columns_of_one_name_hide_nothing(world: World) -> None:
    world.write("a.csv", "channel,question,answer,answer\nfaq,Q,A,B\n")
    (answer,) = world.read("a.csv").answers
    assert answer.text == "A"
    assert answer.metadata == {"answer (2)": "B"}


def test_long_line_is_refused(world: World) -> None:
    world.write("a.csv", "channel,question,answer\nfaq,Q," + "x" * 5000 + "\n")
    world.write("a.jsonl", '{"channel":"faq","question":"Q","answer":"' + "x" * 5000 + '"}\n')
    for name in ("a.csv", "a.jsonl"):
        with pytest.raises(UnsafeInput, match=rf"^{name}:\d: a line of more than 1,000 characters"):
            world.read(name, limits=Limits(max_line=1000))


def test_line_of_200_megabytes_is_refused_before_it_is_read(world: World) -> None:
    path = world.write("a.csv", "channel,question,answer\nfaq,Q,")
    with path.open("r+b") as stream:
        stream.truncate(200 << 20)  # a hole on disk: nothing is written
    with pytest.raises(UnsafeInput, match=r"^a\.csv:2: a line of more than 100,000 characters"):
        world.read("a.csv", limits=Limits(max_line=100_000))


def test_unclosed_quote_is_refused(world: World) -> None:
    world.write("a.csv", 'channel,question,answer\nfaq,Q,"A\n' + "faq,Q,A\n" * 500)
    with pytest.raises(UnsafeInput, match=r"^a\.csv:2: a row of more than .*quote"):
        world.read("a.csv", limits=Limits(max_line=1000))


def test_answer_of_100_000_characters_is_kept(world: World) -> None:
    world.write("a.csv", "channel,question,answer\nfaq,Q," + "word " * 40_000 + "\n")
    assert len(world.read("a.csv").answers[0].text) == 200_000


def test_answer_of_emoji_is_passed_on(world: World) -> None:
    world.write("a.csv", "channel,question,answer\nfaq,Q,👍🎉\n")
    assert world.read("a.csv").answers[0].text == "👍🎉"


def test_half_a_surrogate_pair_becomes_printable(world: World) -> None:
    world.write("a.jsonl", '{"channel":"faq","question":"Q\\ud83d","answer":"A \\udc4d"}\n')
    (answer,) = world.read("a.jsonl").answers
    assert (answer.question.encode(), answer.text.encode()) == ("Q�".encode(), "A �".encode())


def test_sheets_say_their_channel_and_others_are_told(world: World) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "Macros"
    for row in (["title", "reply", "id"], ["ETA", "5 days", 7], [None, None, None], ["Fee", "=1+1", 8.5]):
        book["Macros"].append(row)
    book.create_sheet("Prices").append(["article", "price"])
    book.save(world.root / "a.xlsx")
    results = world.read("a.xlsx")
    (answer,) = results.answers
    assert (answer.id, answer.channel, answer.text, answer.place.line) == ("7", "macro", "5 days", 2)
    assert answer.metadata == {"sheet": "Macros"}
    # A formula that no program has calculated yet has no value.
    assert results.reasons == ["empty answer", "not recognised"]


def test_parquet_keeps_whole_numbers_beside_empty_cells(world: World) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [
        {"channel": "faq", "question": "Q", "answer": "A", "uses": 7, "variants": ["x", "y"]},
        {"channel": "faq", "question": "R", "answer": "B", "uses": None, "variants": None},
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), world.root / "a.parquet")
    results = world.read("a.parquet")
    assert (results.one("Q").uses, results.one("Q").variants) == (7, ("x", "y"))
    assert (results.one("R").uses, results.one("R").variants) == (None, ())


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_broken_binary_tables(world: World, name: str) -> None:
    from sources_kit import zipped

    world.write("a.xlsx", zipped({"[Content_Types].xml": "<no", "xl/workbook.xml": "<no"}))
    world.write("a.parquet", b"PAR1" + b"\0" * 100)
    with pytest.raises(SourceError, match=rf"^{name}: a broken (workbook|Parquet file): "):
        world.read(name)


def test_parquet_that_unpacks_to_too_much(world: World) -> None:
    import pyarrow
    import pyarrow.parquet

    rows = [{"channel": "faq", "question": "Q", "answer": "A" * 10_000}] * 50
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), world.root / "a.parquet", use_dictionary=False)
    with pytest.raises(UnsafeInput, match="unpacks to more than"):
        world.read("a.parquet", limits=Limits(max_unzipped=1000))


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(lambda s: s.strip())


@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_csv_writes_is_what_is_read(world: World, rows: list[tuple[str, str]]) -> None:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["channel", "question", "answer", "id"])
    for number, (question, answer) in enumerate(rows):
        writer.writerow(["faq", question, answer, f"row-{number:02}"])
    world.write("a.csv", buffer.getvalue())
    read = [(answer.question, answer.text) for answer in world.read("a.csv").answers]
    assert read == [(" ".join(question.split()), answer) for question, answer in rows]
