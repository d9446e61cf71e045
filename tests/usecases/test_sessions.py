"""How long a session holds, and what ends it (S-29)."""

import pytest

from service.domain.errors import NotFound, Unauthorized
from service.domain.moderator import Role, Roles
from service.domain.session import ABSOLUTE_MS, IDLE_MS
from service.usecases.authenticate_session import note_session
from service.usecases.change_roles import change_roles
from service.usecases.end_session import end_session
from tests.usecases.altered import Overtaken
from tests.usecases.people import Office, acting

HOUR = 60 * 60 * 1000


@pytest.mark.parametrize("text", ["", "x", "rcs_", "rcs_a_b", "rct_a_b", "\ud800"])
async def test_what_is_no_session_opens_nothing(office: Office, text: str) -> None:
    with pytest.raises(Unauthorized, match="session_ended"):
        await office.authenticate(text)


async def test_another_sessions_secret_opens_nothing(office: Office) -> None:
    await office.person()
    one, other = await office.sign_in(), await office.sign_in()
    crossed = "_".join([*one.text.split("_", 2)[:2], other.text.split("_", 2)[2]])

    with pytest.raises(Unauthorized, match="session_ended"):
        await office.authenticate(crossed)


async def test_a_session_ends_when_it_is_not_used_for_hours(office: Office) -> None:
    await office.person()
    made = await office.sign_in()
    office.clock.now += IDLE_MS - HOUR
    await office.authenticate(made.text)
    office.clock.now += IDLE_MS - HOUR
    await office.authenticate(made.text)

    office.clock.now += IDLE_MS

    with pytest.raises(Unauthorized, match="session_ended"):
        await office.authenticate(made.text)


async def test_a_session_ends_after_a_week_however_much_it_is_used(office: Office) -> None:
    await office.person()
    made = await office.sign_in()
    for _ in range(ABSOLUTE_MS // HOUR - 1):
        office.clock.now += HOUR
        await office.authenticate(made.text)

    office.clock.now += HOUR

    with pytest.raises(Unauthorized, match="session_ended"):
        await office.authenticate(made.text)


async def test_acts_keep_a_session_alive_over_a_restart(office: Office) -> None:
    await office.person()
    made = await office.sign_in()
    office.clock.now += IDLE_MS - HOUR
    opened = await office.authenticate(made.text)
    await note_session(opened, **office.kept)

    restarted = Office(office.storage, office.clock)
    office.clock.now += IDLE_MS - HOUR

    again = await restarted.authenticate(made.text)
    assert again.session.seen_at > opened.session.seen_at


async def test_looking_alone_writes_nothing(office: Office) -> None:
    await office.person()
    made = await office.sign_in()
    office.clock.now += HOUR

    opened = await office.authenticate(made.text)

    (stored,) = await office.storage.accounts.sessions(opened.moderator.id)
    assert stored == made.opened.session


async def test_a_session_seen_just_now_is_not_noted_again(office: Office) -> None:
    await office.person()
    made = await office.sign_in()

    await note_session(made.opened, **office.kept)

    assert (await office.authenticate(made.text)).session == made.opened.session


async def test_whoever_signs_out_is_out_on_the_server(office: Office) -> None:
    anna = await office.person()
    made, other = await office.sign_in(), await office.sign_in()

    await end_session(made.opened.session.public_id, made.opened, by=acting(anna), **office.kept)

    with pytest.raises(Unauthorized):
        await office.authenticate(made.text)
    await office.authenticate(other.text)
    assert (await office.acts())[-1] == "signed_out"


async def test_one_may_put_out_ones_own_other_browser(office: Office) -> None:
    anna = await office.person("Anna", Roles(Role.VIEWER))
    made, other = await office.sign_in(), await office.sign_in()

    await end_session(other.opened.session.public_id, made.opened, by=acting(anna), **office.kept)

    with pytest.raises(Unauthorized):
        await office.authenticate(other.text)
    assert (await office.acts())[-1] == "session_ended"


async def test_an_owner_may_put_anybody_out_and_nobody_else_may(office: Office) -> None:
    await office.person("Owner")
    await office.person("Admin", Roles(Role.ADMIN))
    owner, admin = await office.sign_in("Owner"), await office.sign_in("Admin")

    with pytest.raises(NotFound, match="unknown_session"):
        await end_session(
            owner.opened.session.public_id,
            admin.opened,
            by=acting(admin.opened.moderator),
            **office.kept,
        )
    await end_session(
        admin.opened.session.public_id,
        owner.opened,
        by=acting(owner.opened.moderator),
        **office.kept,
    )

    with pytest.raises(Unauthorized):
        await office.authenticate(admin.text)
    await office.authenticate(owner.text)


async def test_a_session_that_ended_meanwhile_is_ended_without_a_word(office: Office) -> None:
    anna = await office.person()
    made = await office.sign_in()
    which = made.opened.session.public_id

    async def meanwhile() -> None:
        await end_session(which, made.opened, by=acting(anna), **office.kept)

    late = {**office.kept, "storage": Overtaken(office.storage, meanwhile)}
    await end_session(which, made.opened, by=acting(anna), **late)

    assert (await office.acts()).count("signed_out") == 1


async def test_no_session_is_ended_that_is_not_there(office: Office) -> None:
    anna = await office.person()
    made = await office.sign_in()

    with pytest.raises(NotFound, match="unknown_session"):
        await end_session("0" * 32, made.opened, by=acting(anna), **office.kept)


async def test_a_role_change_ends_every_session_at_once(office: Office) -> None:
    boss = await office.person("Boss")
    anna = await office.person("Anna", Roles(Role.ADMIN))
    texts = [(await office.sign_in()).text for _ in range(2)]

    await change_roles(anna.public_id, Roles(Role.VIEWER), by=acting(boss), **office.kept)

    for text in texts:
        with pytest.raises(Unauthorized, match="session_ended"):
            await office.authenticate(text)
    assert (await office.opened()).moderator.role is Role.VIEWER


def test_the_watch_forgets_those_seen_longest_ago(office: Office) -> None:
    watch = type(office.gate.watch)(max_sessions=2)
    for number, name in enumerate("abac"):
        watch.see(name, number)

    assert len(watch) == 2
    assert [watch.seen_at(name) for name in "abc"] == [2, 0, 3]
