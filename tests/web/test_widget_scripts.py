"""The widget's scripts as they are shipped and served."""

import gzip
import hashlib
from base64 import b64encode

import pytest

from service.locales import LANGUAGES, catalogue
from service.web.pages.widget import COUNT, EMBED
from service.web.widget import build as building
from service.web.widget.build import SCRIPTS, STATIC, BuildError, build
from tests.web.running_service import RunningService

KB = 1024


@pytest.mark.parametrize(("shipped", "entry"), SCRIPTS.items())
def test_what_is_shipped_is_what_the_sources_make(shipped: str, entry: str) -> None:
    assert (STATIC / shipped).read_text(encoding="utf-8") == build(entry), "run `make widget`"


@pytest.mark.parametrize(("script", "most"), [(EMBED, 10 * KB), (COUNT, 1 * KB)])
def test_a_script_stays_within_its_budget(script: object, most: int) -> None:
    assert len(script.packed) <= most  # type: ignore[attr-defined]


def test_two_modules_that_declare_the_same_name_are_not_made_into_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sources = {
        "start.js": 'import { a } from "./other.js";\nconst b = a;\n',
        "other.js": "export const a = 1;\nconst b = 2;\n",
    }
    monkeypatch.setattr(building, "_source", sources.__getitem__)

    with pytest.raises(BuildError, match="declared in two modules: b"):
        build("start.js")


def test_a_sentence_that_no_catalogue_has_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_keys", lambda _: {"nobody_says_this"})

    with pytest.raises(BuildError, match="nobody_says_this"):
        building.words_of("nl")


@pytest.mark.parametrize(
    ("path", "script"), [("/embed.js", EMBED), ("/count.js", COUNT),
                         (EMBED.versioned("embed.js"), EMBED), (COUNT.versioned("count.js"), COUNT)]
)  # fmt: skip
async def test_a_script_is_served_plain_packed_and_not_twice(
    service: RunningService, path: str, script: object
) -> None:
    plain = await service.api.get(path)
    packed = await service.api.get(path, headers={"Accept-Encoding": "gzip"})
    known = await service.api.get(path, headers={"If-None-Match": plain.headers["ETag"]})

    assert plain.body == script.plain  # type: ignore[attr-defined]
    assert plain.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert packed.headers["Vary"] == "Origin, Accept-Encoding"
    assert (known.status, known.body) == (304, b"")
    assert ("immutable" in plain.headers["Cache-Control"]) == ("-" in path)


def test_a_page_can_demand_the_very_bytes() -> None:
    digest = b64encode(hashlib.sha384(EMBED.plain).digest()).decode()

    assert EMBED.integrity == f"sha384-{digest}"
    assert gzip.decompress(EMBED.packed) == EMBED.plain


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_words_of_a_language_are_those_of_its_catalogue(
    service: RunningService, language: str
) -> None:
    path = f"/embed/{language}.json"

    asked = await service.api.get(path)
    packed = await service.api.get(path, headers={"Accept-Encoding": "gzip"})
    known = await service.api.get(path, headers={"If-None-Match": asked.headers["ETag"]})

    assert building.words_of(language).items() <= asked.json.items()
    assert asked.json["waits"] == catalogue(language)["widget.waits"]
    assert asked.headers["Content-Type"] == "application/json"
    assert packed.headers["Content-Encoding"] == "gzip"
    assert asked.headers["Cache-Control"].startswith("public, max-age=3600")
    assert (known.status, known.body) == (304, b"")


async def test_the_blogs_pages_may_read_the_words_and_others_may_not(
    service: RunningService,
) -> None:
    own = await service.api.get("/embed/de.json", headers={"Origin": "https://blog.example"})
    other = await service.api.get("/embed/de.json", headers={"Origin": "https://evil.example"})

    assert own.headers["Access-Control-Allow-Origin"] == "https://blog.example"
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize("language", ["xx", "DE", "de.json"])
async def test_nobody_speaks_a_language_that_has_no_words(
    service: RunningService, language: str
) -> None:
    assert (await service.api.get(f"/embed/{language}.json")).code == (404, "not_found", None)
