"""All settings in one table: name, type, default, help. docs/settings.md is held to it by a test.

Each can be given, the first that is there winning: by a command's option, as `REACTIE_NAME` in the
environment, as a file named by `REACTIE_NAME_FILE` (for secrets), or in the TOML file that
`REACTIE_CONFIG` names (default `reactie.toml`, where it exists).
"""

import json
import os
import tomllib
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

PREFIX = "REACTIE_"


class UnreadableSetting(Exception):
    """A file with settings cannot be read: `name` says which, `reason` why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class Settings(BaseModel):
    """How this installation runs. What a blog decides about itself stands in its site."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    database: str = Field(
        "reactie.db", description="SQLite file, or a postgresql:// address.", min_length=1
    )
    host: str = Field("127.0.0.1", description="Address to listen on.", min_length=1)
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (),
        description="Networks of reverse proxies whose X-Forwarded-For is believed, "
        'as a JSON list: ["10.0.0.0/8"].',
    )
    hsts_seconds: int = Field(
        15_552_000,
        ge=0,
        description="How long a browser comes by TLS only, once a trusted proxy said "
        "(X-Forwarded-Proto) that it did; 0: it is not told to.",
    )
    address_connections: int = Field(
        200,
        ge=1,
        description="Connections that one address (/64) may have open at once; more are hung up "
        "on. Behind a trusted proxy: requests that one visitor is still sending.",
    )
    posts_per_minute: int = Field(
        20, ge=1, description="Posts a minute from one address (/24 or /64) before 429."
    )
    limit_loopback: bool = Field(
        default=False,
        description="Count posts from this machine itself too. Off by default: behind a proxy "
        "that is not trusted yet all visitors would share that one budget.",
    )
    network_posts_per_minute: int = Field(
        10, ge=1, description="Posts a minute from one address before new ones are held."
    )
    device_posts_per_minute: int = Field(
        10, ge=1, description="Posts a minute from one visitor's device before new ones are held."
    )
    thread_posts_per_minute: int = Field(
        60, ge=1, description="Posts a minute on one page before new ones are held."
    )
    site_posts_per_minute: int = Field(
        300, ge=1, description="Posts a minute on one site before new ones are held."
    )
    reports_per_minute: int = Field(
        5, ge=1, description="Reports of comments a minute from one address before 429."
    )
    reports_to_hold: int = Field(
        3,
        ge=0,
        description="Readers, proven to be different, whose reports take a comment back into the "
        "queue until somebody looks; 0: reports hide nothing.",
    )
    votes_per_minute: int = Field(
        30, ge=1, description="Votes on comments a minute from one address before 429."
    )
    streams: int = Field(
        1_000, ge=0, description="Readers who hear of new comments live; 0 turns that off."
    )
    network_streams: int = Field(
        20, ge=1, description="Of these readers, how many may share one address."
    )
    stream_seconds: float = Field(
        3_600.0, gt=0, description="After so long such a reader's browser connects anew."
    )
    rules_need_replay: bool = Field(
        default=False,
        description="Bring a rule set into force only after a replay of it over the past.",
    )
    cache_megabytes: int = Field(
        16, ge=0, description="Memory for ready answers to readers; 0 turns the cache off."
    )
    body_seconds: float = Field(
        10.0, gt=0, description="Seconds in which a request's body must have arrived."
    )
    import_megabytes: int = Field(
        1_024, ge=1, description="The largest file of comments that may be sent in to be imported."
    )
    import_folder: str = Field(
        "",
        description="Folder where such files lie until they are imported; servers may share one. "
        "Empty: beside the SQLite file, or `reactie-imports` where the server was started.",
    )
    backup_folder: str = Field(
        "",
        description="Folder for backups that the server makes by itself, of a SQLite file; "
        "empty: it makes none.",
    )
    backup_every: float = Field(24.0, gt=0, description="Hours from one such backup to the next.")
    backup_keep: int = Field(
        14, ge=1, description="So many of them are kept; the oldest is removed after a new one."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="What is logged: this and what is worse."
    )
    log_format: Literal["json", "console"] = Field(
        "json", description="One JSON object a line, or text for people."
    )

    def __init__(self, **given: Any) -> None:
        """Raises ValidationError, and UnreadableSetting for a file that is named, or there, and
        cannot be read."""
        super().__init__(**{**_configured(), **_in_files(), **_in_environment(), **given})

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _read_list(cls, value: Any) -> Any:
        try:
            return json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            raise ValueError('it is no JSON list like ["10.0.0.0/8"]') from None


def _in_environment() -> dict[str, str]:
    named = {name: f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return {name: os.environ[key] for name, key in named.items() if key in os.environ}


def _in_files() -> dict[str, str]:
    """`REACTIE_NAME_FILE=/run/secrets/name`: the file's content, without its last newline."""
    named = {name: f"{PREFIX}{name.upper()}_FILE" for name in Settings.model_fields}
    return {
        name: _read(key, Path(os.environ[key])).strip()
        for name, key in named.items()
        if key in os.environ
    }


def _configured() -> dict[str, Any]:
    named = os.environ.get(f"{PREFIX}CONFIG")
    path = Path(named or "reactie.toml")
    if not named and not os.path.lexists(path):
        return {}
    name = f"{PREFIX}CONFIG" if named else str(path)
    try:
        return tomllib.loads(_read(name, path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableSetting(name, f"{path}: {error}") from error


def _read(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UnreadableSetting(name, f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableSetting(name, f"{path}: it is no UTF-8 text") from error
