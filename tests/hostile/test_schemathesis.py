"""Requests that schemathesis makes up from the service's own description: none makes it fail, and
every answer is one that is described."""

from collections.abc import Iterator

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.web.openapi import describe
from service.web.route_table import ROUTES
from tests.hostile.ground import ROUTE_OF, Ground

schema = schemathesis.openapi.from_dict(describe(ROUTES))

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

made_up = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as kept:
        yield kept


@schema.parametrize()
@made_up
def test_whatever_is_asked_is_answered_as_described(
    case: schemathesis.Case, ground: Ground, session: requests.Session
):
    send(case, ground, session)


@schema.include(path_regex=r"\{id\}").parametrize()
@made_up
def test_whatever_is_asked_of_what_is_there_is_answered_as_described(
    case: schemathesis.Case, ground: Ground, session: requests.Session
):
    made = ground.approved
    case.path_parameters["id"] = made.decision if "/decisions/{id}" in case.path else made.id

    send(case, ground, session)


def send(case: schemathesis.Case, ground: Ground, session: requests.Session) -> None:
    """Sends the request with a token that the route takes, and holds the answer to the checks."""
    route = ROUTE_OF[case.operation.definition.raw["operationId"]]
    sent = dict(ground.valid(route).headers)
    granted = {
        name: sent[name] for name in ("Authorization", "Cookie", "X-CSRF-Token") if name in sent
    }
    case.call_and_validate(
        base_url=ground.url,
        session=session,
        headers=granted,
        checks=CHECKS,
        allow_redirects=False,
    )
