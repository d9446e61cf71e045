"""The image's recipe follows the rules that a container linter holds people to."""

import re
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from service.settings import Settings
from tests.house.dockerfile import stages
from tests.house.tree import ROOT

STAGES = stages((ROOT / "docker/Dockerfile").read_text(encoding="utf-8"))
FINAL = STAGES[-1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker/compose.yaml").read_text(encoding="utf-8"))
SERVICE = COMPOSE["services"]["reactie"]


def test_every_base_image_has_a_tag_that_is_not_latest() -> None:
    own = {stage.name for stage in STAGES}
    foreign = {stage.image for stage in STAGES} - own

    assert foreign
    assert all(re.search(r":\d[\w.-]+(@sha256:[0-9a-f]{64})?$", image) for image in foreign)


def test_the_base_image_has_a_python_that_the_project_promises() -> None:
    (image,) = {stage.image for stage in STAGES} - {stage.name for stage in STAGES}

    (version,) = re.findall(r"^python:(3\.\d+)", image)

    assert version in {"3.11", "3.12", "3.13"}


def test_the_process_is_not_root_and_has_a_fixed_user_id() -> None:
    (user,) = FINAL.all("USER")

    (started,) = FINAL.all("ENTRYPOINT")

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user.rest)
    assert FINAL.instructions.index(user) < FINAL.instructions.index(started)
    assert not [
        each
        for each in FINAL.instructions[FINAL.instructions.index(user) :]
        if each.word in {"RUN", "COPY"}
    ]


@pytest.mark.parametrize("word", ["ENTRYPOINT", "CMD", "HEALTHCHECK", "VOLUME"])
def test_what_is_started_gets_its_words_without_a_shell(word: str) -> None:
    (instruction,) = FINAL.all(word)

    assert instruction.exec_form


def test_the_container_serves_on_all_addresses_with_its_file_on_the_volume() -> None:
    variables = dict(re.findall(r"(\w+)=(\S+)", " ".join(each.rest for each in FINAL.all("ENV"))))
    (volume,) = FINAL.all("VOLUME")

    named = {name.removeprefix("REACTIE_").lower() for name in variables if "REACTIE_" in name}

    assert FINAL.all("ENTRYPOINT")[0].exec_form == ["reactie"]
    assert FINAL.all("CMD")[0].exec_form == ["serve"]
    assert variables["REACTIE_HOST"] == "0.0.0.0"
    assert variables["REACTIE_DATABASE"].startswith(f"{(volume.exec_form or [''])[0]}/")
    assert named <= set(Settings.model_fields)


def test_health_is_asked_where_the_database_counts() -> None:
    (health,) = FINAL.all("HEALTHCHECK")

    assert "/readyz" in health.rest
    assert "/readyz" in SERVICE["healthcheck"]["test"][-1]


def test_everything_copied_is_there_and_reaches_the_builder() -> None:
    sources = [
        source
        for stage in STAGES
        for copy in stage.all("COPY")
        if not copy.rest.startswith("--from=")
        for source in copy.rest.split()[:-1]
    ]
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert sources
    assert all((ROOT / source).exists() for source in sources)
    assert all(any(fnmatch(f"!{source}", line) for line in let_in) for source in sources)


def test_every_stage_copied_from_exists() -> None:
    names = {stage.name for stage in STAGES}

    wanted = {
        source
        for stage in STAGES
        for copy in stage.all("COPY")
        for source in re.findall(r"--from=(\S+)", copy.rest)
    }

    assert wanted <= names


def test_packages_come_with_hashes_and_leave_no_cache() -> None:
    runs = [run.rest for stage in STAGES for run in stage.all("RUN")]
    requirements = [run for run in runs if " -r " in run]

    assert len(requirements) == 2
    assert all("--require-hashes" in run for run in requirements)
    assert not [run for run in runs if "apt" in run and "rm -rf /var/lib/apt/lists" not in run]
    assert not [stage for stage in STAGES if stage.all("ADD")]


def test_compose_runs_it_with_the_fewest_rights_and_one_volume() -> None:
    assert SERVICE["read_only"] is True
    assert SERVICE["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in SERVICE["security_opt"]
    assert "privileged" not in SERVICE
    assert SERVICE["restart"] == "unless-stopped"
    assert list(COMPOSE["volumes"]) == [volume.split(":")[0] for volume in SERVICE["volumes"]]


def test_compose_publishes_only_to_this_machine_and_knows_every_setting_it_gives() -> None:
    given = {name.removeprefix("REACTIE_").lower() for name in SERVICE["environment"]}

    assert all(port.startswith("127.0.0.1:") for port in SERVICE["ports"])
    assert given <= set(Settings.model_fields)


def test_compose_builds_this_dockerfile() -> None:
    build = SERVICE["build"]

    assert (ROOT / "docker" / build["context"] / build["dockerfile"]).is_file()
