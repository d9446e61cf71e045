"""S-15: nobody learns whether a comment that he does not see is there: a waiting one and a missing
one are answered alike, in every byte and with the same work. Generated from the route table."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from service.web.page_routes import PAGES
from service.web.route import AUTHOR, PUBLIC, Route
from service.web.route_table import ROUTES
from tests.hostile.ground import ROUTE_OF, SITE, Ground, Made
from tests.hostile.wire import Answer, Request

MISSING = "f" * 32
ABOUT_A_COMMENT = [
    route for route in ROUTES if route.access in (PUBLIC, AUTHOR) and "/comments/{id}" in route.path
]
LINKED = [route for route in PAGES if "{link}" in route.path]
FORM = {"act": "edit", "text": "Anders."}
NOBODYS = "A" * 22
"""Has the shape of an edit token."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(_line: object, _cursor: object, statement: str, *_: object) -> None:
        # What search and the writer do by themselves falls into any request.
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def told(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that the sender gets to see."""
    headers = [(name, value) for name, value in answer.headers.items() if name != "Date"]
    return answer.status, headers, answer.body


def check_alike(ground: Ground, waiting: Request, missing: Request) -> None:
    """Sent twice, for what is kept in memory is asked for once."""
    ground.send(waiting)
    ground.send(missing)
    with statements() as for_waiting:
        of_waiting = ground.send(waiting)
    with statements() as for_missing:
        of_missing = ground.send(missing)

    assert told(of_waiting) == told(of_missing)
    assert len(for_waiting) == len(for_missing) > 0, (for_waiting, for_missing)


def of_nobody(ground: Ground, route: Route, about: Made) -> Request:
    request = ground.valid(route, about)
    return request.with_bearer(NOBODYS) if route.access == AUTHOR else request


@pytest.mark.parametrize("route", ABOUT_A_COMMENT, ids=lambda route: route.name)
@pytest.mark.parametrize("state", ["waiting", "refused"])
def test_what_is_not_public_answers_as_what_is_not_there(ground: Ground, route: Route, state: str):
    made = ground.post(text=f"Voor {route.name}.")
    about = ground.refuse(made) if state == "refused" else made
    waiting = of_nobody(ground, route, about)

    check_alike(ground, waiting, replace(waiting, path=waiting.path.replace(about.id, MISSING)))


@pytest.mark.parametrize("route", LINKED, ids=lambda route: route.name)
def test_a_link_that_is_nobodys_tells_nothing_of_the_comment(ground: Ground, route: Route):
    about = ground.post(text=f"Voor {route.name}.")

    def by_link(public_id: str) -> Request:
        request = Request(route.method, f"/c/{public_id}.{NOBODYS}")
        return request.saying_form(FORM) if route.method == "POST" else request

    check_alike(ground, by_link(about.id), by_link(MISSING))


def test_no_answer_can_be_written_to_a_comment_that_waits(ground: Ground):
    about = ground.post()

    check_alike(ground, ground.posting(parent=about.id), ground.posting(parent=MISSING))


def test_the_page_does_not_tell_by_the_form_to_answer_it(ground: Ground):
    about = ground.post()

    def answering(parent: str) -> bytes:
        page = ground.send(Request("GET", f"/p/{SITE}", (("post", "/a"), ("parent", parent))))
        return page.body.split(b'name="form"')[0]

    assert answering(about.id) == answering(MISSING)


def test_the_routes_that_are_looked_at_are_all_that_there_are():
    names = {route.name for route in ABOUT_A_COMMENT}

    assert {"show_own_comment", "cast_vote", "report_comment", "make_appeal"} <= names
    assert {route.name for route in LINKED} == {"own_page", "own_page_sent"}
    assert ROUTE_OF["cast_vote"].access == PUBLIC
