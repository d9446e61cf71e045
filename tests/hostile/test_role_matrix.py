"""Role × site × route, by token and by session, generated from the route table (S-30).

What is not said here is refused: a route without a line in `BEYOND` fails, and so does a door that
the table does not know.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from service.domain.clock import utc_ms
from service.domain.identity import new_public_id
from service.domain.moderator import TERMINAL, Moderator, Role, Roles
from service.domain.ports import Storage, Transaction
from service.domain.session import new_session
from service.usecases.enrol import add_moderator
from service.web.page_routes import PAGES
from service.web.pages.desk import DESK
from service.web.route import AUTHOR, PERSON, PUBLIC, Route
from service.web.route_table import ROUTES
from tests.hostile.ground import SITE, Ground
from tests.hostile.wire import Answer, Request

LET_IN = "let in"
FILTERED = "filtered"
PLACES = ("everywhere", SITE, "other")

BEYOND: Mapping[str, tuple[str, str]] = {
    # What a role that is high enough gets: on the site that the request is about, and elsewhere.
    "list_queue": (LET_IN, FILTERED),
    "show_comment": (LET_IN, "unknown_comment"),
    "decide": (LET_IN, "unknown_comment"),
    "answer_appeal": (LET_IN, "unknown_comment"),
    "post_reply": (LET_IN, "unknown_comment"),
    "edit_reply": (LET_IN, "unknown_comment"),
    "undo_decision": (LET_IN, "unknown_decision"),
    "preview_bulk": (LET_IN, "unknown_site"),
    "list_bulk": (LET_IN, "unknown_site"),
    "start_bulk": (LET_IN, "unknown_site"),
    "show_bulk": (LET_IN, "unknown_bulk"),
    "undo_bulk": (LET_IN, "unknown_bulk"),
    "list_log": (LET_IN, FILTERED),
    "export_log": (LET_IN, FILTERED),
    "list_site_events": (LET_IN, FILTERED),
    "list_rule_sets": (LET_IN, "unknown_site"),
    "save_rule_set": (LET_IN, "unknown_site"),
    "check_rule_set": (LET_IN, "unknown_site"),
    "show_rule_set": (LET_IN, "unknown_site"),
    "move_rule_set": (LET_IN, "unknown_site"),
    "show_shadow": (LET_IN, "unknown_site"),
    "list_replays": (LET_IN, "unknown_site"),
    "start_replay": (LET_IN, "unknown_site"),
    "show_replay": (LET_IN, "unknown_replay"),
    "show_model": (LET_IN, "unknown_site"),
    "explain": (LET_IN, "unknown_site"),
    "show_author": (LET_IN, "unknown_comment"),
    "list_blocks": (LET_IN, FILTERED),
    "block_author": (LET_IN, "unknown_comment"),
    "unblock_author": (LET_IN, "unknown_block"),
    "note_author": (LET_IN, "unknown_comment"),
    "remove_note": (LET_IN, "unknown_note"),
    "list_threads": (LET_IN, FILTERED),
    "show_thread": (LET_IN, "unknown_thread"),
    "close_thread": (LET_IN, "unknown_thread"),
    "open_thread": (LET_IN, "unknown_thread"),
    "rename_thread": (LET_IN, "unknown_thread"),
    "merge_threads": (LET_IN, "unknown_thread"),
    "undo_merge": (LET_IN, "unknown_merge"),
    "send_upload": (LET_IN, "unknown_site"),
    "show_upload": (LET_IN, "unknown_upload"),
    "look_again": (LET_IN, "unknown_upload"),
    "import_upload": (LET_IN, "unknown_upload"),
    "leave_upload": (LET_IN, "unknown_upload"),
    "list_imports": (LET_IN, "unknown_site"),
    "show_import": (LET_IN, "unknown_import"),
    "list_import_problems": (LET_IN, "unknown_import"),
    "undo_import": (LET_IN, "unknown_import"),
    "list_sites": (LET_IN, FILTERED),
    "make_site": ("role_too_low", "role_too_low"),
    "change_site": (LET_IN, "unknown_site"),
    # The moderator, the invitation and what happened are of every site; the token is of the site.
    "list_moderators": (LET_IN, LET_IN),
    "change_roles": ("beyond_own_roles", "unknown_site"),
    "remove_moderator": ("beyond_own_roles", "beyond_own_roles"),
    "offer_reset": ("beyond_own_roles", "beyond_own_roles"),
    "list_invitations": (LET_IN, LET_IN),
    "invite_moderator": (LET_IN, "unknown_site"),
    "revoke_invitation": ("unknown_invitation", "unknown_invitation"),
    "list_tokens": (LET_IN, FILTERED),
    "create_token": (LET_IN, "unknown_site"),
    "revoke_token": (LET_IN, "unknown_token"),
    "list_account_events": ("role_too_low", "role_too_low"),
}
WITH_ROLE = [route for route in ROUTES if route.role is not None]


@dataclass(frozen=True)
class Holder:
    """Somebody with a role somewhere, and how a request is his."""

    kind: str
    role: Role
    place: str
    bearer: str = ""
    cookie: tuple[str, str] = ("", "")

    def sends(self, request: Request) -> Request:
        if self.bearer:
            return request.with_bearer(self.bearer)
        text, csrf = self.cookie
        bare = request.without_header("Authorization").with_header("Cookie", f"reactie={text}")
        return bare.with_header("X-CSRF-Token", csrf)


def holders(ground: Ground) -> Iterator[Holder]:
    for role in Role:
        for place in PLACES:
            site = None if place == "everywhere" else place
            yield Holder("token", role, place, bearer=ground._token("holder", role, site))
            cookie = ground._service.do(lambda storage, r=role, s=site: _session(storage, r, s))
            yield Holder("session", role, place, cookie=cookie)


async def _session(storage: Storage, role: Role, slug: str | None) -> tuple[str, str]:
    site = None if slug is None else await storage.sites.by_slug(slug)
    roles = Roles(role) if site is None else Roles(on_sites={site.id: role})
    name = new_public_id()
    made = Moderator(
        0, name, "Holder", f"{name}@x.example", roles.everywhere, None, utc_ms(), roles.on_sites
    )
    moderator = await add_moderator(made, by=TERMINAL, storage=storage, clock=utc_ms)
    session = new_session(moderator, None, "", utc_ms())

    async def unit(tx: Transaction) -> None:
        await tx.accounts.add_session(session.opened.session)

    await storage.write(unit)
    return session.text, session.opened.csrf


@pytest.fixture(scope="module")
def everybody(ground: Ground) -> list[Holder]:
    return list(holders(ground))


@pytest.mark.parametrize("route", WITH_ROLE, ids=lambda route: route.name)
def test_a_role_opens_what_it_covers_where_it_is_held_and_nothing_else(
    ground: Ground, everybody: list[Holder], route: Route
):
    on_site, elsewhere = BEYOND[route.name]
    for holder in everybody:
        ground.renew()
        about = ground.about(route)
        if route.name == "edit_reply":
            about = ground.reply(about, holder.sends)

        answer = ground.send(holder.sends(ground.valid(route, about)))

        needed = {"everywhere": LET_IN, SITE: on_site, "other": elsewhere}[holder.place]
        wanted = needed if holder.role.covers(route.role) else "role_too_low"
        check(answer, wanted, f"{route.name} as {holder}: {answer}")
        if wanted == FILTERED:
            assert about.id.encode() not in answer.body
            assert f'"{SITE}"'.encode() not in answer.body


def check(answer: Answer, wanted: str, about: str) -> None:
    if wanted in (LET_IN, FILTERED):
        assert answer.status < 300, about
    else:
        expected = 403 if wanted in ("role_too_low", "beyond_own_roles") else 404
        assert (answer.status, answer.json()["code"]) == (expected, wanted), about


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_without_credentials_only_what_is_declared_open_is_open(ground: Ground, route: Route):
    request = ground.valid(route).without_header("Authorization").without_header("Cookie")

    answer = ground.send(request)

    if route.access == PUBLIC:
        assert answer.status != 401, answer
    else:
        assert (answer.status, answer.json()["code"]) == (401, "bad_token"), answer


def test_every_route_says_who_may_come_in():
    assert {route.access for route in ROUTES} <= {PUBLIC, AUTHOR, PERSON, *Role}
    assert set(BEYOND) == {route.name for route in WITH_ROLE}


def test_there_is_no_door_that_the_table_does_not_know(ground: Ground):
    known = {(route.method, route.path) for route in (*ROUTES, *PAGES, *DESK)}
    built_in = {"HEAD", "OPTIONS", "*"}

    doors = {
        (door.method, door.resource.canonical)
        for door in ground._service.app.router.routes()
        if door.resource is not None and door.method not in built_in
    }

    assert doors == known
