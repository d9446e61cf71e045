"""A site and its settings as moderators see them: never its secret."""

from pydantic import BaseModel, ConfigDict

from service.domain.moderator import Principal, Role
from service.domain.site import Moderation, Site
from service.locales import text

CHOICES = ("moderation", "language", "votes")
"""The settings whose values have words of their own."""


class ShownSite(BaseModel):
    """A site. `role` is the asker's own on it."""

    model_config = ConfigDict(extra="forbid")

    slug: str
    name: str
    language: str
    origins: list[str]
    hosts: list[str]
    moderation: Moderation
    parameters: list[str]
    edit_minutes: int
    votes: bool
    role: Role


class SiteList(BaseModel):
    """Sites, by their slugs."""

    model_config = ConfigDict(extra="forbid")

    items: list[ShownSite]
    next: None = None


def shown_site(site: Site, to: Principal) -> ShownSite:
    """The site as somebody with a role on it sees it."""
    return ShownSite(
        slug=site.slug,
        name=site.name,
        language=site.language,
        origins=list(site.origins),
        hosts=list(site.hosts),
        moderation=site.moderation,
        parameters=list(site.parameters),
        edit_minutes=site.edit_minutes,
        votes=site.votes,
        role=to.roles.on(site.id) or Role.VIEWER,
    )


def setting_words(name: str, value: object, language: str) -> str:
    """A setting's value in the reader's language."""
    if name in CHOICES:
        chosen = ("off", "on")[value] if isinstance(value, bool) else value
        return text(language, f"setting.{name}_{chosen}")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value)
