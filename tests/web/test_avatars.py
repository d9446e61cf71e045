"""Pictures of authors: what they are made from, and what they look like."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.identicon import COLOURS, identicon
from tests.web.running_service import RunningService

AVATARS = "/api/v1/avatars"
JAN = "device-of-jan-0123456789"
SEEDS = st.text("0123456789abcdef", min_size=16, max_size=16)


async def avatar_of(service: RunningService, **fields: str) -> str:
    posted = await service.post_public(**fields)
    listed = (await service.listed("open", post=fields.get("post", "/p"))).json["items"]
    shown = next(one for one in listed if one["id"] == posted.json["id"])
    assert posted.json["comment"]["author"] == shown["author"]
    return shown["author"]["avatar"]


async def test_an_author_has_a_picture_that_may_be_kept_for_ever(service: RunningService) -> None:
    path = await avatar_of(service, post="/p")

    reply = await service.api.get(path)

    assert path.startswith(f"{AVATARS}/")
    assert reply.headers["Content-Type"] == "image/svg+xml"
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in reply.headers["Content-Security-Policy"]


async def test_the_same_name_has_the_same_picture_whatever_its_address(
    service: RunningService,
) -> None:
    one = await avatar_of(service, post="/p", name="Jan", text="Een.")
    folded = await avatar_of(service, post="/p", name="JAN", text="Twee.", email="jan@example.nl")
    other = await avatar_of(service, post="/p", name="Ans", text="Drie.")

    assert one == folded != other


async def test_who_proves_who_he_is_has_a_picture_that_nobody_else_gets(
    service: RunningService,
) -> None:
    proven = await avatar_of(service, post="/p", device=JAN)
    renamed = await avatar_of(service, post="/p", device=JAN, name="J.", text="Twee.")
    pretender = await avatar_of(service, post="/p", text="Drie.")

    assert proven == renamed != pretender


async def test_who_says_nothing_of_himself_has_no_picture(service: RunningService) -> None:
    assert await avatar_of(service, post="/p", name="") is None


async def test_sites_have_other_pictures_for_the_same_name(service: RunningService) -> None:
    here = await service.post_public()
    there = await service.post()

    avatars = {reply.json["comment"]["author"]["avatar"] for reply in (here, there)}

    assert len(avatars) == 2


@pytest.mark.parametrize(
    "seed",
    ["", "0" * 15, "0" * 17, "A" * 16, "g" * 16, "%00", "..%2f..", "0" * 16 + "%0a", "x" * 999],
)
async def test_what_is_no_seed_has_no_picture(service: RunningService, seed: str) -> None:
    reply = await service.api.get(f"{AVATARS}/{seed}.svg")

    assert reply.code == (404, "not_found", None)


@given(SEEDS)
def test_every_seed_has_one_small_symmetric_picture(seed: str) -> None:
    svg = identicon(seed)

    assert svg == identicon(seed)
    assert len(svg) <= 1_000
    (path,) = ET.fromstring(svg)
    squares = {
        tuple(map(int, step.removesuffix("h1v1h-1z").split()))
        for step in path.attrib["d"].split("M")
        if step
    }
    assert squares
    assert squares == {(4 - x, y) for x, y in squares}
    assert path.attrib["fill"].removeprefix("#") in COLOURS


def test_pictures_show_on_light_and_on_dark_pages() -> None:
    for colour in COLOURS:
        light = _luminance(colour)

        assert 1.05 / (light + 0.05) >= 3
        assert (light + 0.05) / (_luminance("1b1b1b") + 0.05) >= 3
    assert all(one != other for one, other in pairwise(sorted(COLOURS)))


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
