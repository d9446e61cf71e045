"""The settings of a site as requests bring them."""

from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from service.domain.errors import Malformed
from service.domain.site import Moderation, Site
from service.locales import LANGUAGES
from service.usecases.site_settings import SETTINGS, SiteSettings
from service.web.signing_in import name_of


class SiteFields(BaseModel):
    """What a site can be set to. What is left out stays as it is, or is usual for a new one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str | None = None
    language: str | None = None
    origins: list[str] | None = None
    hosts: list[str] | None = None
    moderation: Moderation | None = None
    parameters: list[str] | None = None
    edit_minutes: int | None = None
    votes: bool | None = None


def settings_of(fields: SiteFields) -> SiteSettings:
    """The settings that are given. Raises Malformed `unknown_value` for a language that nobody
    here speaks, and Invalid for a name that is none."""
    if fields.language is not None and fields.language not in LANGUAGES:
        raise Malformed("unknown_value", "language", allowed=", ".join(LANGUAGES))
    said = settings_seen(fields)
    return said if said.name is None else replace(said, name=name_of(said.name))


def settings_seen(fields: SiteFields) -> SiteSettings:
    """The settings that somebody saw, whatever they were."""
    return SiteSettings(**{name: getattr(fields, name) for name in SETTINGS})


def fields_of(site: Site) -> SiteFields:
    """A site's settings."""
    settings = {name: getattr(site, name) for name in SETTINGS}
    return SiteFields.model_validate(settings, strict=False)
