"""Tables of comments."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.domain.errors import Invalid
from service.domain.import_problem import Reason
from service.domain.neutral import NeutralStatus, Votes
from service.transfer.importers.csv_table import importer
from tests.transfer.importers.reading import comments, read, reasons, threads


def test_a_dutch_table_is_read_as_it_is(tmp_path: Path) -> None:
    table = (
        "\ufeffPagina;Naam;Tekst;Datum;Status;up\r\n"
        '/a;Jan;"Eerste regel\nen ""tweede""";2021-01-02 03:04:05;approved;3\r\n'
        "\r\n"
        "/a;Piet;Kort;2021-01-02T03:04:06Z;weg\r\n"
    )

    records = read(
        importer, tmp_path, table.encode(), name="t.csv", zone=ZoneInfo("Europe/Amsterdam")
    )

    [page], (first, second) = threads(records), comments(records)
    assert page.address == "/a"
    assert (first.body.source, first.votes) == ('Eerste regel\nen "tweede"', Votes(up=3))
    assert (first.created_at, first.status) == (1609553045000, NeutralStatus.APPROVED)
    assert second.status is NeutralStatus.PENDING
    assert reasons(records) == [Reason.DATE_ZONE_ASSUMED, Reason.STATUS_UNKNOWN]
    assert first.external.id != second.external.id


def test_columns_and_dates_may_be_named(tmp_path: Path) -> None:
    table = "where,what,on\n/a,Hoi,3/12/2020\n"
    columns = {"where": "page", "what": "text", "on": "created_at"}

    with pytest.raises(Invalid) as refused:
        read(importer, tmp_path, table.encode(), name="t.csv")
    [comment] = comments(
        read(
            importer,
            tmp_path,
            table.encode(),
            name="t.csv",
            columns=columns,
            date_format="%d/%m/%Y",
        )
    )

    assert refused.value.code == "import_columns"
    assert comment.created_at == 1606953600000


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        read(importer, tmp_path, b"page,text\n/a,x\n", name="t.csv", columns={"nope": "text"})

    assert refused.value.params["columns"] == "page, text"


def test_a_table_of_another_time_is_read_in_its_letters(tmp_path: Path) -> None:
    table = "page;text\n/a;caf\xe9 ".encode("cp1252") + b"x" * 40 + b"\n"

    records = read(importer, tmp_path, table, name="t.csv")

    assert comments(records)[0].body.source.startswith("caf\u00e9")
    assert reasons(records)[0] is Reason.ENCODING_REPAIRED


def test_a_cell_without_end_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    table = b"page,text\n/a," + b"x" * 200_000 + b"\n/a,kort\n"

    records = read(importer, tmp_path, table, name="t.csv")

    assert reasons(records)[0] is Reason.BODY_TOO_LONG
    assert comments(records)[-1].body.source == "kort"


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(importer, tmp_path, b"\n", name="t.csv") == []
