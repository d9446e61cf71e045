"""Records are cleaned alike, whatever format they come from, and nothing is changed unsaid."""

from dataclasses import replace

import pytest

from service.domain.import_problem import Reason
from service.domain.neutral import Body, BodyFormat, NeutralAuthor, NeutralStatus
from service.transfer.cleaning import TEXT_MAX, clean_comment, clean_thread
from service.transfer.html_lines import html_with_lines
from service.transfer.plain_text import form_of, plain_text
from service.web.imported_html import as_html
from tests.transfer.engine import NOW, comment, thread


def cleaned(**given):
    record, remarks = clean_comment(comment("1", **given), NOW)
    return record, {reason for reason, _, _ in remarks}


@pytest.mark.parametrize(
    ("url", "kept", "reason"),
    [
        ("https://jan.example/", "https://jan.example/", None),
        ("jan.example/blog", "http://jan.example/blog", Reason.URL_SCHEME_ADDED),
        ("//jan.example", "http://jan.example", Reason.URL_SCHEME_ADDED),
        ("jan.example:8080", "http://jan.example:8080", Reason.URL_SCHEME_ADDED),
        ("javascript:alert(1)", None, Reason.URL_DROPPED),
        ("http://", None, Reason.URL_DROPPED),
        ("geen", None, Reason.URL_DROPPED),
    ],
)
def test_websites_are_web_addresses(url: str, kept: str | None, reason: Reason | None) -> None:
    record, said = cleaned(author=NeutralAuthor("Jan", url=url))

    assert record.author.url == kept
    assert said == ({reason} if reason else set())


def test_what_no_text_may_hold_is_taken_out_and_told() -> None:
    record, said = cleaned(
        text="a\0b\ud800c\x0bd\n",
        author=NeutralAuthor(" J\0an \n P ", email="geen adres", avatar="//a.example/x.png"),
        extra={
            "a": ["x\0"],
            "b": {"c": {"d": {"e": {"f": 1}}}},
            "n": None,
            "s": "t\0",
            "o": object(),
        },
    )

    assert record.body.source == "abcd\n"
    assert record.author == NeutralAuthor("Jan P", avatar="https://a.example/x.png")
    assert record.extra == {"a": ["x"], "b": {"c": {"d": {"e": {}}}}, "n": None, "s": "t"}
    assert said == {Reason.CONTROL_CHARS_REMOVED, Reason.EMAIL_INVALID}


def test_odd_records_are_kept_and_told() -> None:
    late = cleaned(created_at=NOW + 2 * 86_400_000, text="")[1]
    long = cleaned(text="x" * (TEXT_MAX + 1), author=NeutralAuthor())[1]
    html = cleaned(
        body=Body("<img src=x><table>\n\n<p onclick=x>a", BodyFormat.HTML, newlines=True)
    )[1]

    assert late == {Reason.DATE_FUTURE, Reason.BODY_EMPTY}
    assert long == {Reason.BODY_TOO_LONG, Reason.AUTHOR_MISSING}
    assert html == {
        Reason.REMOTE_IMAGE,
        Reason.BODY_HTML_SANITISED,
        Reason.BODY_NEWLINES_CONVERTED,
    }


def test_what_was_approved_waits_when_that_is_asked() -> None:
    record, remarks = clean_comment(comment("1"), NOW, as_pending=True)
    page, _ = clean_thread(replace(thread("1"), title=" a\n b ", aliases=("/x", " ", "/x")))

    assert record.status is NeutralStatus.PENDING
    assert [reason for reason, _, _ in remarks] == [Reason.PENDING]
    assert (page.title, page.aliases) == ("a b", ("/x",))


@pytest.mark.parametrize(
    ("body", "text", "form"),
    [
        (Body("a *b*", BodyFormat.MARKDOWN), "a *b*", None),
        (Body(" a <b> ", BodyFormat.TEXT), "a <b>", "text"),
        (Body("<p>a\nb</p><p>c &lt;d&gt;</p>", BodyFormat.HTML), "a b\n\nc <d>", "html"),
        (Body("a\r\nb\n\n\n<b>c</b>", BodyFormat.HTML, newlines=True), "a\nb\n\nc", "html-lines"),
        (
            Body('x <a href="http://spam.example">here</a><br>y', BodyFormat.HTML),
            "x here (http://spam.example)\ny",
            "html",
        ),
        (Body("<a href=http://x.nl>http://x.nl</a> <a href=''>y</a>", BodyFormat.HTML),
         "http://x.nl y", "html"),
        (Body("<script>alert(1)</script>ok", BodyFormat.HTML), "ok", "html"),
    ],
)  # fmt: skip
def test_people_read_the_text_and_where_its_links_go(
    body: Body, text: str, form: str | None
) -> None:
    assert (plain_text(body), form_of(body)) == (text, form)


@pytest.mark.parametrize(
    "part", ["<a ", "<a href=x>", "<br ", "<p ", '<a href="', "<x on", "<div>", "<div><p></div>"]
)
def test_a_text_of_very_many_tags_is_read_in_one_go(part: str) -> None:
    body = Body(part * 200_000, BodyFormat.HTML, newlines=True)

    cleaned(body=body)

    assert "script" not in plain_text(body)
    assert "<div" not in as_html(body.source, "html-lines")[:100] or part != "<div>"
    html_with_lines(body, None)


def test_spaces_without_end_are_read_in_one_go() -> None:
    gap = "x" + " " * 1_000_000 + "y"

    assert as_html(gap, "html-lines") == f"<p>{gap}</p>"
    assert html_with_lines(Body(gap, BodyFormat.HTML), None) == gap
