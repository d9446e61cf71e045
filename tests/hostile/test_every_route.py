"""Every route and every kind of bad input that fits it: refused as documented, nothing kept."""

import pytest

from service.web.route import Route
from service.web.route_table import ROUTES
from tests.hostile.case import Attack, Case
from tests.hostile.documented import PROBLEM, check_documented, check_problem
from tests.hostile.ground import Ground
from tests.hostile.table import CASES
from tests.hostile.wire import Answer

PAIRS = [
    pytest.param(route, case, id=f"{route.name}-{case.name.replace(' ', '_')}")
    for route in ROUTES
    for case in CASES
    if case.fits(route)
]


@pytest.mark.parametrize(("route", "case"), PAIRS)
def test_bad_input_is_refused_as_documented_and_leaves_no_row(
    ground: Ground, route: Route, case: Case
):
    before = ground.rows()

    answers = [(attack, ground.send(attack.request)) for attack in case.attacks(route, ground)]

    assert answers, "a case that attacks nothing proves nothing"
    for attack, answer in answers:
        check_refusal(ground, route, case, attack, answer)
    assert ground.rows() == before


def check_refusal(ground: Ground, route: Route, case: Case, attack: Attack, answer: Answer) -> None:
    about = f"{attack} -> {answer}"[:2_000]
    assert answer.status == case.status, about
    assert answer.media_type == PROBLEM, about
    problem = answer.json()
    assert problem["status"] == answer.status, about
    assert problem["code"] in case.codes, about
    assert problem["field"] == attack.field, about
    if case.status == 405:
        assert route.method in answer.headers["Allow"], about
        check_problem(ground.description, answer)
    else:
        check_documented(ground.description, route, answer)
    if case.status == 401:
        assert answer.headers["WWW-Authenticate"] == "Bearer", about


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_example_that_the_attacks_are_made_from_succeeds(ground: Ground, route: Route):
    ground.renew(without_owner=True)
    about = ground.about(route)
    about = ground.reply(about) if route.name == "edit_reply" else about

    answer = ground.send(ground.valid(route, about))

    assert answer.status < 300, answer
    check_documented(ground.description, route, answer)


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.body is None and not route.upload]
)
def test_a_body_that_nobody_asked_for_is_not_read(ground: Ground, route: Route):
    about = ground.approve(ground.post()) if route.method == "DELETE" else None
    ground.renew()
    request = ground.valid(route, about).saying(b"\xff" * 1_000_000, "application/json")

    answer = ground.send(request)

    assert answer.status == 200, answer


def test_every_route_is_attacked():
    attacked = {route.name for route in ROUTES for case in CASES if case.fits(route)}

    assert attacked == {route.name for route in ROUTES}
