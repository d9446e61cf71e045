"""The description of the API, and its page for people."""

import html5lib
import pytest
from openapi_spec_validator import validate

from service.web.errors import STATUS_OF_CODE
from service.web.openapi import describe, error_codes
from service.web.route import PERSON, Route
from service.web.route_table import ROUTES
from tests.web.running_service import RunningService

ROUTE = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


async def test_the_description_is_valid_openapi(service: RunningService) -> None:
    reply = await service.api.get("/openapi.json")

    validate(reply.json)
    assert reply.json["openapi"].startswith("3.1")


async def test_the_description_has_exactly_the_routes_of_the_table(
    service: RunningService,
) -> None:
    reply = await service.api.get("/openapi.json")

    described = {
        (method.upper(), path) for path, item in reply.json["paths"].items() for method in item
    }
    assert described == {(route.method, route.path) for route in ROUTES}


def test_every_name_is_one_routes_alone() -> None:
    names = [route.name for route in ROUTES]

    assert len(names) == len(set(names))


@ROUTE
def test_a_code_is_described_under_the_status_that_it_has(route: Route) -> None:
    for status, codes in error_codes(route).items():
        for code in codes:
            assert STATUS_OF_CODE.get(code, status) == status


@ROUTE
def test_every_route_that_takes_a_body_shows_one(route: Route) -> None:
    fields = route.body.model_fields if route.body else {}

    assert bool(fields) == (route.example.body is not None)


def test_no_admin_route_is_open_to_scripts_or_to_anybody() -> None:
    admin = [route for route in ROUTES if "/admin/" in route.path]

    assert admin
    assert not any(route.cors for route in admin)
    # Whoever comes to sign in is nobody yet; these four look at a secret or a password first.
    anybodys = {route.name for route in admin if route.role is None and route.access != PERSON}
    assert anybodys == {"accept_invitation", "become_owner", "reset_password", "sign_in"}


async def test_the_page_for_people_lists_every_route(service: RunningService) -> None:
    reply = await service.api.get("/docs")

    html5lib.HTMLParser(strict=True).parse(reply.text)
    assert all(f'id="{route.name}"' in reply.text for route in ROUTES)
    assert "<script" not in reply.text


async def test_the_page_for_people_speaks_the_readers_language(service: RunningService) -> None:
    dutch = await service.api.get("/docs", {"lang": "nl"})
    english = await service.api.get("/docs", headers={"Accept-Language": "en"})

    assert '<html lang="nl">' in dutch.text
    assert "De API van Reactie" in dutch.text
    assert "The Reactie API" in english.text


async def test_our_pages_have_their_stylesheet(service: RunningService) -> None:
    reply = await service.api.get("/static/pages.css")

    assert reply.headers["Content-Type"] == "text/css; charset=utf-8"


def test_the_description_is_the_same_whenever_it_is_made() -> None:
    assert describe(ROUTES) == describe(ROUTES)
