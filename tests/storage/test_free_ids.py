"""Ids of comments that are said to be of one moment, where thousands of that moment are here."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, create_engine, event, text

from service.domain.imported import Order
from service.storage.free_ids import FreeIds
from service.storage.ids import id_at

AT = 1_577_836_800_000
THOUSANDS = 3_000


def filled(connection: Connection) -> int:
    """The first of thousands of ids in a row."""
    connection.execute(text("CREATE TABLE comments (id INTEGER PRIMARY KEY)"))
    first = id_at(AT)
    rows = [{"id": first + n} for n in range(THOUSANDS) if n != 2_500]
    connection.execute(text("INSERT INTO comments VALUES (:id)"), rows)
    connection.execute(text("INSERT INTO comments VALUES (:id)"), {"id": id_at(AT + 9)})
    return first


def test_a_row_of_taken_ids_is_passed_in_a_few_steps_and_no_id_is_given_twice() -> None:
    said: Any = [SimpleNamespace(created_at=AT + (n == 9) * 9) for n in range(100)]
    asked: list[object] = []
    with create_engine("sqlite://").connect() as connection:
        first = filled(connection)
        event.listen(connection, "before_cursor_execute", lambda *_: asked.append(0))
        free = FreeIds(connection, Order("run", 0, AT + 10), said)
        given = [free.take(place) for place in range(100)]
    same = [id_ for place, id_ in enumerate(given) if place != 9]
    assert same == [first + 2_500, *range(first + THOUSANDS, first + THOUSANDS + 98)]
    assert given[9] == id_at(AT + 9) + 9
    assert len(asked) < 120
