"""What happened to sites, as moderators see it."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from service.domain.site_event import SiteAct, SiteEvent
from service.locales import text
from service.web.shown.site import setting_words
from service.web.shown.times import Time, iso


class ShownSiteEvent(BaseModel):
    """What somebody did to a site. The names are those of that time; `sentence` tells it in the
    reader's language; `previous` and `hash` are its link in the chain."""

    model_config = ConfigDict(extra="forbid")

    id: str
    site: str
    at: Time
    act: SiteAct
    by: dict[str, str]
    about: dict[str, str | None] | None
    sentence: str
    details: dict[str, Any]
    undoes: str | None
    previous: str
    hash: str


class SiteEventList(BaseModel):
    """A page of what happened, newest first."""

    model_config = ConfigDict(extra="forbid")

    items: list[ShownSiteEvent]
    next: str | None


def shown_site_event(event: SiteEvent, site: str, language: str) -> ShownSiteEvent:
    """An event as the log keeps it; `site` is the site's slug."""
    about = None
    if event.about_id is not None:
        about = {"id": event.about_id, "name": event.about_name}
    return ShownSiteEvent(
        id=event.public_id,
        site=site,
        at=iso(event.at),
        act=event.act,
        by={"id": event.actor_id, "name": event.actor_name},
        about=about,
        sentence=event_sentence(event, language),
        details=dict(event.details),
        undoes=event.undoes,
        previous=event.previous,
        hash=event.hash,
    )


def event_sentence(event: SiteEvent, language: str) -> str:
    """What happened, in the reader's language."""
    said = {key: value for key, value in event.details.items() if isinstance(value, str | int)}
    if event.act is SiteAct.SITE_CHANGED:
        name = event.about_id or ""
        said["setting"] = text(language, f"setting.{name}")
        said["before"] = setting_words(name, event.details["from"], language)
        said["after"] = setting_words(name, event.details["to"], language)
    return text(language, f"site_act.{event.act.value}", **said, about=event.about_name or "")
