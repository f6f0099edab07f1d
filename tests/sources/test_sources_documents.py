"""Word, PDF and reStructuredText beyond what the fixtures show."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from sources_kit import DATA, World, zipped

from cx_audit.errors import SourceError, UnsafeInput
from cx_audit.sources.outline import Line, outline

WORD = DATA / "documents/return-policy.docx"
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **parts: str) -> bytes:
    document = f"<w:document {SPACE}><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **parts})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(password: str | None = None) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(stream)
    return stream.getvalue()


def test_text_of_a_word_document_is_that_with_all_changes_accepted(world: World) -> None:
    world.write("policy.docx", WORD.read_bytes())
    assert world.read().one("Return window").text == "Customers can return a lamp within 30 days.\nUnused, in its box."


def test_a_word_document_without_styles(world: World) -> None:
    world.write("faq.docx", word(paragraph("Can I return it?") + paragraph("Yes.") + paragraph("Within 30 days.")))
    assert world.read().pairs == [("Can I return it?", "Yes.\nWithin 30 days.")]


def test_a_word_document_of_text_alone_is_one_answer(world: World) -> None:
    world.write("return_policy.docx", word(paragraph("30 days.")))
    assert world.read().pairs == [("return policy", "30 days.")]


@pytest.mark.parametrize(
    "body",
    ["<w:p>", '<!DOCTYPE x [<!ENTITY a "b">]><w:p/>', "&boom;", "<a>" * 5_000],
    ids=["cut", "dtd", "entity", "deep"],
)
def test_broken_word_documents_are_told(world: World, body: str) -> None:
    world.write("policy.docx", word(body))
    with pytest.raises(SourceError, match=r"policy\.docx: a broken Word document"):
        world.read("policy.docx")


def test_entities_are_not_expanded(world: World) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "boom">]>'
    document = f"{bomb}<w:document {SPACE}><w:body>{paragraph('x &a; &b;')}{paragraph('y')}</w:body></w:document>"
    world.write("policy.docx", zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document}))
    (answer,) = world.read().answers
    assert "root" not in answer.text
    assert "boom" not in answer.text


def test_a_word_document_that_unpacks_to_far_too_much(world: World) -> None:
    world.write("policy.docx", word(" " * (8 << 20)))
    with pytest.raises(UnsafeInput, match="unpacks to 8 MB"):
        world.read("policy.docx")


def test_a_scan_is_refused_and_says_why(world: World) -> None:
    world.write("scan.pdf", pdf())
    with pytest.raises(SourceError, match=r"scan\.pdf: a PDF without text \(it holds pictures of pages"):
        world.read("scan.pdf")


def test_a_locked_pdf_is_refused(world: World) -> None:
    world.write("secret.pdf", pdf("secret"))
    with pytest.raises(SourceError, match=r"secret\.pdf: a PDF that is locked"):
        world.read("secret.pdf")


def test_pages_of_a_pdf_are_told(world: World) -> None:
    world.write("policy.pdf", (DATA / "documents/return-policy.pdf").read_bytes())
    answers = {answer.question: answer for answer in world.read().answers}
    assert answers["Return window"].text.startswith("Customers can return a lamp within 30 days of delivery.")
    assert "\n" not in answers["Return window"].text  # printed lines of one paragraph
    assert answers["Who pays the return?"].metadata["page"] == "1"
    assert [answer.metadata["page"] for answer in answers.values() if answer.question.startswith("Nederland")] == ["2"]


def test_labels_are_found_in_any_language() -> None:
    said = ["Vraag 1: hoe lang?", "Antwoord: 30 dagen.", "Vraag 2: is het gratis?", "Antwoord: nee."]
    parts = outline([Line(text, number) for number, text in enumerate(said, 1)], "FAQ")
    assert [(part.question, part.text) for part in parts[1:]] == [
        ("hoe lang?", "30 dagen."),
        ("is het gratis?", "nee."),
    ]


def test_a_word_before_a_colon_is_no_label_unless_it_comes_again() -> None:
    parts = outline([Line("Can I return it?", 1), Line("Note: only lamps.", 2)], "FAQ")
    assert parts[1].text == "Note: only lamps."


def test_a_question_within_a_paragraph_is_none() -> None:
    parts = outline([Line("We repair lamps. Yours too?", 1)], "Repairs")
    assert [(part.question, part.text) for part in parts] == [("Repairs", "We repair lamps. Yours too?")]


@given(st.lists(st.tuples(st.text("ab? :.1-", max_size=12), st.integers(0, 3), st.booleans()), max_size=12))
def test_every_word_of_a_document_stands_in_a_part(said: list[tuple[str, int, bool]]) -> None:
    lines = [Line(text, number, level, bold) for number, (text, level, bold) in enumerate(said, 1)]
    parts = outline(lines, "T")
    told = "".join(part.question + part.text for part in parts)
    for text, level, _ in said:
        if level or not text.strip().endswith("?"):
            last = text.strip().split(" ")[-1]
            assert last in told


def test_nothing_is_included_from_other_files(world: World) -> None:
    world.write("secret.inc", "secret\n")
    world.write(
        "faq.rst",
        "Returns\n=======\n\n30 days.\n\n.. include:: secret.inc\n\n.. raw:: html\n   :file: secret.inc\n\n"
        ".. csv-table::\n   :file: secret.inc\n",
    )
    (answer,) = world.read("faq.rst").answers
    assert "30 days." in answer.text
    assert "secret\n" not in answer.text


def test_substitutions_that_explode_are_refused(world: World) -> None:
    bomb = "\n".join(f".. |a{n}| replace:: |a{n + 1}| |a{n + 1}| |a{n + 1}| |a{n + 1}|" for n in range(40))
    world.write("faq.rst", f"T\n=\n\n|a0|\n\n{bomb}\n")
    with pytest.raises(UnsafeInput, match=r"faq\.rst: substitutions"):
        world.read("faq.rst")


def test_plain_text_with_underlined_headings_needs_marks_of_rst(world: World) -> None:
    world.write("a.txt", "Returns\n=======\n\nYou have 30 days, see :ref:`there`.\n")
    world.write("b.txt", "Returns\n=======\n\nYou have 30 days.\n")
    assert world.formats() == {"a.txt": "rst"}


def test_an_old_word_file_is_not_taken_for_anything(world: World) -> None:
    world.write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    world.write("faq.md", "# Q?\nA.\n")
    assert world.formats() == {"faq.md": "markdown-faq"}
    assert zipfile.is_zipfile(WORD)


def _shared(pages: int, content: bytes, form: bytes = b"") -> bytes:
    """A PDF whose pages all have one stream, which may draw one form."""
    resources = b"<< /Font << /F1 3 0 R >> /XObject << /X 5 0 R >> >>"
    kept = [f"{number} 0 R".encode() for number in range(6, 6 + pages)]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources " + resources + b" >>"
    drawn = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources " + resources + b" /Length %d >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(kept)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        drawn % len(form) + b"\nstream\n" + form + b"\nendstream",
        *[page] * pages,
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"q Q\n" * 200, b""), (b"/X Do\n" * 50, b"q Q\n" * 50)],
    ids=["one stream on many pages", "one form drawn often"],
)
def test_what_is_drawn_again_and_again_is_bounded(
    world: World, monkeypatch: pytest.MonkeyPatch, content: bytes, form: bytes
) -> None:
    monkeypatch.setattr("cx_audit.sources.pdf._MAX_STEPS", 2_000)
    world.write("handbook.pdf", _shared(20, content, form))
    with pytest.raises(UnsafeInput, match=r"handbook\.pdf: a PDF whose pages take more than 2,000 steps"):
        world.read("handbook.pdf")


def test_pages_that_share_a_stream_are_read(world: World) -> None:
    lines = b"BT /F1 20 Tf 10 700 Td (Returns) Tj ET BT /F1 12 Tf 10 650 Td (You have 30 days.) Tj ET"
    world.write("handbook.pdf", _shared(2, lines))
    assert world.read("handbook.pdf").pairs == [("Returns", "You have 30 days.")]
