"""GET /moderate/settings: what a site is set to, and new sites."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from service.domain.errors import Conflict, Invalid, Malformed, ReactieError
from service.domain.moderator import Role
from service.domain.site import Moderation, Site
from service.locales import LANGUAGES, text
from service.usecases.change_site import change_site
from service.usecases.make_site import make_site
from service.usecases.site_settings import EDIT_MINUTES_MAX, NAME_MAX, SETTINGS
from service.web.call import Call
from service.web.errors import sentence_of, status_of
from service.web.pages.desk.frame import Notice, desk_of, go, own_address, page
from service.web.route import Route
from service.web.shown.site import CHOICES, setting_words
from service.web.site_fields import SiteFields, fields_of, settings_of, settings_seen

ROOM = "/moderate/settings"
LISTS = ("origins", "hosts", "parameters")

_BETWEEN = re.compile(r"[\s,]+")
_MINUTES = re.compile(r"[0-9]{1,6}")


class SettingsQuery(BaseModel):
    """Of which site, and what to say."""

    model_config = ConfigDict(extra="ignore")

    site: str | None = None
    said: str | None = None
    lang: str | None = None


class SettingsForm(BaseModel):
    """A site's settings as typed, or (`make`) those of a new one by the name `slug`. `seen` are
    the settings that the page showed, as JSON: what was not touched is not changed."""

    model_config = ConfigDict(extra="forbid")

    csrf: str | None = None
    act: Literal["change", "make"]
    site: str = ""
    slug: str = ""
    seen: str = "{}"
    name: str = ""
    language: str = ""
    origins: str = ""
    hosts: str = ""
    moderation: Moderation = Moderation.HOLD_NEW
    parameters: str = ""
    edit_minutes: str = ""
    votes: Literal["on", "off"] = "on"


async def show(call: Call) -> web.Response:
    """The settings of the site asked for, else of the first."""
    query: SettingsQuery = call.query
    own = await call.own_sites()
    site = await call.on_own_site(query.site) if query.site else next(iter(own), None)
    return await _page(call, site)


async def take(call: Call) -> web.Response:
    """Does what the form asks. What cannot be kept comes back as typed, with the mend at its
    field."""
    form: SettingsForm = call.body
    services = call.services
    site = None if form.act == "make" else await call.on_own_site(form.site)
    try:
        if site is None:
            made = await make_site(
                form.slug.strip(),
                settings_of(_new(form)),
                by=call.moderator,
                storage=services.storage,
                clock=services.clock,
            )
            return go(ROOM, site=made.slug, said="saved")
        seen = _seen(form)
        await change_site(
            site,
            settings_of(_wanted(_touched(form, seen))),
            seen=settings_seen(seen),
            by=call.moderator,
            storage=services.storage,
            clock=services.clock,
        )
    except (Invalid, Conflict) as error:
        return await _page(call, site, form=form, error=error)
    return go(ROOM, site=site.slug, said="saved")


def _new(form: SettingsForm) -> SiteFields:
    return SiteFields(
        name=form.name.strip() or None,
        language=form.language or None,
        origins=_listed(form.origins),
    )


def _touched(form: SettingsForm, seen: SiteFields) -> dict[str, Any]:
    """What was typed where it is not what the page showed."""
    shown = seen.model_dump() | {"edit_minutes": str(seen.edit_minutes)}
    typed = form.model_dump(include=set(SETTINGS)) | {"votes": form.votes == "on"}
    lists = {name: _listed(typed[name]) for name in LISTS}
    return {name: value for name, value in (typed | lists).items() if value != shown[name]}


def _wanted(touched: Mapping[str, Any]) -> SiteFields:
    if "edit_minutes" not in touched:
        return SiteFields(**touched)
    if not _MINUTES.fullmatch(touched["edit_minutes"].strip()):
        raise Invalid("bad_edit_minutes", "edit_minutes", most=EDIT_MINUTES_MAX)
    return SiteFields(**{**touched, "edit_minutes": int(touched["edit_minutes"])})


def _seen(form: SettingsForm) -> SiteFields:
    try:
        return SiteFields.model_validate_json(form.seen)
    except ValidationError:
        raise Malformed("malformed_form") from None


def _listed(typed: str) -> list[str]:
    return [each for each in _BETWEEN.split(typed) if each]


async def _page(
    call: Call,
    site: Site | None,
    *,
    form: SettingsForm | None = None,
    error: ReactieError | None = None,
) -> web.Response:
    own = await call.own_sites()
    if site is None and own:
        site = own[0]
    elif site is not None:
        # What stands on the page was true when it was made, not when the request came.
        site = next(one for one in own if one.id == site.id)
    making = form is not None and form.act == "make"
    wrong = {} if error is None else {error.field or "": _sentence(call, error)}
    notice = None if error is None else Notice(_sentence(call, error), "bad")
    return page(
        "settings",
        desk_of(call, ROOM, notice=notice),
        status=200 if error is None else status_of(error),
        site=site,
        sites=own,
        shown=_shown(site, None if making else form),
        seen="" if site is None else fields_of(site).model_dump_json(),
        wrong={} if making else wrong,
        new=form if making else SettingsForm(act="make"),
        new_wrong=wrong if making else {},
        makes=call.moderator.roles.everywhere is Role.OWNER,
        languages=LANGUAGES,
        modes=tuple(Moderation),
        name_max=NAME_MAX,
        minutes_max=EDIT_MINUTES_MAX,
        address=own_address(call),
    )


def _sentence(call: Call, error: ReactieError) -> str:
    if error.code == "setting_changed" and error.field in CHOICES:
        now = setting_words(error.field, error.params["now"], call.language)
        return text(call.language, "error.setting_changed", now=now)
    return sentence_of(error, call.language)


def _shown(site: Site | None, form: SettingsForm | None) -> Mapping[str, Any]:
    """The settings as they are, and as typed where somebody wanted something else: so what he did
    not touch is not what it was when he came."""
    if site is None:
        return {}
    lists = {name: "\n".join(getattr(site, name)) for name in LISTS}
    typed = (
        {} if form is None else {name: getattr(form, name) for name in _touched(form, _seen(form))}
    )
    votes = "on" if site.votes else "off"
    return {**fields_of(site).model_dump(), **lists, "votes": votes, **typed}


def _route(method: Any, name: str, handler: Any, **more: Any) -> Route:
    return Route(
        method,
        ROOM,
        name,
        "Settings on the desk.",
        Role.ADMIN,
        handler,
        {200: None},
        page=True,
        **more,
    )


ROUTES: tuple[Route, ...] = (
    _route("GET", "desk_settings", show, query=SettingsQuery),
    _route("POST", "desk_settings_sent", take, body=SettingsForm, form=True),
)
