"""Who came over TLS is told to come over TLS from then on; nobody else is told anything of it."""

from typing import Any

import pytest

from tests.web.conftest import Start
from tests.web.running_service import COMMENTS, PAGE, RunningService

BY_TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
PATHS = (f"{COMMENTS}?site=open&post={PAGE}", "/docs", "/nowhere", "/moderate/", "/style.css")
PROXIES = ["127.0.0.0/8"]


async def asked(service: RunningService, headers: dict[str, str]) -> list[list[str]]:
    """What each answer says of it; of what is kept ready too, for all is asked for twice."""
    ask = service.api.session.get
    answers = [
        await ask(service.address + path, headers=headers, allow_redirects=False)
        for path in PATHS
        for _ in range(2)
    ]
    return [answer.headers.getall("Strict-Transport-Security", []) for answer in answers]


async def test_every_answer_behind_tls_says_it(start: Start) -> None:
    service = await start(trusted_proxies=PROXIES)

    assert await asked(service, BY_TLS) == [["max-age=15552000"]] * 2 * len(PATHS)


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        ({}, BY_TLS),
        ({"trusted_proxies": ["10.0.0.0/8"]}, BY_TLS),
        ({"trusted_proxies": PROXIES, "hsts_seconds": 0}, BY_TLS),
        ({"trusted_proxies": PROXIES}, {}),
        ({"trusted_proxies": PROXIES}, {"X-Forwarded-Proto": "http"}),
        ({"trusted_proxies": PROXIES}, {"X-Forwarded-Proto": "https, http"}),
    ],
)
async def test_nobody_else_is_told(
    start: Start, settings: dict[str, Any], headers: dict[str, str]
) -> None:
    service = await start(**settings)

    assert not any(await asked(service, headers))
