"""What a case of the table is: an attack on every route that it fits, and how it is refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from service.web.route import AUTHOR, PERSON, NoBody, Route
from tests.hostile.ground import Ground
from tests.hostile.shapes import required_fields, text_fields
from tests.hostile.wire import Request


@dataclass(frozen=True, slots=True)
class Attack:
    """One request, and the field that its refusal must name."""

    request: Request
    field: str | None = None


Attacks = Callable[[Route, Ground], Iterable[Attack]]
Fits = Callable[[Route], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """`attacks` on each route for which `fits`: all are refused with `status`, one of `codes`."""

    name: str
    fits: Fits
    attacks: Attacks
    status: int
    codes: tuple[str, ...]


def every(_route: Route) -> bool:
    return True


def takes_body(route: Route) -> bool:
    return route.body is not None


def takes_fields(route: Route) -> bool:
    return route.body is not None and route.body is not NoBody


def needs_fields(route: Route) -> bool:
    """Whether a body may lack something."""
    return bool(required_fields(route.body))


def takes_text(route: Route) -> bool:
    """Whether a field of the body takes any text."""
    return bool(text_fields(route.body))


def takes_form(route: Route) -> bool:
    return route.form


def takes_scripts(route: Route) -> bool:
    """Whether pages may call it to change something, so that a foreign page must not."""
    return route.cors and route.method != "GET"


def changes(route: Route) -> bool:
    return route.method != "GET"


def is_public(route: Route) -> bool:
    return route.access == "public"


def is_authors(route: Route) -> bool:
    return route.access == AUTHOR


def is_moderators(route: Route) -> bool:
    return route.role is not None


def is_persons(route: Route) -> bool:
    """Whether it takes the session of somebody who signed in."""
    return route.access == PERSON


def is_guarded(route: Route) -> bool:
    """Whether it takes a bearer token."""
    return is_authors(route) or is_moderators(route)


def decides(route: Route) -> bool:
    """Whether a viewer may not do it."""
    return route.role is not None and route.role != "viewer"


def asks(*names: str) -> Fits:
    """Whether the query has one of these parameters."""
    return lambda route: any(name in route.query.model_fields for name in names)


def says(*names: str) -> Fits:
    """Whether the body has one of these fields."""
    return lambda route: (
        route.body is not None and any(name in route.body.model_fields for name in names)
    )


def both(*all_of: Fits) -> Fits:
    return lambda route: all(fits(route) for fits in all_of)


def but(fits: Fits, *names: str) -> Fits:
    """For what these routes cannot suffer."""
    return lambda route: fits(route) and route.name not in names


def named(*names: str) -> Fits:
    """For what only these routes can suffer."""
    return lambda route: route.name in names
