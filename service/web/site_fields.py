"""The settings of a site as requests bring them."""

from pydantic import BaseModel, ConfigDict

from service.domain.errors import Malformed
from service.domain.site import Moderation
from service.locales import LANGUAGES
from service.usecases.site_settings import SiteSettings, said_settings


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


def settings_of(fields: SiteFields) -> SiteSettings:
    """The settings that are given. Raises Malformed `unknown_value` for a language that nobody
    here speaks."""
    if fields.language is not None and fields.language not in LANGUAGES:
        raise Malformed("unknown_value", "language", allowed=", ".join(LANGUAGES))
    return SiteSettings(**{name: getattr(fields, name) for name in SiteFields.model_fields})


def fields_of(settings: SiteSettings) -> SiteFields:
    """The same settings, to be sent."""
    return SiteFields.model_validate(said_settings(settings), strict=False)
